"""Writing visits down, and reading what was said on them."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

RECORD_VISIT = permission(
    "write down a visit to a family",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.OUT_OF_HOURS,
        Role.EARLY_HELP_COORDINATOR,
    },
)  # fmt: skip
