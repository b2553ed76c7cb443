"""K02: the share of contacts decided within 24 hours of receipt."""

from collections.abc import Sequence
from functools import cache

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.child_clocks import decided_at_latest
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import elapsed_hours
from lintel.steps.front_door.codes import OutcomeBasis


def contacts_on_the_clock(evidence: Evidence) -> list[Case]:
    """Contacts decided by the moment looked at, and those undecided whose limit has passed."""
    limit = cache(lambda day: evidence.limits.time_limit("contact_decision", on=day))
    cases = []
    for c in evidence.child_contacts:
        if c.received_at is None or c.received_at > evidence.moment or c.basis == OutcomeBasis.INFERRED:
            continue
        due = limit(c.received_on).due_at(c.received_at)
        decided_at = decided_at_latest(c)
        if decided_at is not None and decided_at > evidence.moment:
            decided_at = None
        if decided_at is None and due >= evidence.moment:
            continue
        hours = elapsed_hours(c.received_at, decided_at or evidence.moment)
        cases.append(
            Case(
                kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=c.received_on,
                counts=decided_at is not None and decided_at <= due, value=hours, event=c.contact_id,
                source_group=evidence.source_group(c.source),
                label=f"Decided after {hours:.0f} hours" if decided_at else f"Undecided for {hours:.0f} hours",
            )
        )  # fmt: skip
    return cases


def in_one_working_day(cases: Sequence[Case], evidence: Evidence) -> Also:
    """The same contacts by working days; one whose working day is not over yet is not counted yet."""
    met = judged = 0
    for case in cases:
        decided_on = evidence.contact_by_pk[case.pk].decided_on
        due = evidence.limits.time_limit("contact_decision_working_days", on=case.on).due_on(case.on, evidence.calendar)
        is_decided = decided_on is not None and decided_on <= evidence.as_at
        is_in_time = is_decided and decided_on is not None and decided_on <= due
        met += is_in_time
        judged += is_decided or due < evidence.as_at
    return (("Within one working day", share_in_words(met, judged)),)


def without_times(evidence: Evidence) -> str:
    if any(c.received_at and c.decided_at and c.basis == OutcomeBasis.DECIDED for c in evidence.child_contacts):
        return ""
    return "no contact carries both the time it was received and the time it was decided"


INDICATOR = Indicator(
    code="K02",
    name="Contacts decided within 24 hours",
    short_name="Decided in 24 hours",
    question="Does anybody wait longer than a day for a decision?",
    definition=(
        "Of the child-contacts received in the period, the share decided and signed within 24 hours of receipt "
        "through the channel. A contact still undecided after 24 hours counts as not met; one that is younger is not "
        "counted yet. A decision that waits for a manager's signature is not made yet. Where only the day of the "
        "decision is known, it is taken to have been made at its end."
    ),
    numerator="Child-contacts decided within 24 elapsed hours of receipt",
    denominator="Child-contacts received in the period, decided or undecided for more than 24 hours",
    clock="From receipt through the channel to the signed decision, in elapsed hours",
    unit="% of child-contacts received",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        "Closing a contact to wait for information and opening a new one stops the clock for the form and not for the "
        "child: the share on the child's clock (K04) stands beside it. The time of receipt comes from the channel and "
        "cannot be edited."
    ),
    findings=("S27",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_times,
    flow=contacts_on_the_clock,
    known_from=lambda evidence: evidence.contacts_from,
    also=in_one_working_day,
    beside="K04",
    says_so_far=True,
    looks_at_the_hour=True,
    follows_contacts=True,
)
