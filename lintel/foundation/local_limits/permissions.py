"""Reading the authority's own numbers, and setting them."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SET_LOCAL_LIMITS = permission("set a local limit", held_by={Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER})
# What a worker's load is reckoned by is no secret from any worker.
READ_LOCAL_LIMITS = permission("read the agreed numbers", held_by=set(Role) - {Role.PARTNER, Role.INTAKE})
