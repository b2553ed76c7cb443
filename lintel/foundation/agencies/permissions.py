"""Naming agencies and who signs in for them."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

NAME_AGENCIES = permission(
    "name agencies and who signs in for them",
    held_by={Role.FRONT_DOOR_MANAGER, Role.HEAD_OF_SERVICE, Role.SYSTEM_ADMINISTRATOR},
)
WORK_FOR_AN_AGENCY = permission("answer for a partner agency", held_by={Role.PARTNER})
