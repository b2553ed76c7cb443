"""Documents: who opens them, who attaches them, and who takes one away that another attached."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

_WORK_WITH_CHILDREN = {
    Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS,
    Role.EARLY_HELP_COORDINATOR, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CHAIR,
}  # fmt: skip
_ANSWER_FOR_OTHERS = {
    Role.FRONT_DOOR_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
}  # fmt: skip

# Numbers need no letters: analysts and data officers open none.
SEE_DOCUMENTS = permission(
    "open a child’s documents",
    held_by=_WORK_WITH_CHILDREN | {Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.AUDITOR, Role.INSPECTOR},
)
ATTACH_DOCUMENTS = permission("attach a document", held_by=_WORK_WITH_CHILDREN)
WITHDRAW_OTHERS_DOCUMENTS = permission("withdraw a document another attached", held_by=_ANSWER_FOR_OTHERS)
