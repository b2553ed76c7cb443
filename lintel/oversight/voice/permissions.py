"""Giving a pulse, reading it beside the caseload, saying that work is not safe, and answering those who say so."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

WORKERS = frozenset({
    Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS,
    Role.EARLY_HELP_COORDINATOR, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CHAIR,
})  # fmt: skip
ANSWERING = frozenset({Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE})

GIVE_PULSE = permission("give a pulse once a week", held_by=WORKERS)
SEE_PULSE = permission(
    "see the pulse of groups of five or more beside the caseload",
    held_by=set(Role) - {Role.INFORMATION_GOVERNANCE, Role.SYSTEM_ADMINISTRATOR, Role.PARTNER, Role.INTAKE},
)
SAY_UNSAFE = permission("say that work cannot be done safely", held_by=WORKERS | {Role.PRINCIPAL_SOCIAL_WORKER})
# The head of service reads words only where there was no principal social worker to say them to.
ANSWER_UNSAFE = permission("answer workers who cannot work safely", held_by=ANSWERING)
READ_UNSAFE = permission(
    "read what one said, or was told, of work that is not safe", held_by=SAY_UNSAFE.held_by | ANSWERING
)
