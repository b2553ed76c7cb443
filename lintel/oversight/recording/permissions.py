"""Reading how the record was written."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

READ_HOW_WRITTEN = permission(
    "read how the record was written",
    held_by={
        Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.PERFORMANCE_ANALYST,
        Role.INSPECTOR,
    },
)  # fmt: skip
