"""K03: contacts nobody has decided yet, and the oldest of them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells
from lintel.statute.calendar import LONDON, elapsed_hours
from lintel.steps.front_door.codes import OutcomeBasis


def _undecided_spells(evidence: Evidence) -> Spells:
    return Spells((c.received_on, c.decided_on or FAR_AWAY) for c in evidence.child_contacts)


def contacts_undecided(evidence: Evidence, day: date) -> list[Case]:
    """Contacts received by the end of the day, or by now while it lasts, and not decided by then."""
    moment = evidence.moment_on(day)
    cases = []
    for place in evidence.once(_undecided_spells).on(day):
        c = evidence.child_contacts[place]
        received_at = c.received_at or datetime.combine(c.received_on, time(), tzinfo=LONDON)
        hours = max(0.0, elapsed_hours(received_at, moment))
        cases.append(
            Case(
                kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=day, value=hours,
                event=c.contact_id, source_group=evidence.source_group(c.source),
                label=f"Undecided for {hours:.0f} hours",
            )
        )  # fmt: skip
    return cases


def oldest(cases: Sequence[Case], evidence: Evidence) -> Also:
    if not cases:
        return ()
    hours = evidence.limits.time_limit("contact_decision", on=cases[0].on).amount
    late = sum((case.value or 0.0) > hours for case in cases)
    return (
        ("Oldest", f"{number_in_words(max(case.value or 0.0 for case in cases))} hours"),
        ("Longer than the hours agreed for a decision", number_in_words(late)),
    )


def without_real_decisions(evidence: Evidence) -> str:
    if any(contact.basis == OutcomeBasis.DECIDED for contact in evidence.child_contacts):
        return ""
    return "no contact carries the decision that was made on it, so undecided ones cannot be told apart"


INDICATOR = Indicator(
    code="K03",
    name="Contacts not decided yet",
    short_name="Undecided",
    question="What is lying at the front door tonight, and for how long?",
    definition=(
        "Child-contacts received and not decided at the end of the day (today: now), with the age of the oldest. A "
        "decision that waits for a manager's signature is not made yet. Where a source gives no time of receipt, age "
        "is counted from the start of that day."
    ),
    numerator="Child-contacts without a decision",
    denominator="None: a count at a moment",
    clock="From receipt to the end of the day; today, to now",
    unit="Child-contacts, at the end of the day or now",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Deciding quickly to empty the queue moves the harm elsewhere; read with those who come back (K10).",
    findings=("S27",),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_real_decisions,
    stock=contacts_undecided,
    known_from=lambda evidence: evidence.contacts_from,
    also=oldest,
    looks_at_the_hour=True,
    follows_contacts=True,
)
