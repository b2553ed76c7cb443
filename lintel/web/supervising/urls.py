"""Addresses of supervision."""

from django.urls import path

from lintel.oversight.supervision.permissions import OPEN_SUPERVISION
from lintel.web.components import navigation
from lintel.web.supervising import answering, observing, of_child, overview, reading, session, workers_part

app_name = "supervising"

navigation.register(
    navigation.Item(
        "Supervision", "supervising:overview", OPEN_SUPERVISION, "whom to speak of, and what was agreed", 47,
        group="Assurance",
    )
)  # fmt: skip

urlpatterns = [
    path("supervision/", overview.overview, name="overview"),
    path("supervision/choose/", overview.choose, name="choose"),
    path("supervision/workers/<int:pk>/", overview.worker, name="worker"),
    path("supervision/workers/<int:pk>/personal/", workers_part.write_personal, name="write_personal"),
    path("supervision/personal/", workers_part.personal, name="personal"),
    path("supervision/directions/", answering.listed, name="directions"),
    path("supervision/directions/<int:pk>/", answering.one, name="direction"),
    path("supervision/notes/<int:pk>/", answering.complete, name="complete"),
    path("supervision/reading/", reading.listed, name="reading"),
    path("supervision/reading/<int:pk>/", reading.read, name="read"),
    path("supervision/observed/", observing.listed, name="observed"),
    path("supervision/observed/offer/<int:pk>/", observing.offer, name="offer"),
    path("supervision/observed/<int:pk>/", observing.one, name="observation"),
    path("supervision/observed/<int:pk>/agree/", observing.agree, name="agree"),
    path("supervision/observed/<int:pk>/take-back/", observing.take_back, name="take_back"),
    path("supervision/inspection/", reading.inspection, name="inspection"),
    path("supervision/<int:pk>/", session.one, name="session"),
    path("supervision/<int:pk>/pack/", session.pack, name="pack"),
    path("supervision/<int:pk>/talk/", session.talk, name="talk"),
    path("supervision/<int:pk>/children/<int:other>/", session.record, name="record"),
    path("supervision/<int:pk>/sign/", session.sign, name="sign"),
    path("supervision/<int:pk>/view/", workers_part.view, name="view"),
    path("children/<int:pk>/supervision/", of_child.of_child, name="of_child"),
]
