"""Coded answers about a visit."""

from enum import StrEnum


class Way(StrEnum):
    """Where or how the family was met."""

    HOME = "home"
    SCHOOL = "school"
    ELSEWHERE = "elsewhere"
    CALL = "call"

    @property
    def words(self) -> str:
        return _WAYS[self]


class Purpose(StrEnum):
    """What a visit was for; there may be several."""

    FIRST = "first"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    ENQUIRY = "enquiry"
    SUPPORT = "support"
    UNANNOUNCED = "unannounced"

    @property
    def words(self) -> str:
        return _PURPOSES[self]


class Seen(StrEnum):
    """Whether a child was seen, in one answer."""

    SEEN = "seen"
    ALONE = "alone"
    NOT = "not"

    @property
    def words(self) -> str:
        return _SEEN[self]


class WhyNot(StrEnum):
    """Why a child was not seen."""

    NOT_THERE = "not_there"
    ASLEEP = "asleep"
    DID_NOT_WANT = "did_not_want"
    NOT_LET_IN = "not_let_in"
    ANOTHER_REASON = "another_reason"

    @property
    def words(self) -> str:
        return _WHY_NOT[self]


class WhyAside(StrEnum):
    """Why what was sent could not be put into the record at once."""

    SAME_VISIT = "same_visit"
    CHANGED = "changed"
    NOT_THEIRS = "not_theirs"

    @property
    def words(self) -> str:
        return _WHY_ASIDE[self]


class Settled(StrEnum):
    """What became of a visit that was set aside."""

    JOINED = "joined"
    KEPT = "kept"
    PUT_AWAY = "put_away"

    @property
    def words(self) -> str:
        return _SETTLED[self]


_WAYS = {
    Way.HOME: "At home", Way.SCHOOL: "At school or nursery", Way.ELSEWHERE: "Somewhere else",
    Way.CALL: "A video or telephone call",
}  # fmt: skip
_PURPOSES = {
    Purpose.FIRST: "First visit", Purpose.ASSESSMENT: "For the assessment", Purpose.PLAN: "Under the plan",
    Purpose.ENQUIRY: "Harm is looked into", Purpose.SUPPORT: "Help and support",
    Purpose.UNANNOUNCED: "Not announced",
}  # fmt: skip
_SEEN = {Seen.SEEN: "Seen", Seen.ALONE: "Seen alone", Seen.NOT: "Not seen"}
_WHY_NOT = {
    WhyNot.NOT_THERE: "Not there", WhyNot.ASLEEP: "Asleep", WhyNot.DID_NOT_WANT: "Did not want to",
    WhyNot.NOT_LET_IN: "We were not let in", WhyNot.ANOTHER_REASON: "Another reason, said below",
}  # fmt: skip
_WHY_ASIDE = {
    WhyAside.SAME_VISIT: "Somebody has written down a visit to the same children at about the same time.",
    WhyAside.CHANGED: "This visit was changed after you opened it.",
    WhyAside.NOT_THEIRS: "You no longer work with these children, so it is not in their record yet.",
}
_SETTLED = {
    Settled.JOINED: "put with the other", Settled.KEPT: "kept as a visit of its own", Settled.PUT_AWAY: "put away",
}  # fmt: skip
