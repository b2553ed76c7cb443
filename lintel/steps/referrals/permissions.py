"""Opening referrals."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

OPEN_REFERRALS = permission(
    "open a referral",
    held_by={Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
