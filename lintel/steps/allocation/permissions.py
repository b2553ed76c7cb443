"""Who may see who waits, hold them meanwhile, give children to workers, and answer for going over the ceiling."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_WAITING = permission(
    "see children who wait for a worker, and what workers hold",
    held_by={
        Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.FRONT_DOOR_MANAGER,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR,
    },
)  # fmt: skip
HOLD_WAITING = permission(
    "hold a child who waits for a worker, and say why it is safe to wait",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.FRONT_DOOR_MANAGER},
)
ALLOCATE = permission(
    "give children to a worker", held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}
)
ANSWER_OVER_THE_CEILING = permission(
    "answer for a worker who holds more than was agreed",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
HOLD_CHILDREN = permission(
    "accept children as their worker",
    held_by={Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.EARLY_HELP_COORDINATOR},
)
ACKNOWLEDGE_CAPACITY_ALERTS = permission(
    "answer an alert that no safe allocation is possible", held_by={Role.HEAD_OF_SERVICE}
)
