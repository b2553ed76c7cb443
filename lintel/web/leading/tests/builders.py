"""What stands on the pages of those who lead, so that none of them is empty."""

from __future__ import annotations

from datetime import date
from itertools import count

from lintel.foundation.people.models import Person
from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight.actions import guess, open_record
from lintel.oversight.fanlight.models import Seed, WeeklyRecord
from lintel.oversight.fanlight.queries import children_to_draw_from
from lintel.oversight.fanlight.rules import drawn, week_of
from lintel.oversight.ledger.actions import agree_action, say_again
from lintel.oversight.ledger.models import Action, Finding
from lintel.oversight.ledger.tests.builders import a_finding, pulse
from lintel.oversight.meetings.actions import begin, raise_number
from lintel.oversight.meetings.codes import Forum
from lintel.oversight.meetings.models import Item, Meeting
from lintel.oversight.meetings.tests.builders import QUIET, looked_at
from tests.cast import NOW, Bells, Cast


def repeated(cast: Cast) -> Finding:
    """A finding that was said three times, with an action of Marcus's."""
    supervision = a_finding(cast)
    for year, source in ((2020, "Focused visit, January 2020"), (2022, "Inspection, May 2022")):
        say_again(supervision, said_on=date(year, 5, 20), source=source, by=cast.helen, at=NOW)
    agree_action(
        "See each worker once a month", finding=supervision, owner=cast.marcus, due_on=date(2025, 4, 3),
        by=cast.helen, at=NOW,
    )  # fmt: skip
    return supervision


def being_held(cast: Cast, *, with_pulse: bool = True) -> Meeting:
    """A meeting Helen holds: the pulse is special where it is written here, and conversion was raised."""
    if with_pulse:
        pulse(cast, *QUIET, 1)
    looked_at(cast)
    meeting = begin(Forum.PERFORMANCE, by=cast.helen, at=NOW)
    raise_number(meeting, code="K06", why="It looks high to us.", by=cast.helen, at=NOW)
    return meeting


def the_draw_gives(child: Person, cast: Cast) -> None:
    """A seed with which Helen draws this child in the suite's week."""
    children = list(children_to_draw_from(viewer=cast.helen).values_list("pk", flat=True))
    week = week_of(NOW.date())
    seed = next(s for s in map(str, count()) if drawn(children, seed=s, leader=cast.helen.pk, week=week) == child.pk)
    Seed.objects.create(seed=seed, made_at=NOW)


def led(cast: Cast, bells: Bells, *, with_pulse: bool = True) -> tuple[Finding, Action, Item, WeeklyRecord]:
    """Everything at once: a finding, its action, the last thing on an agenda, and Mia's record, which Helen opened."""
    finding = repeated(cast)
    the_draw_gives(bells.mia, cast)
    meeting = being_held(cast, with_pulse=with_pulse)
    record = open_record(guess(Grade.GOOD, by=cast.helen, at=NOW), by=cast.helen, at=NOW)
    return finding, Action.objects.get(finding=finding), Item.objects.filter(meeting=meeting).latest("position"), record
