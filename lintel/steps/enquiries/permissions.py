"""Asking for a strategy discussion. Whoever sees that a child cannot wait may do it."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

STAMP_REASONABLE_CAUSE = permission(
    "say that a child is likely to suffer significant harm",
    held_by={
        Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
