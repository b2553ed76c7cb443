"""Addresses of the workforce."""

from django.urls import path

from lintel.foundation.workforce.permissions import SEE_WORKFORCE
from lintel.web.components import navigation
from lintel.web.workforce import filling, views, workers

app_name = "workforce"

navigation.register(
    navigation.Item(
        "Workforce",
        "workforce:overview",
        SEE_WORKFORCE,
        "posts, who fills them and who leaves a gap",
        42,
        group="Planning",
    )
)

urlpatterns = [
    path("workforce/", views.overview, name="overview"),
    path("workforce/on-their-way/", views.pipeline, name="pipeline"),
    path("workforce/people/", views.people, name="people"),
    path("workforce/people/<int:pk>/", workers.one, name="worker"),
    path("workforce/people/<int:pk>/protect/", workers.protect, name="protect"),
    path("workforce/people/<int:pk>/languages/", workers.languages, name="languages"),
    path("workforce/people/<int:pk>/protected/<int:other>/end/", workers.end, name="end_protection"),
    path("workforce/posts/", views.posts, name="posts"),
    path("workforce/posts/open/", filling.open_another, name="open"),
    path("workforce/posts/<int:pk>/", views.one, name="one"),
    *(
        path(f"workforce/posts/<int:pk>/{act.replace('_', '-')}/", filling.act, {"named": act}, name=act)
        for act in filling.ACTS
    ),
]
