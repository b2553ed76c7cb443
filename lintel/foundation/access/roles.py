"""The roles of the service (PRODUCT.md 2), what each comes for and how far each may see."""

from enum import StrEnum


class Scope(StrEnum):
    """How far a role sees, before exclusions and restrictions."""

    SERVICE = "every child of the service"
    TEAM_LINE = "children of their team and the teams beneath it"
    OWN_CHILDREN = "children they work with"
    NOBODY = "no child"


class Role(StrEnum):
    SCREENING_OFFICER = "screening_officer"
    DUTY_SOCIAL_WORKER = "duty_social_worker"
    FRONT_DOOR_MANAGER = "front_door_manager"
    OUT_OF_HOURS = "out_of_hours"
    EARLY_HELP_COORDINATOR = "early_help_coordinator"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    CHAIR = "chair"
    PRINCIPAL_SOCIAL_WORKER = "principal_social_worker"
    AUDITOR = "auditor"
    PERFORMANCE_ANALYST = "performance_analyst"
    HEAD_OF_SERVICE = "head_of_service"
    PLANNER = "planner"
    DATA_OFFICER = "data_officer"
    INFORMATION_GOVERNANCE = "information_governance"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    INSPECTOR = "inspector"
    PARTNER = "partner"
    INTAKE = "intake"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _ROLES[self][0]

    @property
    def comes_for(self) -> str:
        """One line on what this person comes for, as printed beside their name in the demo."""
        return _ROLES[self][1]

    @property
    def scope(self) -> Scope:
        return _ROLES[self][2]


_ROLES: dict[Role, tuple[str, str, Scope]] = {
    Role.SCREENING_OFFICER: ("Screening officer", "what is already late, and what came in overnight", Scope.SERVICE),
    Role.DUTY_SOCIAL_WORKER: ("Front-door social worker", "what is ready to decide and cannot wait", Scope.SERVICE),
    Role.FRONT_DOOR_MANAGER: ("Front-door manager", "whether today's queue will break the 24 hours", Scope.SERVICE),
    Role.OUT_OF_HOURS: ("Out-of-hours worker", "what the day left open, and what must not wait for it", Scope.SERVICE),
    Role.EARLY_HELP_COORDINATOR: ("Early help coordinator", "who was handed over and not yet met", Scope.TEAM_LINE),
    Role.SOCIAL_WORKER: ("Social worker", "their own children, and what they promised", Scope.OWN_CHILDREN),
    Role.TEAM_MANAGER: ("Team manager", "who is overloaded, and which children have not moved", Scope.TEAM_LINE),
    Role.SERVICE_MANAGER: ("Service manager", "where it will break this fortnight", Scope.TEAM_LINE),
    Role.CHAIR: ("Independent chair", "which plan has changed nothing for the child", Scope.OWN_CHILDREN),
    Role.PRINCIPAL_SOCIAL_WORKER: ("Principal social worker", "whether practice is better than before", Scope.SERVICE),
    Role.AUDITOR: ("Auditor", "which audits are due", Scope.OWN_CHILDREN),
    Role.PERFORMANCE_ANALYST: ("Performance analyst", "what changed, and whether it is real", Scope.SERVICE),
    Role.HEAD_OF_SERVICE: ("Head of service", "what should worry them that nobody has told them", Scope.SERVICE),
    Role.PLANNER: ("Workforce and finance planner", "when the service breaches, and what each fix costs", Scope.NOBODY),
    Role.DATA_OFFICER: ("Data officer", "what will fail validation, and who can mend it", Scope.SERVICE),
    Role.INFORMATION_GOVERNANCE: ("Information governance officer", "who looked where they should not", Scope.NOBODY),
    Role.SYSTEM_ADMINISTRATOR: ("System administrator", "accounts and roles; never a child's record", Scope.NOBODY),
    Role.INSPECTOR: ("Ofsted inspector", "whether the record bears out what leaders say", Scope.SERVICE),
    Role.PARTNER: ("Partner agency", "what the authority needs from them, and how late both sides are", Scope.NOBODY),
    Role.INTAKE: ("Intake channel", "a form, a feed or a mailbox nobody sits at; hands contacts in", Scope.NOBODY),
}  # fmt: skip
