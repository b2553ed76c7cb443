"""Asking for a conference, arranging it, deciding in it, and carrying out the plan it began."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

SEE_CONFERENCES = permission(
    "see a conference and what it decided",
    held_by={
        Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.TEAM_MANAGER, Role.CHAIR, Role.SERVICE_MANAGER,
        Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR, Role.AUDITOR,
    },
)  # fmt: skip
ASK_FOR_CONFERENCES = permission(
    "ask for a child protection conference",
    held_by={Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CHAIR},
)
ARRANGE_CONFERENCES = permission(
    "book a conference, invite to it, and share its reports",
    held_by={Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CHAIR},
)
NAME_CHAIRS = permission(
    "name the chair of a conference", held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}
)
CHAIR_CONFERENCES = permission("chair a conference and write down what it decided", held_by={Role.CHAIR})
CARRY_OUT_PROTECTION = permission(
    "lead a child protection plan and its core group",
    held_by={Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CHAIR},
)
NAME_ROLES = permission(
    "say what a role in child protection is called, and from when",
    held_by={Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
# What is asked after a conference: by its chair of managers, and what managers see of the plans of their children.
OVERSEE_PLANS = permission(
    "oversee child protection plans",
    held_by={
        Role.CHAIR, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER,
        Role.INSPECTOR,
    },
)  # fmt: skip
ASK_MANAGERS = permission("ask managers, as the chair, to act on a child protection plan", held_by={Role.CHAIR})
ANSWER_CHAIRS = permission(
    "answer what a chair asks about a child protection plan",
    held_by={Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
