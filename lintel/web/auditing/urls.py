"""Addresses of audits."""

from django.urls import path

from lintel.oversight.audits.permissions import ACT_ON_AUDITS, READ_AUDITS
from lintel.web.auditing import acting, desk, escalating, views
from lintel.web.components import navigation

app_name = "auditing"

navigation.register(
    navigation.Item(
        "Audits", "auditing:listed", READ_AUDITS, "which audits are due, and what they came to", 60,
        group="Assurance", part="Audits",
    ),
    navigation.Item(
        "Audit actions", "auditing:actions", ACT_ON_AUDITS, "what audits asked for, and verifying it", 61,
        group="Assurance", part="Audits",
    ),
)  # fmt: skip

urlpatterns = [
    path("audits/", views.listed, name="listed"),
    path("audits/tools/", views.tools, name="tools"),
    path("audits/actions/", acting.actions, name="actions"),
    path("audits/actions/<int:pk>/", acting.one, name="action"),
    path("audits/actions/<int:pk>/pass-on/", acting.pass_on, name="pass_on"),
    path("audits/unsafe/<int:pk>/", escalating.answer, name="escalation"),
    path("audits/<int:pk>/", desk.one, name="one"),
    path("audits/<int:pk>/cite/", desk.cite, name="cite"),
    path("audits/<int:pk>/unsafe/", escalating.unsafe, name="unsafe"),
    path("audits/<int:pk>/actions/", acting.agree, name="agree"),
    path("audits/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("audits/<int:pk>/another/", views.another, name="another"),
    path("children/<int:pk>/audit/", views.plan, name="plan"),
]
