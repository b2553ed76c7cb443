"""Supervising, being supervised, reading what was said of a child, and reading records blind."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SUPERVISORS = frozenset({Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER})
SUPERVISED = frozenset({Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.TEAM_MANAGER})

SUPERVISE = permission("supervise workers", held_by=SUPERVISORS)
BE_SUPERVISED = permission("choose children for one’s own supervision, add one’s view and sign", held_by=SUPERVISED)
ANSWER_DIRECTIONS = permission("say what became of a direction of supervision", held_by=SUPERVISORS | SUPERVISED)
# Whoever it is, only the two people of it.
KEEP_PERSONAL_RECORD = permission(
    "keep and read the personal part of one’s own supervision", held_by=SUPERVISORS | SUPERVISED
)
# Of the children one sees.
SEE_CASE_SUPERVISION = permission(
    "read what was said of a child in supervision",
    held_by=SUPERVISORS
    | SUPERVISED
    | {Role.CHAIR, Role.PRINCIPAL_SOCIAL_WORKER, Role.AUDITOR, Role.HEAD_OF_SERVICE, Role.INSPECTOR},
)
RATE_SUPERVISION = permission(
    "read records of supervision blind",
    held_by={
        Role.PRINCIPAL_SOCIAL_WORKER, Role.SERVICE_MANAGER, Role.TEAM_MANAGER, Role.AUDITOR, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
ANNOUNCE_INSPECTION = permission(
    "say that an inspection was announced", held_by={Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER}
)
OPEN_SUPERVISION = permission(
    "open supervision", held_by=SUPERVISORS | SUPERVISED | RATE_SUPERVISION.held_by | ANNOUNCE_INSPECTION.held_by
)
