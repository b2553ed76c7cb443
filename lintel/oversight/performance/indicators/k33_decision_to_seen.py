"""K33: how long until the child is seen."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.records import Referral, Visit
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY


def first_seen(evidence: Evidence, referral: Referral) -> Visit | None:
    """The first visit at which the child was seen, from the decision until the episode closed."""
    decided_on, over = evidence.decided_on(referral), referral.closed_on or FAR_AWAY
    return next(
        (
            visit
            for visit in evidence.visits_of.get(referral.child_id, ())
            if visit.child_seen and not visit.is_last_known and decided_on <= visit.visited_on <= over
        ),
        None,
    )


def children_seen(evidence: Evidence) -> list[Case]:
    cases = []
    for referral in evidence.referrals:
        visit = None if referral.is_nfa else first_seen(evidence, referral)
        if visit is None:
            continue
        waited = evidence.calendar.working_days_between(evidence.decided_on(referral), visit.visited_on)
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id],
                on=visit.visited_on, value=float(waited), team_id=referral.team_id,
                source_group=evidence.source_group(referral.source), label=f"Seen after {waited} working days",
            )
        )  # fmt: skip
    return cases


def without_first_visits(evidence: Evidence) -> str:
    if not evidence.visits:
        return "no visits have been loaded"
    if all(visit.is_last_known for visit in evidence.visits):
        return "the files give only the last visit to each child, not the first"
    if not any(visit.child_seen for visit in evidence.visits):
        return "no visit says whether the child was seen"
    return ""


INDICATOR = Indicator(
    code="K33",
    name="Working days until the child was seen",
    short_name="Decision to seen",
    question="How long until somebody looks at the child and not at the file?",
    definition=(
        "For episodes whose child was first seen in the period: the working days from the decision to that visit. "
        "Children not seen yet are in K53."
    ),
    numerator="Working days from decision to first seeing the child",
    denominator="Episodes whose child was first seen in the period",
    clock="From the decision to the first visit at which the child was seen",
    unit="Working days, the middle child",
    owner=Role.TEAM_MANAGER,
    guard="A visit at which nobody opened is not seeing; only visits that say the child was seen count.",
    findings=("S8",),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=ALL_FILTERS,
    cannot_say=without_first_visits,
    flow=children_seen,
)
