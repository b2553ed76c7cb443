"""Setting the authority's own numbers."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SET_LOCAL_LIMITS = permission("set a local limit", held_by={Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER})
