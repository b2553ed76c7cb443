"""Reading enquiries, writing them, and signing them."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_ENQUIRIES = permission(
    "read the section 47 enquiries of children one may see",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DUTY_SOCIAL_WORKER,
        Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.PRINCIPAL_SOCIAL_WORKER, Role.CHAIR, Role.AUDITOR,
        Role.INSPECTOR,
    },
)  # fmt: skip
WRITE_ENQUIRIES = permission(
    "write a section 47 enquiry", held_by={Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.TEAM_MANAGER}
)
SIGN_ENQUIRIES = permission(
    "sign a section 47 enquiry, or send it back",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
