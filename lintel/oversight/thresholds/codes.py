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
