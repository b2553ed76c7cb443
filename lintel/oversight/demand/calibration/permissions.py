"""Seeing what the forecast is fitted to."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_FORECASTS = permission(
    "see forecasts",
    held_by={
        Role.PLANNER, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER, Role.PERFORMANCE_ANALYST,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR,
    },
)  # fmt: skip
