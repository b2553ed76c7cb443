"""Writing assessments, reading them, authorising them, and choosing the practice model they follow."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_ASSESSMENTS = permission(
    "read assessments of children one may see",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DUTY_SOCIAL_WORKER,
        Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.PRINCIPAL_SOCIAL_WORKER, Role.CHAIR, Role.AUDITOR,
        Role.INSPECTOR,
    },
)  # fmt: skip
WRITE_ASSESSMENTS = permission(
    "begin an assessment and write in it",
    held_by={Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.TEAM_MANAGER},
)
AUTHORISE_ASSESSMENTS = permission(
    "authorise an assessment, or send it back",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
CHOOSE_PRACTICE_MODEL = permission(
    "choose the practice model that assessments follow",
    held_by={Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE},
)
