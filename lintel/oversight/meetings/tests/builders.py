"""A performance meeting of the cast: the pulse is looked at, and its last week is special."""

from __future__ import annotations

from datetime import date

from lintel.oversight.ledger.tests.builders import pulse
from lintel.oversight.meetings.actions import begin, say_who_looks
from lintel.oversight.meetings.codes import Forum
from lintel.oversight.meetings.models import Meeting
from tests.cast import NOW, Cast

QUIET = (4, 5, 4, 4, 5, 4, 4, 4, 5, 4, 4, 5, 4, 4)
LAST_WEEK = date(2025, 2, 24)
NEXT_MONTH = date(2025, 4, 3)


def looked_at(cast: Cast, code: str = "K123", *, at_least: float | None = 3.0) -> None:
    """Helen answers for an indicator, and the performance meeting looks at it."""
    say_who_looks(
        code, owner=cast.helen, forum=Forum.PERFORMANCE, at_least=at_least, at_most=None, by=cast.helen, at=NOW
    )


def a_meeting(cast: Cast, *, last: int = 1) -> Meeting:
    """A meeting begun after a week in which the pulse was `last`; below 2 it is special."""
    pulse(cast, *QUIET, last)
    looked_at(cast)
    return begin(Forum.PERFORMANCE, by=cast.helen, at=NOW)
