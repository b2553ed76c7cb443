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
SEE_EARLY_HELP = permission(
    "see what early help was asked, and who has the family now",
    held_by={
        Role.EARLY_HELP_COORDINATOR, Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER,
        Role.OUT_OF_HOURS, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.SOCIAL_WORKER, Role.TEAM_MANAGER,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR,
    },
)  # fmt: skip
ANSWER_FOR_EARLY_HELP = permission("answer for early help", held_by={Role.EARLY_HELP_COORDINATOR})
