"""Asking where the days of a cohort went: the children K112 counts, and the wait of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import SEE_CHILDREN, may, require
from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.reading import stories_of
from lintel.journey.whole_wait.rules import moment_looked_at
from lintel.journey.whole_wait.stories import Wait, waits_of
from lintel.oversight.performance.answers import Reading
from lintel.oversight.performance.cases import NO_FILTERS, Case, Filters, Period
from lintel.oversight.performance.gathering import sees_only_numbers
from lintel.oversight.performance.keeping import (
    CHANGES_CONTACTS,
    CHANGES_NUMBERS,
    keep,
    state_of_the_record,
    what_they_see,
)
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.performance.queries import SECONDS_KEPT_ON_A_DAY_NOT_OVER, to_add_up
from lintel.oversight.performance.whole_waits.rules import Sum, added_up
from lintel.statute.calendar import local_day

KNOCK_TO_HELP = "K112"
# Acts that change what a wait is made of and no number.
CHANGES_PARTS = (
    "child given to a worker", "child declined", "child taken back from a worker", "waiting child held",
    "waiting child no longer held", "early help asked", "early help sent back", "early help let go",
    "early help stepped up", "police batch taken in", "row set aside is mended",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One wait of the cohort: the case K112 counts it as, and its parts."""

    case: Case
    wait: Wait


@dataclass(frozen=True)
class Answer:
    """What K112 says of the cohort, the sum of its waits, and each wait for those who may see the children."""

    reading: Reading
    sum: Sum
    counted: tuple[Counted, ...]

    def of(self, waited: Waited | None) -> list[Counted]:
        """Those in whose wait something was waited for; all without it, the latest first."""
        return [
            each for each in self.counted if waited is None or any(part.waited is waited for part in each.wait.parts)
        ]


def the_days_added_up(
    *, viewer: User, as_at: date, now: datetime, period: Period | None = None, filters: Filters = NO_FILTERS
) -> Answer:
    """
    The same sum without the waits behind it, kept until something is written that it is made of.

    :raises NotAllowed: if this person may not see indicators.
    """
    require(viewer, SEE_INDICATORS)
    # On a day that is not over waits end now: they are added up anew every few minutes.
    hour = int(now.timestamp() // SECONDS_KEPT_ON_A_DAY_NOT_OVER) if local_day(now) <= as_at else None
    return keep(
        lambda: replace(
            where_the_days_went(viewer=viewer, as_at=as_at, now=now, period=period, filters=filters), counted=()
        ),
        "where the days went", as_at, hour, period, filters, what_they_see(viewer, as_at),
        state_of_the_record(*CHANGES_NUMBERS, *CHANGES_CONTACTS, *CHANGES_PARTS),
    )  # fmt: skip


def where_the_days_went(
    *, viewer: User, as_at: date, now: datetime, period: Period | None = None, filters: Filters = NO_FILTERS
) -> Answer:
    """
    The waits that ended in help in a period, added up.

    :raises NotAllowed: if this person may not see indicators.
    """
    said, cases = to_add_up(KNOCK_TO_HELP, viewer=viewer, as_at=as_at, period=period, filters=filters, now=now)
    if not said.is_known:
        return Answer(said, added_up([]), ())
    until = moment_looked_at(said.as_at, now)
    stories = stories_of({case.child_id for case in cases if case.child_id})
    ended = {
        (wait.help.kind, wait.help.pk): wait
        for story in stories.values()
        for wait in waits_of(story, until=until)
        if wait.help
    }
    counted = tuple(
        Counted(case, ended[case.kind, case.pk])
        for case in sorted(cases, key=lambda case: (case.on, case.kind, case.pk), reverse=True)
        if (case.kind, case.pk) in ended
    )
    added = added_up([each.wait for each in counted], hides_few=sees_only_numbers(viewer))
    return Answer(said, added, counted if may(viewer, SEE_CHILDREN) else ())
