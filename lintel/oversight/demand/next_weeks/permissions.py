"""Seeing the next weeks of one's own teams."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_NEXT_WEEKS = permission(
    "see the next weeks of the teams one gives children to",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.PERFORMANCE_ANALYST},
)
