"""Planning cycles of audits, reading them, learning from them, and saying what one thinks of the work."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

_LEADS = {Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER}
_AUDITS = {*_LEADS, Role.AUDITOR, Role.TEAM_MANAGER}

PLAN_CYCLES = permission("plan a cycle of audits and draw its sample", held_by=_LEADS)
READ_CYCLES = permission(
    "read cycles of audits and their reports", held_by={*_AUDITS, Role.PERFORMANCE_ANALYST, Role.INSPECTOR}
)
LEARN = permission("keep what a cycle of audits teaches", held_by={*_LEADS, Role.AUDITOR})
GIVE_FEEDBACK = permission(
    "say what one thinks of the work on an audited child",
    held_by={
        Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.EARLY_HELP_COORDINATOR, Role.CHAIR, Role.FRONT_DOOR_MANAGER,
        *_AUDITS,
    },
)  # fmt: skip
