"""Looking at one's own words while writing them, and reading how the measures work."""

from lintel.foundation.access.permissions import SEE_CHILDREN, permission
from lintel.foundation.access.roles import Role

# Whoever writes about children they may see. What is found is shown to whoever wrote it, and kept nowhere.
LOOK_AT_WORDS = permission(
    "look at one’s own words while writing them",
    held_by=SEE_CHILDREN.held_by
    - {Role.PERFORMANCE_ANALYST, Role.DATA_OFFICER, Role.INSPECTOR, Role.AUDITOR, Role.HEAD_OF_SERVICE},
)
READ_MEASURES = permission(
    "read how the measures of words work", held_by=set(Role) - {Role.PARTNER, Role.INTAKE, Role.SYSTEM_ADMINISTRATOR}
)
# What is found is of the whole service together, kept without a name, and read by nobody one by one.
READ_TOGETHER = permission(
    "count what authorised words of the whole service say together", held_by={Role.PERFORMANCE_ANALYST}
)
