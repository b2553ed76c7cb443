"""Addresses of moderation and of reported quality."""

from django.urls import path

from lintel.oversight.moderation.permissions import MODERATE, READ_QUALITY
from lintel.web.components import navigation
from lintel.web.moderating import blind, escalating, numbers

app_name = "moderating"

navigation.register(
    navigation.Item("Quality", "moderating:quality", READ_QUALITY, "how good practice is, as moderators see it", 63,
                    group="Assurance", part="Audits"),
    navigation.Item("Moderation", "moderating:start", MODERATE, "which audits wait to be moderated", 64,
                    group="Assurance", part="Audits"),
)  # fmt: skip

urlpatterns = [
    path("moderation/", blind.start, name="start"),
    path("moderation/outsiders/", blind.outsiders, name="outsiders"),
    path("quality/optimism/", numbers.optimism, name="optimism"),
    path("quality/optimism/<int:pk>/", numbers.one_auditor, name="one_auditor"),
    path("quality/agreement/", numbers.agreement, name="agreement"),
    path("moderation/<int:pk>/", blind.one, name="one"),
    path("moderation/<int:pk>/take/", blind.take, name="take"),
    path("moderation/<int:pk>/take-from/", blind.take_from, name="take_from"),
    path("moderation/<int:pk>/cite/", blind.cite, name="cite"),
    path("moderation/<int:pk>/unsafe/", escalating.unsafe, name="unsafe"),
    path("moderation/<int:pk>/talk/", blind.talk, name="talk"),
    path("quality/", numbers.quality, name="quality"),
]
