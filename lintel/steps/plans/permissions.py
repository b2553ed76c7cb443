"""Who reads plans, and who makes them with a family."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_PLANS = permission(
    "see a child's plan and what came of it",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR, Role.EARLY_HELP_COORDINATOR,
    },
)  # fmt: skip
PLAN_WITH_FAMILIES = permission(
    "make a plan with a family, and review it",
    held_by={Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.SERVICE_MANAGER},
)
