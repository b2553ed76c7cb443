"""Addresses of what follows a conference."""

from django.urls import path

from lintel.steps.conferences.permissions import OVERSEE_PLANS
from lintel.web.chairing import asking, carrying_out, chaired, ending, protection
from lintel.web.components import navigation

app_name = "chairing"

CHILD = "children/<int:pk>/protection/"

navigation.register(
    navigation.Item(
        "Plans", "chairing:chaired", OVERSEE_PLANS, "child protection plans: what moves and what is overdue", 18,
        group="Protection",
    )
)  # fmt: skip

urlpatterns = [
    path("plans-chaired/", chaired.overview, name="chaired"),
    path("plans-chaired/asked/", asking.everything, name="asked"),
    path("plans-chaired/asked/<int:pk>/", asking.one, name="one_asked"),
    path("plans-chaired/asked/<int:pk>/answer/", asking.say, {"act": "answer"}, name="answer"),
    path("plans-chaired/asked/<int:pk>/higher/", asking.say, {"act": "higher"}, name="higher"),
    path("plans-chaired/asked/<int:pk>/satisfied/", asking.say, {"act": "satisfied"}, name="satisfied"),
    path(CHILD, protection.of_child, name="protection"),
    path(f"{CHILD}ask/", asking.ask, name="ask"),
    path(f"{CHILD}end/", ending.end, name="end"),
    path(f"{CHILD}lead/", carrying_out.lead, name="lead"),
    path(f"{CHILD}core-group/", carrying_out.write, name="write_core_group"),
    path(f"{CHILD}core-group/join/", carrying_out.join, name="join"),
    path(f"{CHILD}core-group/<int:number>/leave/", carrying_out.leave, name="leave"),
]
