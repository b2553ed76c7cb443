"""Addresses of deciding alike."""

from django.urls import path

from lintel.oversight.alike.permissions import READ_AGREEMENT
from lintel.web.alike import examples, looks, pack, patterns, reviews
from lintel.web.components import navigation

app_name = "alike"

navigation.register(
    navigation.Item(
        "Deciding alike", "alike:start", READ_AGREEMENT, "whether two people decide the same", 36, group="Thresholds"
    )
)

urlpatterns = [
    path("alike/", looks.start, name="start"),
    path("alike/looks/<int:pk>/", looks.decide, name="decide"),
    path("alike/looks/<int:pk>/decided/", looks.decided, name="decided"),
    path("alike/gaps/<int:pk>/", looks.gap, name="gap"),
    path("alike/agreement/", patterns.agreement, name="agreement"),
    path("alike/agreement/sessions/<int:pk>/", patterns.session, name="session"),
    path("alike/variation/", patterns.variation, name="variation"),
    path("alike/variation/mine/", patterns.own_line, name="own_line"),
    path("alike/variation/mine/share/", patterns.share, name="share"),
    path("alike/drift/", patterns.drift, name="drift"),
    path("alike/clock/", patterns.clock, name="clock"),
    path("alike/measures/", patterns.measures, name="measures"),
    path("alike/measures/<slug:measure>/validate/", patterns.validate, name="validate"),
    path("alike/measures/<slug:measure>/switch/", patterns.switch, name="switch"),
    path("alike/measures/<slug:measure>/contest/", patterns.contest, name="contest"),
    path("alike/contests/<int:pk>/", patterns.answer, name="answer"),
    path("alike/similar/<int:pk>/", examples.similar, name="similar"),
    path("alike/examples/", examples.library, name="library"),
    path("alike/examples/<int:pk>/withdraw/", examples.withdraw, name="withdraw"),
    path("alike/reviews/", reviews.reviews, name="reviews"),
    path("alike/reviews/<int:pk>/", reviews.review, name="review"),
    path("alike/reviews/<int:pk>/check/", reviews.check, name="check"),
    path("alike/reviews/<int:pk>/steps/<slug:name>/", reviews.step, name="step"),
    path("alike/reviews/<int:pk>/panel/", reviews.ask, name="ask"),
    path("alike/reviews/<int:pk>/draft/", reviews.draft, name="draft"),
    path("alike/reviews/<int:pk>/sign/", reviews.sign, name="sign"),
    path("alike/reviews/<int:pk>/pack/", pack.pack, name="pack"),
    path("alike/reviews/<int:pk>/decide/", reviews.decide, name="decide_case"),
    path("alike/reviews/<int:pk>/cases/<int:number>/", reviews.case, name="case"),
]
