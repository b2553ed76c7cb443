"""Loading records from files."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

LOAD_RECORDS = permission("load records from files", held_by={Role.PERFORMANCE_ANALYST, Role.DATA_OFFICER})
