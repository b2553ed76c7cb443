"""What may be done about the workforce; how far each person reaches is in `reach.py`."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

PROTECT_TIME = permission(
    "keep hours of a worker free of cases",
    held_by={
        Role.TEAM_MANAGER, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE,
        Role.PRINCIPAL_SOCIAL_WORKER,
    },
)  # fmt: skip
SAY_LANGUAGES = permission(
    "say which languages a worker speaks",
    held_by={
        Role.SOCIAL_WORKER, Role.DUTY_SOCIAL_WORKER, Role.SCREENING_OFFICER, Role.OUT_OF_HOURS,
        Role.EARLY_HELP_COORDINATOR, *PROTECT_TIME.held_by,
    },
)  # fmt: skip
RECORD_ABSENCE = permission(
    "say that a worker is away or back: oneself, or a worker one answers for", held_by=SAY_LANGUAGES.held_by
)
SEE_WORKFORCE = permission(
    "see posts, who fills them and who supervises whom",
    held_by={
        Role.PLANNER, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.PERFORMANCE_ANALYST,
        Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR, Role.TEAM_MANAGER,
    },
)  # fmt: skip
RECRUIT = permission("open, fill and close a post", held_by={Role.PLANNER, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER})
