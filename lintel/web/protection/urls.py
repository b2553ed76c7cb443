"""Addresses of protection."""

from django.urls import path

from lintel.steps.safety_plans.permissions import SEE_UNASSESSED_RISK
from lintel.web.components import navigation
from lintel.web.protection import reasonable_cause, safety_plans, unassessed_risk

app_name = "protection"

navigation.register(
    navigation.Item(
        "Unassessed risk", "protection:unassessed_risk", SEE_UNASSESSED_RISK,
        "children nobody has yet seen and made safe", 17, group="Protection",
    )
)  # fmt: skip

urlpatterns = [
    path("unassessed-risk/", unassessed_risk.on_the_clock, name="unassessed_risk"),
    path("children/<int:pk>/cannot-wait/", reasonable_cause.say, name="cannot_wait"),
    path("children/<int:pk>/ring-now/", reasonable_cause.ring, name="ring"),
    path("children/<int:pk>/safety-plans/", safety_plans.of_child, name="safety_plans"),
    path("children/<int:pk>/safety-plans/make/", safety_plans.make, name="make_safety_plan"),
    path("children/<int:pk>/safety-plans/<int:number>/withdraw/", safety_plans.withdraw, name="withdraw_safety_plan"),
]
