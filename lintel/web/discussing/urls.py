"""Addresses of strategy discussions."""

from django.urls import path

from lintel.steps.enquiries.permissions import SEE_DISCUSSIONS
from lintel.web.components import navigation
from lintel.web.discussing import one, waiting

app_name = "discussing"

navigation.register(
    navigation.Item(
        "Discussions",
        "discussing:waiting",
        SEE_DISCUSSIONS,
        "strategy discussions asked for, and not yet held",
        17,
        group="Protection",
    )
)

urlpatterns = [
    path("discussions/", waiting.board, name="waiting"),
    path("discussions/<int:pk>/", one.discussion, name="one"),
    path("discussions/<int:pk>/time/", one.set_time, name="set_time"),
    path("discussions/<int:pk>/parties/<int:number>/times/", one.times, name="times"),
    path("children/<int:pk>/discussion/ask/", waiting.ask, name="ask"),
]
