"""Asking early help, accepting for it, and stepping up."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

ASK_EARLY_HELP = permission(
    "ask early help to take a family on",
    held_by={
        Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER,
    },
)  # fmt: skip
ANSWER_FOR_EARLY_HELP = permission("answer for early help", held_by={Role.EARLY_HELP_COORDINATOR})
