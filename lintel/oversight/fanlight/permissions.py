"""Seeing the leader's page, and reading a record a week with a guess locked before it."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

LEADERS = {Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER}

SEE_FANLIGHT = permission("see the leader's page", held_by=LEADERS | {Role.PERFORMANCE_ANALYST, Role.INSPECTOR})
# A guess and an estimate are shown to nobody but the leader whose they are.
READ_A_RECORD = permission("read a record a week, with a guess locked before it is opened", held_by=LEADERS)
