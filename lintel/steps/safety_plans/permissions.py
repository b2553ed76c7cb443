"""Making safety plans, and seeing which children are without."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

MAKE_SAFETY_PLANS = permission(
    "make a safety plan for a child",
    held_by={
        Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.SOCIAL_WORKER, Role.TEAM_MANAGER,
        Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
SEE_SAFETY_PLANS = permission(
    "see a child's safety plan",
    held_by=MAKE_SAFETY_PLANS.held_by
    | {Role.SCREENING_OFFICER, Role.CHAIR, Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR},
)
SEE_UNASSESSED_RISK = permission(
    "see which children nobody has yet seen and made safe",
    held_by={
        Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR,
    },
)  # fmt: skip
