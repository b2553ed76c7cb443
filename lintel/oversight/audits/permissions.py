"""Auditing records, reading audits, acting on them, and answering where a child was found unsafe."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

LEADERS = {Role.PRINCIPAL_SOCIAL_WORKER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}
AUDITORS = {Role.AUDITOR, Role.PRINCIPAL_SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}

AUDIT = permission("audit a child's record and grade it", held_by=AUDITORS)
PLAN_AUDITS = permission("give somebody a record to audit", held_by=LEADERS | {Role.AUDITOR})
SEE_ALL_AUDITS = permission("see which records are audited, and how far each audit is", held_by=LEADERS)
# An audit is for those who work with the child as much as for leaders; its answers are shown once its grade is open.
READ_AUDITS = permission(
    "read an audit of a child they may see, once its grade is open",
    held_by=LEADERS | AUDITORS | {Role.SOCIAL_WORKER, Role.CHAIR, Role.INSPECTOR},
)
ACT_ON_AUDITS = permission(
    "say that what an audit asked for is done, and verify others'",
    held_by=LEADERS
    | AUDITORS
    | {Role.SOCIAL_WORKER, Role.CHAIR, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.EARLY_HELP_COORDINATOR},
)
ANSWER_UNSAFE_CHILD = permission(
    "answer where an audit found a child unsafe",
    held_by=LEADERS | {Role.TEAM_MANAGER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS},
)
# Where whoever agreed an action also did it, somebody of this role is asked to look.
VERIFIES_WHERE_NOBODY_ELSE = Role.PRINCIPAL_SOCIAL_WORKER
