"""Reading the finding ledger, keeping it, and closing a finding with both keys."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

KEEPERS = {Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.PERFORMANCE_ANALYST}
MANAGERS = {Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER, Role.TEAM_MANAGER}

# An inspector reads all of it and writes none. Who does not see the whole service is not told where the keys stand.
READ_LEDGER = permission("read the finding ledger", held_by=KEEPERS | MANAGERS | {Role.AUDITOR, Role.INSPECTOR})
KEEP_LEDGER = permission("keep the finding ledger", held_by=KEEPERS)
END_ACTIONS = permission("say how an action of the finding ledger ended", held_by=KEEPERS | MANAGERS | {Role.AUDITOR})
CLOSE_FINDINGS = permission(
    "close a finding with both keys", held_by={Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER}
)
