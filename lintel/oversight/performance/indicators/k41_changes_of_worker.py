"""K41: children who keep getting another worker."""

from datetime import date, timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import YEAR, Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k31_days_unallocated import without_real_starts
from lintel.oversight.performance.spc import Kind

CHANGES = 2


def children_open_a_year(evidence: Evidence, day: date) -> list[Case]:
    """Children open for twelve months or more; those count who got another worker twice or more in that time."""
    since = day - YEAR
    cases = []
    for referral in evidence.open_referrals(day):
        if referral.referred_on > since:
            continue
        changes = sum(since < changed <= day for changed in evidence.changes_of_worker.get(referral.child_id, ()))
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id], on=day,
                counts=changes >= CHANGES, value=float(changes), team_id=referral.team_id,
                source_group=evidence.source_group(referral.source),
                label=f"{changes} change{'' if changes == 1 else 's'} of worker in twelve months",
            )
        )  # fmt: skip
    return cases


def a_year_of_workers(evidence: Evidence) -> date | None:
    begins = evidence.allocation_known_from
    return begins + YEAR + timedelta(days=1) if begins else None


INDICATOR = Indicator(
    code="K41",
    name="Children with two changes of worker or more in a year",
    short_name="Changes of worker",
    question="Do children have to tell their story again and again?",
    definition=(
        "Of the children whose episode has been open for twelve months or more at the end of the day, the share whose "
        "named worker changed twice or more in the last twelve months. A handover from a duty worker is a change."
    ),
    numerator="Children with two changes of named worker or more in the last twelve months",
    denominator="Children open for twelve months or more",
    clock="The twelve months up to the end of the day",
    unit="% of children open for a year",
    owner=Role.SERVICE_MANAGER,
    guard="Leaving a worker's name on a case they have left hides the change; read with absence in K35.",
    findings=("S12",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_real_starts,
    stock=children_open_a_year,
    known_from=a_year_of_workers,
)
