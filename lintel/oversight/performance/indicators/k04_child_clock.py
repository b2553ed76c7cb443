"""K04: the share of children decided within 24 hours of the first receipt of the same concern."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.child_clocks import ChildClock, clocks_not_settled_at_once
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k02_decided_in_a_day import contacts_on_the_clock, without_times
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import elapsed_hours
from lintel.steps.front_door.codes import OutcomeBasis


def concerns_on_the_clock(evidence: Evidence) -> list[Case]:
    """Concerns settled by the moment looked at, and those that are not and whose limit has passed."""
    clocks = evidence.once(clocks_not_settled_at_once)
    theirs = {line.pk for clock in clocks for line in clock.lines}
    # Every other contact is decided once and for all: its form's clock is the child's.
    cases = [case for case in evidence.once(contacts_on_the_clock) if case.pk not in theirs]
    for clock in clocks:
        first, started_at = clock.first, clock.first.received_at
        if started_at is None or started_at > evidence.moment or first.basis == OutcomeBasis.INFERRED:
            continue
        due = evidence.limits.time_limit("contact_decision", on=first.received_on).due_at(started_at)
        settled_at = clock.settled_at if clock.settled_at and clock.settled_at <= evidence.moment else None
        if settled_at is None and due >= evidence.moment:
            continue
        hours = elapsed_hours(started_at, settled_at or evidence.moment)
        cases.append(
            Case(
                kind="front_door.childcontact", pk=first.pk, child=evidence.children[first.child_id],
                on=first.received_on, counts=settled_at is not None and settled_at <= due, value=hours,
                event=first.contact_id, source_group=evidence.source_group(first.source),
                label=_in_words(clock, hours, is_settled=settled_at is not None),
            )
        )  # fmt: skip
    return cases


def _in_words(clock: ChildClock, hours: float, *, is_settled: bool) -> str:
    said = f"Decided after {hours:.0f} hours" if is_settled else f"Undecided for {hours:.0f} hours"
    came = len(clock.lines)
    return said if came == 1 else f"{said}, in {came} contacts"


def came_back(cases: Sequence[Case], _: Evidence) -> Also:
    """How many of the concerns took more than one contact."""
    again = sum(case.label.endswith(" contacts") for case in cases)
    return (("Closed to wait for information and opened again", number_in_words(again)),)


INDICATOR = Indicator(
    code="K04",
    name="Concerns decided within 24 hours of the first receipt",
    short_name="Child’s clock",
    question="How long does the child wait, however often the form was closed and opened again?",
    definition=(
        "As K02, but on the clock of the child and the concern: a contact closed to wait for information and a new one "
        "about the same child and the same concern within ten working days are one, and its clock starts with the "
        "first. Only an outcome of substance stops it: closing to wait for information settles nothing. Where either "
        "contact does not say what the concern is, they count as the same."
    ),
    numerator="Concerns settled within 24 elapsed hours of the first receipt",
    denominator="Concerns first received in the period, settled or unsettled for more than 24 hours",
    clock="From the first receipt through the channel to the last decision of substance, in elapsed hours",
    unit="% of concerns received",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        "Giving the second contact another concern starts a new clock; the share as recorded (K02) stands beside it, "
        "and the gap between the two is shown."
    ),
    findings=("S27",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_times,
    flow=concerns_on_the_clock,
    known_from=lambda evidence: evidence.contacts_from,
    also=came_back,
    beside="K02",
    looks_at_the_hour=True,
    follows_contacts=True,
)
