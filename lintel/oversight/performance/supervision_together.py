"""
What all records of supervision say together: how much was carried forward, and how much of what was to be done says
who, what, by when and for what change. Of the whole service only, and never of a person or a team.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from lintel.oversight.performance.cases import WEEK, Period
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.supervision_work import Carried, Supervision, Wanted

if TYPE_CHECKING:
    from lintel.oversight.performance.indicator import Also, Breakdowns

FEWEST_WORKERS, A_QUARTER, QUARTERS = 5, 13, 4
CARRIED = "Sentences carried forward from the child’s record before, in 13 weeks"
COMPLETE = "What was to be done that says who, what, by when and for what change, in 13 weeks"
TOO_FEW = "Too few workers to say"
DEFINED = (
    "Beside it, of the whole service and where at least five workers wrote: of the sentences of records that follow "
    "another of the same child, the share that stood in that one word for word (five words or more, in records of at "
    "least thirty); some things are still true, so this is no accusation. And of all that was written down to be done, "
    "the share that says who, what, by when and for what change in the child’s life; the rest are only notes."
)
Record = TypeVar("Record", Carried, Wanted)


def of_the_quarter(records: Sequence[Record], day: date) -> list[Record]:
    """Those of the thirteen whole weeks before the end of a day; nothing where so few workers would be behind it."""
    quarter = Period.weeks_to(day, A_QUARTER)
    found = [each for each in records if each.held_on in quarter]
    return found if len({each.worker_id for each in found}) >= FEWEST_WORKERS else []


def carried_in_words(work: Supervision, day: date) -> str:
    """The share of sentences that were carried forward; empty where too few workers wrote."""
    found = of_the_quarter(work.carried, day)
    if not found:
        return ""
    records = sum(each.carried > 0 for each in found)
    share = share_in_words(sum(each.carried for each in found), sum(each.sentences for each in found))
    return f"{share}; some in {records} of {len(found)} records"


def complete_in_words(work: Supervision, day: date) -> str:
    """The share of what was to be done that is a direction and not only a note; empty where too few workers wrote."""
    found = of_the_quarter(work.wanted, day)
    complete = sum(each.directions for each in found)
    total = complete + sum(each.notes for each in found)
    return share_in_words(complete, total) if total else ""


def said_together(work: Supervision, day: date) -> Also:
    """Both for the last thirteen weeks, in words; nothing for who sees only a part, or of too few workers."""
    said = ((CARRIED, carried_in_words(work, day)), (COMPLETE, complete_in_words(work, day)))
    return tuple((words, value) for words, value in said if value)


def by_quarter(work: Supervision, day: date) -> Breakdowns:
    """What was carried forward in each of the last four stretches of thirteen weeks, the latest first."""
    ends = [day - number * A_QUARTER * WEEK for number in range(QUARTERS)]
    quarters = [Period.weeks_to(end, A_QUARTER) for end in ends]
    lines = [
        (f"{quarter.start:%-d %B %Y} to {quarter.end:%-d %B %Y}", _of_sentences(carried_in_words(work, end)))
        for quarter, end in zip(quarters, ends, strict=True)
        if any(each.held_on in quarter for each in work.carried)
    ]
    return (("13 weeks, and what was carried forward", tuple(lines)),) if carried_in_words(work, day) else ()


def _of_sentences(found: str) -> str:
    return f"Carried forward: {found}" if found else TOO_FEW
