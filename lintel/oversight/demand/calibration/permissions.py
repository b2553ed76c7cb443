"""Seeing what the forecast is fitted to, making one, and putting one's own value in place of a fitted one."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

PLANNERS = {
    Role.PLANNER, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER, Role.PERFORMANCE_ANALYST,
}  # fmt: skip
SEE_FORECASTS = permission("see forecasts", held_by=PLANNERS | {Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR})
MAKE_FORECASTS = permission("make a forecast", held_by=PLANNERS)
OVERRIDE_FITTED_VALUES = permission(
    "override a fitted value", held_by={Role.PLANNER, Role.HEAD_OF_SERVICE, Role.PERFORMANCE_ANALYST}
)
