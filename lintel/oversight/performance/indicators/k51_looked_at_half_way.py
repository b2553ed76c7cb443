"""K51: assessments that a manager looked at half-way."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.records import Assessment
from lintel.oversight.performance.spc import Kind


class HalfWay(NamedTuple):
    """An assessment written here, and the last day for looking at it half-way."""

    assessment: Assessment
    due: date


def all_half_way(evidence: Evidence) -> list[HalfWay]:
    return [
        HalfWay(each, evidence.limits.time_limit("assessment_review", on=each.started_on).due_on(
            each.started_on, evidence.calendar
        ))
        for each in evidence.assessments
        if each.is_written_here
    ]  # fmt: skip


def reached(evidence: Evidence) -> list[Case]:
    """Each assessment once, on the day after its half-way point, unless it was authorised before."""
    return list(_reached(evidence))


def _reached(evidence: Evidence) -> Iterator[Case]:
    for each, due in evidence.once(all_half_way):
        if each.authorised_on is not None and each.authorised_on <= due:
            continue
        in_time = each.midpoint_on is not None and each.midpoint_on <= due
        yield Case(
            kind="assessments.assessment", pk=each.pk, child=evidence.children[each.child_id],
            on=due + timedelta(days=1), counts=in_time, team_id=each.team_id,
            source_group=evidence.source_of(each.referral_id), label=_label(each, due),
        )  # fmt: skip


def _label(each: Assessment, due: date) -> str:
    if each.midpoint_on is None:
        return "Nobody looked at it half-way"
    return "Looked at half-way" if each.midpoint_on <= due else "Looked at, later than half-way"


def without_assessments_written_here(evidence: Evidence) -> str:
    found = any(each.is_written_here for each in evidence.assessments)
    return "" if found else "no assessment has been written here; files do not say when a manager looked at one"


INDICATOR = Indicator(
    code="K51",
    name="Assessments a manager looked at half-way",
    short_name="Looked at half-way",
    question="Does a manager think along while there is still time to change course?",
    definition=(
        "Of the assessments written here that reached their half-way point in the period without being authorised, the "
        "share a manager had looked at by then, giving a direction or saying why none was needed. Each child counts."
    ),
    numerator="Assessments looked at by a manager by their half-way point",
    denominator="Assessments that reached their half-way point, not authorised before",
    clock="From the referral to the half-way point, 15 working days unless agreed otherwise",
    unit="% of assessments",
    owner=Role.SERVICE_MANAGER,
    guard="A look without a direction counts only with a reason; who writes the assessment cannot hold it.",
    findings=("S9",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_assessments_written_here,
    flow=reached,
)
