"""Asking what if, and putting one's name to the answer."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

PLANNERS = {
    Role.PLANNER, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER, Role.PERFORMANCE_ANALYST,
}  # fmt: skip
SEE_WHAT_IFS = permission("see what-ifs", held_by=PLANNERS | {Role.INSPECTOR, Role.PRINCIPAL_SOCIAL_WORKER})
ASK_WHAT_IF = permission("ask what if", held_by=PLANNERS)
SIGN_WHAT_IF = permission("sign a what-if", held_by={Role.HEAD_OF_SERVICE})
