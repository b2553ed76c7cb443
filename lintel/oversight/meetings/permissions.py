"""Reading agendas and minutes, holding a meeting, and saying who looks at an indicator."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role
from lintel.oversight.ledger.permissions import KEEPERS, MANAGERS

READ_MINUTES = permission(
    "read the minutes of performance meetings", held_by=KEEPERS | MANAGERS | {Role.AUDITOR, Role.INSPECTOR}
)
# Its agenda is of the whole service, so it is held by those who see the whole of it.
HOLD_MEETINGS = permission("hold a performance meeting", held_by=KEEPERS)
SAY_WHO_LOOKS = permission("say who looks at which indicator, and within which limits", held_by=KEEPERS)
