"""What may be done with police notifications."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

AT_THE_DESK = {Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS}
LEADERS = {Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}

SEND_NOTIFICATIONS = permission(
    "send police notifications in", held_by=AT_THE_DESK | {Role.PARTNER, Role.INTAKE}
)  # fmt: skip
TAKE_IN_BATCHES = permission("take in a batch of police notifications", held_by=AT_THE_DESK)
SEE_NOTIFICATIONS = permission(
    "read police notifications",
    held_by=AT_THE_DESK
    | {
        Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.TEAM_MANAGER, Role.SOCIAL_WORKER, Role.EARLY_HELP_COORDINATOR,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.CHAIR, Role.AUDITOR, Role.INSPECTOR,
    },
)  # fmt: skip
SEE_PARTNERSHIP = permission(
    "see how late police notifications are, on both sides",
    held_by=AT_THE_DESK
    | {
        Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.PERFORMANCE_ANALYST,
        Role.PLANNER, Role.INSPECTOR,
    },
)  # fmt: skip
WORK_FOR_THE_POLICE = permission("answer for the police in the partner portal", held_by={Role.PARTNER})
DECLARE_BACKLOG = permission("declare a police backlog", held_by={Role.PARTNER, Role.FRONT_DOOR_MANAGER})
ANSWER_ESCALATIONS = permission("answer an escalation between partners", held_by=LEADERS | {Role.PARTNER})
# The rules that run by themselves: silence, missing declarations, escalation by the clock.
WATCH_THE_FEED = permission(
    "watch over police notifications", held_by={Role.PERFORMANCE_ANALYST, Role.FRONT_DOOR_MANAGER}
)
