"""Codes of the threshold document."""

from __future__ import annotations

from enum import StrEnum


class Domain(StrEnum):
    """The sides of the assessment triangle (Working Together to Safeguard Children 2023), and harm outside the home."""

    CHILD = "child"
    PARENTING = "parenting"
    FAMILY_AND_ENVIRONMENT = "family_and_environment"
    OUTSIDE_THE_HOME = "outside_the_home"

    @property
    def words(self) -> str:
        """As people call it."""
        return {
            "child": "The child's development and wishes",
            "parenting": "Parenting",
            "family_and_environment": "Family and environment",
            "outside_the_home": "Harm outside the home",
        }[self.value]


class Partner(StrEnum):
    """
    Whom a threshold document is put to.

    The local authority, the police and the integrated care board are the safeguarding partners; schools and other
    education are to be brought in as fully as they (Working Together to Safeguard Children 2023, chapter 2).
    """

    LOCAL_AUTHORITY = "local_authority"
    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    EARLY_HELP = "early_help"
    FAMILIES = "families"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As people call them."""
        return {
            "local_authority": "The local authority",
            "police": "The police",
            "health": "The integrated care board (health)",
            "education": "Schools, colleges and early years",
            "early_help": "Early help and voluntary services",
            "families": "Children, young people and families",
            "other": "Somebody else",
        }[self.value]


# The threshold document is theirs as much as the authority's.
OTHER_SAFEGUARDING_PARTNERS = (Partner.POLICE, Partner.HEALTH)


class Found(StrEnum):
    """What came of looking again at a child in early help when the wording of the levels changed."""

    STAYS = "stays"
    STEPPED_UP = "stepped_up"

    @property
    def words(self) -> str:
        """As people call it."""
        return {"stays": "Stays in early help", "stepped_up": "Stepped up to social care"}[self.value]
