"""Strategy discussions. Whoever sees that a child cannot wait may ask for one; managers hold them and decide."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

HOLDING = {Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}
AT_WORK = HOLDING | {Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.SOCIAL_WORKER}

STAMP_REASONABLE_CAUSE = permission("say that a child is likely to suffer significant harm", held_by=AT_WORK)
ARRANGE_DISCUSSION = permission("ask for a strategy discussion, find its time and invite to it", held_by=AT_WORK)
HOLD_DISCUSSION = permission("hold a strategy discussion and decide in it", held_by=HOLDING)
SEE_DISCUSSIONS = permission(
    "read strategy discussions",
    held_by=AT_WORK | {Role.CHAIR, Role.PRINCIPAL_SOCIAL_WORKER, Role.AUDITOR, Role.INSPECTOR},
)  # fmt: skip
ANSWER_LADDER = permission("answer why a child waits for a strategy discussion", held_by=HOLDING)
