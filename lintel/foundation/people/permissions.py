"""Settling what sources disagree about."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SETTLE_CONTRADICTIONS = permission(
    "settle what sources disagree about",
    held_by={Role.DATA_OFFICER, Role.PERFORMANCE_ANALYST, Role.FRONT_DOOR_MANAGER, Role.TEAM_MANAGER},
)
REGISTER_PEOPLE = permission(
    "write a person down",
    held_by={
        Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS,
        Role.EARLY_HELP_COORDINATOR, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DATA_OFFICER, Role.INTAKE,
    },
)  # fmt: skip
SEE_CONFIDENTIAL_ADDRESSES = permission(
    "open a confidential address",
    held_by={
        Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS,
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER,
    },
)  # fmt: skip
