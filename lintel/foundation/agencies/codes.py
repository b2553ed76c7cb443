"""Coded answers about agencies."""

from enum import StrEnum


class AgencyKind(StrEnum):
    POLICE = "police"
    HEALTH = "health"
    SCHOOL = "school"
    EARLY_HELP = "early_help"
    HOUSING = "housing"
    PROBATION = "probation"
    VOLUNTARY = "voluntary"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {"early_help": "Early help", "voluntary": "Voluntary organisation"}.get(self, self.capitalize())

    @property
    def is_safeguarding_partner(self) -> bool:
        """Whether they must be in a strategy discussion (Working Together: social care, police and health)."""
        return self in (AgencyKind.POLICE, AgencyKind.HEALTH)
