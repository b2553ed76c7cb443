"""Deciding a second time, reading how alike decisions are, and reviewing the threshold."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

DECIDERS = {Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER}
LEADERS = {Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER}

# Drawn by the clock, with the command line's own account, and when a second decider opens their page.
DRAW_SECOND_LOOKS = permission("draw decisions to be decided twice", held_by=DECIDERS | {Role.DATA_OFFICER})
DECIDE_BLIND = permission("decide a second time without knowing the first decision", held_by=DECIDERS)
READ_AGREEMENT = permission(
    "read how alike decisions are",
    held_by=DECIDERS
    | LEADERS
    | {Role.SCREENING_OFFICER, Role.OUT_OF_HOURS, Role.PERFORMANCE_ANALYST, Role.AUDITOR, Role.INSPECTOR},
)
SETTLE_GAPS = permission(
    "settle a case in which two people decided far apart",
    held_by={Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE},
)
HOLD_CALIBRATIONS = permission("hold a calibration session", held_by=LEADERS)
VALIDATE_MEASURES = permission(
    "sign a validation record and switch a measure on or off",
    held_by={Role.HEAD_OF_SERVICE, Role.PRINCIPAL_SOCIAL_WORKER},
)
CONTEST_MEASURES = permission(
    "contest what is measured about decisions", held_by=DECIDERS | LEADERS | {Role.SCREENING_OFFICER, Role.OUT_OF_HOURS}
)
READ_EXAMPLES = permission(
    "look up similar past decisions",
    held_by=DECIDERS | LEADERS | {Role.SCREENING_OFFICER, Role.OUT_OF_HOURS},
)
KEEP_EXAMPLES = permission("keep the library of examples", held_by=LEADERS)
RUN_REVIEWS = permission("run a threshold review", held_by=LEADERS)
SIGN_REVIEWS = permission("sign a threshold review", held_by={Role.HEAD_OF_SERVICE})
# Only those who are asked onto a panel see anything of it.
SIT_ON_PANELS = permission(
    "sit on the panel of a threshold review",
    held_by=DECIDERS
    | LEADERS
    | {
        Role.SCREENING_OFFICER, Role.OUT_OF_HOURS, Role.EARLY_HELP_COORDINATOR, Role.TEAM_MANAGER, Role.SOCIAL_WORKER,
        Role.CHAIR, Role.AUDITOR, Role.PARTNER,
    },
)  # fmt: skip
