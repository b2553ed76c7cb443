"""K53: children seen within the limit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k33_decision_to_seen import first_seen, without_first_visits
from lintel.oversight.performance.records import Referral, Visit
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


class ToBeSeen(NamedTuple):
    referral: Referral
    due: date
    seen: Visit | None


def all_to_be_seen(evidence: Evidence) -> list[ToBeSeen]:
    found = []
    for referral in evidence.referrals:
        if not referral.is_nfa:
            decided_on = evidence.decided_on(referral)
            # Nobody can see a child before the birth.
            since = max(decided_on, evidence.children[referral.child_id].born_on or decided_on)
            due = evidence.limits.time_limit("child_seen", on=decided_on).due_on(since, evidence.calendar)
            found.append(ToBeSeen(referral, due, first_seen(evidence, referral)))
    return found


def seen(evidence: Evidence) -> list[Case]:
    return [
        _case(evidence, child, child.seen.visited_on, child.seen.visited_on <= child.due, "Seen")
        for child in evidence.once(all_to_be_seen)
        if child.seen is not None
    ]


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Children not seen by the end of the day whose limit has passed."""
    waiting = evidence.once(all_to_be_seen)
    return [
        _case(evidence, waiting[place], day, False, "Not seen; the limit has passed")
        for place in evidence.once(_overdue_spells).on(day)
    ]


def _overdue_spells(evidence: Evidence) -> Spells:
    return Spells(
        (
            child.due + timedelta(days=1),
            min(child.seen.visited_on if child.seen else FAR_AWAY, child.referral.closed_on or FAR_AWAY),
        )
        for child in evidence.once(all_to_be_seen)
    )


def _case(evidence: Evidence, child: ToBeSeen, on: date, in_time: bool, label: str) -> Case:
    referral = child.referral
    return Case(
        kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id], on=on, counts=in_time,
        team_id=referral.team_id, source_group=evidence.source_group(referral.source), label=label,
    )  # fmt: skip


def seen_alone(cases: Sequence[Case], evidence: Evidence) -> Also:
    met = {child.referral.pk: child.seen.seen_alone for child in evidence.once(all_to_be_seen) if child.seen}
    said = [alone for case in cases if (alone := met.get(case.pk)) is not None]
    return (("Seen alone at that visit, where it says", share_in_words(sum(said), len(said))),) if said else ()


INDICATOR = Indicator(
    code="K53",
    name="Children seen within the limit",
    short_name="Seen in time",
    question="Has somebody seen each child soon enough, and who has not been seen at all?",
    definition=(
        "Of the children first seen in the period, and those not seen by its end although the limit has passed, the "
        "share seen within the local limit from the decision, or from the birth where that is later. Whether they were "
        "seen alone is shown beside it."
    ),
    numerator="Children first seen within the limit",
    denominator="Children first seen in the period, and those unseen past the limit at its end",
    clock="From the decision, or the birth where that is later, to the first visit at which the child was seen",
    unit="% of children due to be seen",
    owner=Role.TEAM_MANAGER,
    guard=(
        "A visit without seeing the child does not count; seeing only one of the brothers and sisters counts for one."
    ),
    findings=("S8", "S44", "S6"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_first_visits,
    flow=seen,
    stock=overdue,
    also=seen_alone,
)
