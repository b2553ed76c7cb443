"""Coded answers about the work of an enquiry. The census asks only whether a conference was required, and when held."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """What the analysis of an enquiry is made of, in order."""

    PATTERN = "pattern"
    TRIED = "tried"
    NOT_KNOWN = "not_known"
    CHANGE_OUR_MIND = "change_our_mind"
    CHILD_SAID = "child_said"
    CONCLUSION = "conclusion"

    @property
    def words(self) -> str:
        return _SECTIONS[self][0]

    @property
    def prompt(self) -> str:
        return _SECTIONS[self][1]


_SECTIONS = {
    Section.PATTERN: (
        "The pattern over time",
        "What keeps happening, since when, how often, and what comes before it? Reach back to the first worry.",
    ),
    Section.TRIED: (
        "What has been tried, and what changed after it",
        "Each thing somebody did about it, and what was different for the child afterwards, and for how long.",
    ),
    Section.NOT_KNOWN: (
        "What we do not know",
        "Who was not spoken to, what does not fit, what nobody saw?",
    ),
    Section.CHANGE_OUR_MIND: (
        "What would change our mind",
        "What would we have to see or hear to conclude otherwise? Did anybody look for it?",
    ),
    Section.CHILD_SAID: (
        "What the child said",
        "In their words, to whom and when; of a child who does not speak, what was seen of them.",
    ),
    Section.CONCLUSION: ("What follows from this for the child", "Why this outcome, and no other."),
}  # fmt: skip


class Outcome(StrEnum):
    """What an enquiry leads to, for one child. Brothers and sisters may differ."""

    NO_CONCERN = "no_concern"
    SUBSTANTIATED = "substantiated"
    CONFERENCE = "conference"

    @property
    def words(self) -> str:
        return {
            "no_concern": "No further concern",
            "substantiated": "Concerns substantiated, the child is not at continuing risk of significant harm",
            "conference": "The child is likely to suffer significant harm: a conference",
        }[self]

    @property
    def needs_conference(self) -> bool:
        return self is Outcome.CONFERENCE


class State(StrEnum):
    """Where the enquiry of one child stands."""

    NOT_BEGUN = "not_begun"
    WRITING = "writing"
    WITH_MANAGER = "with_manager"
    SENT_BACK = "sent_back"
    SIGNED = "signed"
    ENDED = "ended"

    @property
    def words(self) -> str:
        return {
            "not_begun": "Nothing written yet", "writing": "Being written", "with_manager": "With the manager",
            "sent_back": "Sent back", "signed": "Signed", "ended": "Ended",
        }[self]  # fmt: skip


class Became(StrEnum):
    """What became of a significant item of history by the time the enquiry was signed."""

    USED = "used"
    SET_ASIDE = "set_aside"
    UNCOVERED = "uncovered"
