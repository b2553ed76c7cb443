"""Who may ask agencies, and who may read what they answer. Answering is `agencies.WORK_FOR_AN_AGENCY`."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

AT_THE_DESK = {Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS}

ASK_AGENCIES = permission("ask agencies about a child in a contact", held_by=AT_THE_DESK)
SEE_CHECKS = permission(
    "read what agencies answered",
    held_by=AT_THE_DESK
    | {
        Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.TEAM_MANAGER, Role.SOCIAL_WORKER, Role.EARLY_HELP_COORDINATOR,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.CHAIR, Role.AUDITOR, Role.INSPECTOR,
    },
)  # fmt: skip
# Numbers about agencies, nothing about children.
SEE_ANSWER_TIMES = permission(
    "see how agencies answer",
    held_by=AT_THE_DESK
    | {
        Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.PERFORMANCE_ANALYST, Role.PRINCIPAL_SOCIAL_WORKER,
        Role.INSPECTOR,
    },
)  # fmt: skip
