"""Coded answers about deciding alike."""

from __future__ import annotations

from enum import StrEnum


class Factor(StrEnum):
    """What somebody weighed most in a decision (DOMAIN.md 7.3)."""

    CONCERN = "concern"
    SAFETY = "safety"
    HISTORY = "history"
    VOICE = "voice"
    FAMILY = "family"
    AGENCIES = "agencies"
    CONSENT = "consent"
    PROTECTS = "protects"

    @property
    def words(self) -> str:
        """As people call it."""
        return {
            "concern": "What happened, and how serious it was", "safety": "Whether the child is safe now",
            "history": "History, and harm that adds up", "voice": "What the child says, does and needs",
            "family": "What the family say", "agencies": "What other agencies know",
            "consent": "Whether the family agrees", "protects": "What protects the child",
        }[self.value]  # fmt: skip


class Stratum(StrEnum):
    """Decisions of which a larger share is looked at twice."""

    LATE = "late"
    WEEKEND = "weekend"
    NEW_STARTER = "new_starter"

    @property
    def words(self) -> str:
        """As people call it."""
        return {
            "late": "Early or late in the day", "weekend": "At a weekend or on a bank holiday",
            "new_starter": "By somebody who began within half a year",
        }[self.value]  # fmt: skip


class Measure(StrEnum):
    """What can be measured about deciding alike; each has its own validation record (PRODUCT.md 5, point 6)."""

    AGREEMENT = "agreement"
    VARIATION = "variation"
    DRIFT = "drift"
    SIMILAR = "similar"
    ENVIRONMENT = "environment"

    @property
    def words(self) -> str:
        """As people call it."""
        return {
            "agreement": "Do two people decide the same?", "variation": "Do decision makers differ?",
            "drift": "Has the threshold moved?", "similar": "Similar past decisions",
            "environment": "Does the clock decide?",
        }[self.value]  # fmt: skip
