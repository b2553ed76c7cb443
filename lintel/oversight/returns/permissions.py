"""Taking returns out of the record."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

EXPORT_RETURNS = permission("export returns", held_by={Role.PERFORMANCE_ANALYST, Role.DATA_OFFICER})
