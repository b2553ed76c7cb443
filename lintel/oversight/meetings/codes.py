"""Which meetings look at indicators, what stands on an agenda, and what is answered to it."""

from enum import StrEnum


class Forum(StrEnum):
    """The meetings that look at indicators."""

    PERFORMANCE = "performance"
    PRACTICE = "practice"
    PARTNERSHIP = "partnership"

    @property
    def words(self) -> str:
        return _FORUMS[self]


class Kind(StrEnum):
    """Why something stands on an agenda, in the order in which it is talked about."""

    ACTION = "action"
    DEFINITION = "definition"
    SIGNAL = "signal"
    LIMIT = "limit"
    RAISED = "raised"

    @property
    def words(self) -> str:
        return _KINDS[self]

    @property
    def may_be_chance(self) -> bool:
        """Whether it shows no special cause, so that acting on it asks why."""
        return self in (Kind.LIMIT, Kind.RAISED)

    @property
    def is_about_a_number(self) -> bool:
        """Whether it asks what lies behind a number."""
        return self in (Kind.SIGNAL, Kind.LIMIT, Kind.RAISED)


class Answer(StrEnum):
    """What a meeting answered."""

    ACT = "act"
    LEAVE_ALONE = "leave_alone"
    DONE = "done"
    GOES_ON = "goes_on"
    DROPPED = "dropped"
    NOTED = "noted"
    NOT_REACHED = "not_reached"

    @property
    def words(self) -> str:
        return _ANSWERS[self]


_FORUMS = {
    Forum.PERFORMANCE: "Performance meeting",
    Forum.PRACTICE: "Practice and quality meeting",
    Forum.PARTNERSHIP: "Meeting with partners",
}
_KINDS = {
    Kind.ACTION: "Actions of the last meeting",
    Kind.DEFINITION: "Counted otherwise than last time",
    Kind.SIGNAL: "Special causes",
    Kind.LIMIT: "Outside the agreed limits",
    Kind.RAISED: "Raised by the meeting, within what chance does",
}
_ANSWERS = {
    Answer.ACT: "Act on it",
    Answer.LEAVE_ALONE: "Noise, leave alone",
    Answer.DONE: "Done",
    Answer.GOES_ON: "Goes on",
    Answer.DROPPED: "Dropped",
    Answer.NOTED: "Noted",
    Answer.NOT_REACHED: "Not reached; it stands on the next agenda",
}
# What may be answered to each kind.
ANSWERS = {
    Kind.ACTION: (Answer.DONE, Answer.GOES_ON, Answer.DROPPED),
    Kind.DEFINITION: (Answer.NOTED,),
    Kind.SIGNAL: (Answer.ACT, Answer.LEAVE_ALONE),
    Kind.LIMIT: (Answer.ACT, Answer.LEAVE_ALONE),
    Kind.RAISED: (Answer.ACT, Answer.LEAVE_ALONE),
}
