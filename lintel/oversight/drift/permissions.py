"""Reading flags of drift, answering them, and setting the numbers of the rules."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

ANSWERING = frozenset({Role.TEAM_MANAGER, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE})

SEE_FLAGS = permission(
    "see flags of drift, of children one may see",
    held_by=ANSWERING
    | {Role.SOCIAL_WORKER, Role.CHAIR, Role.PRINCIPAL_SOCIAL_WORKER, Role.AUDITOR, Role.PERFORMANCE_ANALYST,
       Role.INSPECTOR},
)  # fmt: skip
LIST_FLAGS = permission(
    "read the weekly list of flags of drift",
    held_by=SEE_FLAGS.held_by - {Role.SOCIAL_WORKER, Role.AUDITOR},
)
ANSWER_FLAGS = permission("answer flags of drift", held_by=ANSWERING)
SEE_RULES = permission("read the rules of drift, and how often they were right", held_by=LIST_FLAGS.held_by)
SET_RULES = permission(
    "set the numbers of the rules of drift", held_by={Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER}
)
CHECK_FIRST = permission(
    "check by hand whether a manager named a delay before the system did",
    held_by={Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER},
)
