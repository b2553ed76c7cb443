"""K36: workers who hold more children than agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k35_caseload import INDICATOR as CASELOAD
from lintel.oversight.performance.indicators.k35_caseload import caseloads, without_staff_list
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.steps.allocation.rules import Agreed, Terms, most_children


def workers_at_work(evidence: Evidence, day: date) -> list[Case]:
    agreed = Agreed(
        ceiling=evidence.limits.number("caseload_ceiling", on=day).value,
        protected=evidence.limits.number("caseload_newly_qualified", on=day).value,
    )
    new = {a.pk for a in evidence.appointments_on(day) if a.is_newly_qualified}
    return [
        replace(case, counts=(case.value or 0.0) > most_children(_terms(case, is_new=case.pk in new), agreed))
        for case in caseloads(evidence, day)
        if case.weight
    ]


def _terms(case: Case, *, is_new: bool) -> Terms:
    return Terms(fte=case.weight, is_newly_qualified=is_new)


def children_they_hold(cases: Sequence[Case], _: Evidence) -> Also:
    over = {child for case in cases if case.counts for child in case.child_ids}
    return (
        ("Workers over the ceiling", number_in_words(sum(case.counts for case in cases))),
        ("Children they hold", number_in_words(len(over))),
    )


def says_the_ceiling(evidence: Evidence) -> str:
    ceiling, protected = (
        evidence.limits.number(code, on=evidence.as_at) for code in ("caseload_ceiling", "caseload_newly_qualified")
    )
    return (
        f"The ceiling is {ceiling.value:g} children for a full-time worker ({ceiling.source}), "
        f"for a newly qualified one {protected.value:g} ({protected.source})."
    )


INDICATOR = Indicator(
    code="K36",
    name="Workers over the caseload ceiling",
    short_name="Over the ceiling",
    question="Who holds more than we agreed anybody can hold well?",
    definition=(
        "Of the case-holding workers at work at the end of the day, the share who hold more children than the agreed "
        "ceiling, taken for their hours (half the ceiling at half time); a newly qualified worker more than the "
        "protected load."
    ),
    numerator="Case-holding workers over the ceiling",
    denominator="Case-holding workers at work",
    clock="At the end of the day",
    unit="% of case-holding workers",
    owner=Role.SERVICE_MANAGER,
    guard="Raising the ceiling, or spreading children over people who are about to leave; every change of it is dated.",
    findings=("S34", "S6"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=TEAM_ONLY,
    cannot_say=without_staff_list,
    stock=workers_at_work,
    known_from=CASELOAD.known_from,
    note=says_the_ceiling,
    also=children_they_hold,
)
