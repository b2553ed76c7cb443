"""Seeing numbers, writing down what was changed, and drawing limits anew."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

# Agencies have numbers of their own in their portal; a channel nobody sits at reads none.
SEE_INDICATORS = permission(
    "see indicators",
    held_by=set(Role) - {Role.INFORMATION_GOVERNANCE, Role.SYSTEM_ADMINISTRATOR, Role.PARTNER, Role.INTAKE},
)
# Of the whole service, worked out as for somebody who may see no child: partner agencies and we read the same.
SEE_NUMBERS_OF_BOTH_SIDES = permission(
    "see the numbers of protection that partner agencies see too",
    held_by={
        Role.PARTNER, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER,
        Role.PERFORMANCE_ANALYST, Role.HEAD_OF_SERVICE, Role.INSPECTOR,
    },
)  # fmt: skip
RECORD_CHANGE = permission(
    "record a change",
    held_by={
        Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.PERFORMANCE_ANALYST, Role.HEAD_OF_SERVICE,
        Role.PRINCIPAL_SOCIAL_WORKER,
    },
)  # fmt: skip
REBASELINE = permission(
    "draw the limits of a chart anew", held_by={Role.SERVICE_MANAGER, Role.PERFORMANCE_ANALYST, Role.HEAD_OF_SERVICE}
)
