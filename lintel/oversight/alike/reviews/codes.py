"""Codes of a threshold review."""

from __future__ import annotations

from enum import StrEnum


class Half(StrEnum):
    """Which wording a case is decided with: the one in force, or afterwards the draft."""

    FIRST = "first"
    FRESH = "fresh"


class Part(StrEnum):
    """What somebody brings to a panel."""

    SCREENER = "screener"
    MANAGER = "manager"
    PARTNER = "partner"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As people call it."""
        return {
            "screener": "Decides or screens at the front door", "manager": "Manager", "partner": "Partner agency",
            "other": "Somebody else",
        }[self.value]  # fmt: skip


class Stage(StrEnum):
    """How far a review has come; what is done next follows from it."""

    CHECKING = "checking"
    FIRST_HALF = "first_half"
    TALKING = "talking"
    FRESH_HALF = "fresh_half"
    TO_SIGN = "to_sign"
    SIGNED = "signed"

    @property
    def words(self) -> str:
        """As people call it."""
        return {
            "checking": "Checking that no case names anybody", "first_half": "The panel is deciding, each alone",
            "talking": "Comparing and talking, and writing a draft",
            "fresh_half": "Deciding a fresh half with the draft",
            "to_sign": "Ready to sign", "signed": "Signed",
        }[self.value]  # fmt: skip
