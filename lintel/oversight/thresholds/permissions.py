"""Reading the threshold document, drafting a version and putting it into effect."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

READ_THRESHOLDS = permission(
    "read the threshold document",
    held_by=set(Role) - {Role.INFORMATION_GOVERNANCE, Role.SYSTEM_ADMINISTRATOR, Role.INTAKE},
)
DRAFT_THRESHOLDS = permission(
    "draft a threshold version",
    held_by={Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER},
)
REVIEW_EARLY_HELP_WORDING = permission(
    "review the early help wording of a threshold version",
    held_by={Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.EARLY_HELP_COORDINATOR},
)
ACTIVATE_THRESHOLDS = permission("put a threshold version into effect", held_by={Role.HEAD_OF_SERVICE})
LOOK_AGAIN = permission(
    "look again at children in early help when the wording changes",
    held_by={
        Role.EARLY_HELP_COORDINATOR, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
