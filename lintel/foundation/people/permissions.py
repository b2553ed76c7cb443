"""Settling what sources disagree about."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SETTLE_CONTRADICTIONS = permission(
    "settle what sources disagree about",
    held_by={Role.DATA_OFFICER, Role.PERFORMANCE_ANALYST, Role.FRONT_DOOR_MANAGER, Role.TEAM_MANAGER},
)
