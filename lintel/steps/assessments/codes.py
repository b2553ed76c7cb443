"""Coded answers about assessments. The census's factors are in `lintel.statute.codes`."""

from __future__ import annotations

from enum import StrEnum

# The section of a child's own part that every practice model has: what the child says, or what is seen of a baby.
VOICE = "voice"
# What an assessment wants to find out: a passage of its plan, under every practice model. No section is called so.
QUESTIONS = "plan.questions"
# The census's "no factors identified": alone, and only where nothing further is done.
NO_FACTORS = "21"
SCREEN = "assessments"


class Outcome(StrEnum):
    """What an assessment leads to, for one child."""

    NO_FURTHER_ACTION = "no_further_action"
    EARLY_HELP = "early_help"
    CHILD_IN_NEED = "child_in_need"
    PROTECTION = "protection"
    LOOKED_AFTER = "looked_after"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _OUTCOMES[self]

    @property
    def needs_support(self) -> bool:
        """Whether social care support was found to be needed, as the lists for inspectors ask."""
        return self not in (Outcome.NO_FURTHER_ACTION, Outcome.EARLY_HELP)


_OUTCOMES = {
    Outcome.NO_FURTHER_ACTION: "Nothing further from social care",
    Outcome.EARLY_HELP: "Early help",
    Outcome.CHILD_IN_NEED: "A child in need plan",
    Outcome.PROTECTION: "A strategy discussion: harm is looked into",
    Outcome.LOOKED_AFTER: "The child is looked after by the authority",
    Outcome.OTHER: "Something else, said below",
}


class State(StrEnum):
    """Where one child's assessment stands."""

    WRITING = "writing"
    WITH_MANAGER = "with_manager"
    SENT_BACK = "sent_back"
    AUTHORISED = "authorised"

    @property
    def words(self) -> str:
        return _STATES[self]


_STATES = {
    State.WRITING: "Being written",
    State.WITH_MANAGER: "With the manager",
    State.SENT_BACK: "Sent back",
    State.AUTHORISED: "Authorised",
}
