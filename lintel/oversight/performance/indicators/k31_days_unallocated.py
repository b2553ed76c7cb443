"""K31: days that children spent without a worker."""

from collections import defaultdict
from datetime import timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k30_unallocated import without_workers
from lintel.oversight.performance.spc import Kind

DAY = timedelta(days=1)


def waiting_in(evidence: Evidence, period: Period) -> list[Case]:
    """Every episode that waited in the period, with the days of the period at whose end nobody held it."""
    days: dict[int, int] = defaultdict(int)
    for wait in evidence.waits_in(period.start, period.end):
        last = min(wait.ends - DAY, period.end)
        days[wait.referral.pk] += (last - max(wait.begins, period.start)).days + 1
    cases = []
    for pk, waited in days.items():
        referral = evidence.referral_by_pk[pk]
        cases.append(
            Case(
                kind="referrals.referral", pk=pk, child=evidence.children[referral.child_id], on=period.end,
                value=float(waited), team_id=referral.team_id, source_group=evidence.source_group(referral.source),
                label=f"{waited} day{'' if waited == 1 else 's'} without a worker in the period",
            )
        )  # fmt: skip
    return cases


def without_real_starts(evidence: Evidence) -> str:
    if reason := without_workers(evidence):
        return reason
    if all(involvement.began_is_observed for involvement in evidence.involvements):
        return "the files say who holds a child on the day they were drawn, not since when"
    return ""


INDICATOR = Indicator(
    code="K31",
    name="Days that children spent without a worker",
    short_name="Days unallocated",
    question="How much waiting did children do?",
    definition=(
        "For every child with an episode of need under way, the days of the period at whose end no named worker held "
        "them, added up. Twenty children waiting five days is a hundred child-days."
    ),
    numerator="Days without a worker, of all children together",
    denominator="None: a sum; the list has the children who waited",
    clock="From the decision to the day a worker accepted",
    unit="Child-days",
    owner=Role.SERVICE_MANAGER,
    guard="As K30: a name in a box ends the wait on paper.",
    findings=("S3",),
    chart=Kind.XMR,
    measure=Measure.SUM,
    filters=ALL_FILTERS,
    cannot_say=without_real_starts,
    during=waiting_in,
)
