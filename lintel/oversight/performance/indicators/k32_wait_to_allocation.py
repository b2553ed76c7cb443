"""K32: how long until a worker accepts."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k31_days_unallocated import without_real_starts
from lintel.oversight.performance.spc import Kind


def first_acceptances(evidence: Evidence) -> list[Case]:
    cases = []
    for referral in evidence.referrals:
        held = evidence.involvements_of.get(referral.pk)
        if not held or held[0].began_is_observed:
            continue
        decided_on = min(evidence.decided_on(referral), held[0].began_on)
        waited = evidence.calendar.working_days_between(decided_on, held[0].began_on)
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id],
                on=held[0].began_on, value=float(waited), team_id=held[0].team_id or referral.team_id,
                source_group=evidence.source_group(referral.source), label=f"Accepted after {waited} working days",
            )
        )  # fmt: skip
    return cases


INDICATOR = Indicator(
    code="K32",
    name="Working days until a worker accepted",
    short_name="Wait for a worker",
    question="How long does a child wait until somebody is theirs?",
    definition=(
        "For episodes whose first worker accepted in the period: the working days from the decision to that day. "
        "Children still waiting are in K30 and K31, not here."
    ),
    numerator="Working days from decision to acceptance",
    denominator="Episodes whose first worker accepted in the period",
    clock="From the decision to the day a named worker accepted",
    unit="Working days, the middle child",
    owner=Role.TEAM_MANAGER,
    guard="A case that crosses a team boundary keeps its first clock; a team is not a worker.",
    findings=("S8",),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=ALL_FILTERS,
    cannot_say=without_real_starts,
    flow=first_acceptances,
)
