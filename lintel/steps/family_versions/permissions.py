"""Writing for the family, sharing it, and passing over a safe-contact rule."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

WRITE_FAMILY_VERSIONS = permission(
    "write for the family in plain words, and share it",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER,
        Role.CHAIR,
    },
)  # fmt: skip
SEE_FAMILY_VERSIONS = permission(
    "see what a family was given to read, and what they said",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER,
        Role.CHAIR, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.AUDITOR, Role.INSPECTOR,
    },
)  # fmt: skip
PASS_OVER_SAFE_CONTACT = permission(
    "have words reach somebody against a safe-contact rule, with a reason",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER},
)
