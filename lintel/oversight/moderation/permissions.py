"""Moderating audits blind, and reading what comes of it."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role
from lintel.oversight.audits.permissions import AUDITORS, LEADERS

MODERATE = permission("moderate an audit without knowing its grade", held_by=AUDITORS)
READ_QUALITY = permission(
    "read moderated quality, and how far auditors are from moderators",
    held_by=LEADERS | AUDITORS | {Role.PERFORMANCE_ANALYST, Role.INSPECTOR, Role.CHAIR},
)
# Whoever answers for how audits are done; the auditor is told first, and there is never a list beside each other.
READ_ONE_AUDITOR = permission(
    "read one auditor's figures after they were told them",
    held_by={Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE},
)
NAME_OUTSIDERS = permission(
    "say who moderates audits from outside the service", held_by={Role.PRINCIPAL_SOCIAL_WORKER, Role.HEAD_OF_SERVICE}
)
