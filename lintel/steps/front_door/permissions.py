"""What may be done at the front door. Anybody at the desk gathers; only decision roles decide (hard stop 1)."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

AT_THE_DESK = {Role.SCREENING_OFFICER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS}

# Early help writes a contact down when it steps a family up; what it writes is on the front door's desk at once.
RECEIVE_CONTACTS = permission("write down a contact", held_by=AT_THE_DESK | {Role.INTAKE, Role.EARLY_HELP_COORDINATOR})
WORK_THE_DESK = permission("work at the front door's desk", held_by=AT_THE_DESK)
SEE_CONTACTS = permission(
    "read contacts",
    held_by=AT_THE_DESK
    | {
        Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.TEAM_MANAGER, Role.SOCIAL_WORKER, Role.EARLY_HELP_COORDINATOR,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.CHAIR, Role.AUDITOR, Role.INSPECTOR,
    },
)  # fmt: skip
DECIDE_CONTACT = permission("decide a contact", held_by={Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER})
SIGN_DECISIONS = permission(
    "sign a decision of the front door", held_by={Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}
)
OPEN_SEALED_INFORMANT = permission(
    "open who told us, where it is sealed",
    held_by={Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS},
)
CLEAR_DANGER = permission(
    "say that an immediate danger is over",
    held_by={Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS},
)
HAND_THE_DESK_OVER = permission(
    "hand the desk to another team",
    held_by={Role.FRONT_DOOR_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.OUT_OF_HOURS},
)
RUN_THE_DESK = permission(
    "run the desk, and ask other teams for help",
    held_by={Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
