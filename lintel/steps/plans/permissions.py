"""Who reads plans, and who makes them with a family."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_PLANS = permission(
    "see a child's plan and what came of it",
    held_by={
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR, Role.EARLY_HELP_COORDINATOR, Role.CHAIR,
        Role.AUDITOR,
    },
)  # fmt: skip
PLAN_WITH_FAMILIES = permission(
    "make a plan with a family, and review it",
    held_by={Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.SERVICE_MANAGER},
)
# A child protection plan begins and ends as a conference decided; its chair writes that down.
WRITE_CONFERENCE_DECISIONS = permission(
    "begin or end a child protection plan as a conference decided", held_by={Role.CHAIR}
)
# Three things end such a plan without a conference: death, the eighteenth birthday, another authority's own conference.
END_WITHOUT_CONFERENCE = permission(
    "end a child protection plan that no conference needs to end",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CHAIR},
)
