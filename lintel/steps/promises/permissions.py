"""Making promises and keeping them."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

PROMISE = permission(
    "write down what was promised a child, and whether it was kept",
    held_by={Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.EARLY_HELP_COORDINATOR},
)
