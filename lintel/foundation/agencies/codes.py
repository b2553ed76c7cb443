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

    @property
    def source(self) -> str:
        """The children in need census's code of a referral's source, for what comes from such an agency."""
        return _SOURCES[self]


_SOURCES = {
    AgencyKind.POLICE: "6", AgencyKind.HEALTH: "3F", AgencyKind.SCHOOL: "2A", AgencyKind.EARLY_HELP: "5D",
    AgencyKind.HOUSING: "4", AgencyKind.PROBATION: "7", AgencyKind.VOLUNTARY: "8", AgencyKind.OTHER: "8",
}  # fmt: skip
