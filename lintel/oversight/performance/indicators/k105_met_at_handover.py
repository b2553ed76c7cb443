"""K105: accepted step-downs whose family early help met in time."""

from datetime import timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k100_step_down_accepted import (
    case_of,
    since_the_first,
    without_step_downs,
)
from lintel.oversight.performance.plan_work import work_under_plans
from lintel.oversight.performance.spc import Kind


def met_after_accepting(evidence: Evidence) -> list[Case]:
    """
    Each accepted step-down on the day the family was met or, where nobody met them in ten working days, on the day
    after those.
    """
    cases = []
    for each in evidence.once(work_under_plans).handovers:
        if each.accepted_on is None:
            continue
        limit = evidence.limits.time_limit("step_down_lost", on=each.accepted_on)
        last = limit.due_on(each.accepted_on, evidence.calendar)
        if each.met_on is not None and each.met_on <= last:
            days = evidence.calendar.working_days_between(min(each.accepted_on, each.met_on), each.met_on)
            label, on, counts = f"Met after {days} working days", max(each.met_on, each.accepted_on), True
        else:
            label, on, counts = "Not met in ten working days", last + timedelta(days=1), False
        cases.append(case_of(evidence, each, on, counts=counts, label=label))
    return cases


INDICATOR = Indicator(
    code="K105",
    name="Families early help met at handover",
    short_name="Met at handover",
    question="Is the family met, or only passed on?",
    definition=(
        "Of the step-downs early help accepted, the share whose family it met within ten working days of accepting; "
        "each counts on the day of the meeting, or on the day after the ten."
    ),
    numerator="Accepted step-downs whose family was met within ten working days",
    denominator="Accepted step-downs met in the period, or whose ten working days ended in it",
    clock="From acceptance to the first meeting",
    unit="% of accepted step-downs",
    owner=Role.EARLY_HELP_COORDINATOR,
    guard="A message left is not a meeting: the form says so, and the family says so at the next review.",
    findings=("S33",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_step_downs,
    flow=met_after_accepting,
    known_from=since_the_first,
)
