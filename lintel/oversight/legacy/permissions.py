"""Drawing up lists of children whose earlier work is looked at again, and deciding on each."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

DRAW_UP = permission(
    "draw up a list of children whose earlier work is looked at again",
    held_by={Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER},
)
LOOK_AGAIN = permission(
    "decide on a child whose earlier work is looked at again",
    held_by={
        Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.TEAM_MANAGER,
        Role.FRONT_DOOR_MANAGER, Role.DUTY_SOCIAL_WORKER,
    },
)  # fmt: skip
