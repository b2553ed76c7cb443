"""
The clock of a child and a concern (K04): from the first receipt, however often the concern was closed unsettled.

A contact that was closed to wait for information and came back is the same concern; it is so where the desk linked the
two, and where nobody did, by the rule the desk itself uses. Files are judged by the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lintel.oversight.performance import records as r
from lintel.oversight.performance.evidence import Evidence
from lintel.statute.calendar import LONDON
from lintel.steps.front_door.codes import Outcome, OutcomeBasis
from lintel.steps.front_door.rules import Earlier, continued


@dataclass(frozen=True, slots=True)
class ChildClock:
    """
    One child and one concern: its lines in the order they came, and when it was settled.

    It is settled when every line that nothing continues has an outcome of substance; the last of them stops the clock.
    """

    lines: tuple[r.ChildContact, ...]
    settled_at: datetime | None

    @property
    def first(self) -> r.ChildContact:
        return self.lines[0]


def decided_at_latest(line: r.ChildContact) -> datetime | None:
    """
    When a line was decided. Where only the day is known, its end, so that nobody looks quicker than they were.

    None where it is undecided, or where the decision was only worked out from what followed.
    """
    if line.decided_on is None or line.basis == OutcomeBasis.INFERRED:
        return None
    return line.decided_at or _end_of(line.decided_on)


def clocks_not_settled_at_once(evidence: Evidence) -> list[ChildClock]:
    """
    The clocks of children with a contact that was closed to wait for information, as far as receipts have a time.

    Every other contact is a clock of its own, and there are too many of them to make a thing of each.
    """
    unsettled = {c.child_id for c in evidence.child_contacts if c.outcome == Outcome.AWAITING_INFORMATION}
    return [clock for child in sorted(unsettled) for clock in _clocks_of(evidence, evidence.contacts_of[child])]


def _clocks_of(evidence: Evidence, lines: list[r.ChildContact]) -> Iterator[ChildClock]:
    timed = sorted((line for line in lines if line.received_at), key=lambda line: (_received(line), line.pk))
    earlier_of = {line.pk: _earlier(evidence, line, timed[:place]) for place, line in enumerate(timed)}
    first_of: dict[int, int] = {}
    together: dict[int, list[r.ChildContact]] = defaultdict(list)
    for line in timed:
        before = earlier_of[line.pk]
        first_of[line.pk] = first_of[before] if before is not None else line.pk
        together[first_of[line.pk]].append(line)
    went_on = {before for before in earlier_of.values() if before is not None}
    yield from (ChildClock(tuple(held), _settled(tuple(held), went_on)) for held in together.values())


def _earlier(evidence: Evidence, line: r.ChildContact, before: list[r.ChildContact]) -> int | None:
    """The line whose clock runs on in this one: as the desk linked them, else by the rule."""
    if line.continues_id in {each.pk for each in before}:
        return line.continues_id
    about = evidence.concerns
    found = continued(
        (
            Earlier(
                pk=each.pk, received_at=_received(each), decided_on=each.decided_on, outcome=each.outcome,
                concerns=about.get(each.contact_id, frozenset()),
            )
            for each in before
        ),
        concerns=about.get(line.contact_id, frozenset()), received_at=_received(line),
        within=evidence.limits.time_limit("linked_contact", on=line.received_on), calendar=evidence.calendar,
    )  # fmt: skip
    return found.pk if found else None


def _settled(lines: tuple[r.ChildContact, ...], went_on: set[int]) -> datetime | None:
    ends = [
        decided_at_latest(line) if line.outcome != Outcome.AWAITING_INFORMATION else None
        for line in lines
        if line.pk not in went_on
    ]
    known = [moment for moment in ends if moment is not None]
    return max(known) if len(known) == len(ends) else None


def _received(line: r.ChildContact) -> datetime:
    assert line.received_at is not None
    return line.received_at


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
