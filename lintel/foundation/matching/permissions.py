"""Searching for people, and saying that two records are one person."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEARCH_PEOPLE = permission(
    "search for people",
    held_by={
        Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS,
        Role.DATA_OFFICER, Role.EARLY_HELP_COORDINATOR,
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
# Of a restricted record they learn that there is one, and nothing else: so that nobody makes a second.
KNOW_OF_RESTRICTED_RECORDS = permission(
    "know that a restricted record exists",
    held_by={Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS},
)
MERGE_PEOPLE = permission(
    "say that two records are one person, and take it back",
    held_by={
        Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.DATA_OFFICER,
    },
)  # fmt: skip
