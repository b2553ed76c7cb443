"""Saying whether an earlier decision was right."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

LOOK_BACK = permission(
    "say whether the decision of the last time was right",
    held_by={
        Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.TEAM_MANAGER, Role.SERVICE_MANAGER,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
