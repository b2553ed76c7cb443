"""Opening referrals, closing episodes, and handing children on to another authority."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

OPEN_REFERRALS = permission(
    "open a referral",
    held_by={Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
CLOSE_EPISODES = permission(
    "close a child's episode",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
    },
)  # fmt: skip
CLOSE_WITHOUT_WAITING = permission(
    "close an episode without waiting for who takes over, and say why",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
HAND_ON = permission(
    "hand a child on to another authority",
    held_by={Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.SERVICE_MANAGER},
)
