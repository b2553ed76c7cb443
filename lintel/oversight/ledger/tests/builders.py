"""A finding about how workers say they can work, measured by their pulse; and what moderated audits bear out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lintel.foundation.people.models import Person
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.ledger.actions import Found, open_finding
from lintel.oversight.ledger.models import Finding
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import a_moderator, many_pairs
from lintel.oversight.voice.actions import load_pulse_weeks
from tests.cast import NOW, Bells, Cast

FIRST_SAID = date(2019, 3, 7)
SUPERVISION = "Social workers do not get critical challenge and case direction in supervision"
MONDAY = date(2025, 3, 3)


def pulse(cast: Cast, *values: int, until: date = MONDAY) -> None:
    """What the middle of six workers answered in the weeks before a Monday, the last one last."""
    first = until - timedelta(weeks=len(values))
    weeks = {first + timedelta(weeks=n): {cast.north.pk: [value] * 6} for n, value in enumerate(values)}
    load_pulse_weeks(weeks, by=cast.command_line, at=NOW)


def a_finding(cast: Cast, *, said_on: date = FIRST_SAID, **more: Any) -> Finding:
    """A finding of the visit of March 2019, closed when the pulse is 4 for four weeks and audits bear it out."""
    told: dict[str, Any] = {
        "area": "Supervision", "words": SUPERVISION, "owner": cast.helen, "indicator": "K123", "at_least": 4.0,
        "weeks": 4, "wanted_share": 0.5,
    }  # fmt: skip
    return open_finding(
        Found(**told | more), said_on=said_on, source="Focused visit, March 2019", by=cast.helen, at=NOW
    )


def moderated(cast: Cast, bells: Bells, *, only: Person | None = None) -> None:
    """
    Thirty audits handed in and moderated: beyond doubt more than half of the work is good.

    Of one child they are all good, so that this child's grade is known.
    """
    found = [Pair(auditor=0, audited=3, moderated=3)] * 26
    found += [Pair(auditor=0, audited=3, moderated=3 if only else 2)] * 4
    many_pairs(cast, only or bells.mia, found, auditors=[an_auditor(cast)], moderator=a_moderator(cast))
