"""K104: stepped-down children who came back within six months, planned or in a crisis."""

from collections.abc import Sequence
from datetime import timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k100_step_down_accepted import (
    case_of,
    since_the_first,
    without_step_downs,
)
from lintel.oversight.performance.plan_work import work_under_plans
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind

PLANNED, CRISIS = "Stepped up by early help", "Referred by others"


def came_back(evidence: Evidence) -> list[Case]:
    """Each step-down whose six months have passed; it counts where the child returned to statutory work in them."""
    cases = []
    for each in evidence.once(work_under_plans).handovers:
        if each.met_on is None:
            continue
        last = evidence.limits.time_limit("step_up", on=each.met_on).due_on(each.met_on, evidence.calendar)
        referred = [r.referred_on for r in evidence.referrals_of.get(each.child_id, ()) if not r.is_nfa]
        back_on = min((day for day in referred if each.met_on < day <= last), default=None)
        category = ""
        if back_on is not None:
            category = PLANNED if each.stepped_up_on is not None and each.stepped_up_on <= back_on else CRISIS
        cases.append(
            case_of(
                evidence, each, last + timedelta(days=1), counts=back_on is not None, category=category,
                label=f"{category}, {back_on:%-d %B %Y}" if back_on else "Did not come back",
            )
        )  # fmt: skip
    return cases


def planned_or_not(cases: Sequence[Case], _: Evidence) -> Also:
    return tuple((words, number_in_words(sum(case.category == words for case in cases))) for words in (PLANNED, CRISIS))


INDICATOR = Indicator(
    code="K104",
    name="Stepped-down children who came back within six months",
    short_name="Came back",
    question="Do children come back planned, in time, or in a crisis?",
    definition=(
        "Of the families that early help met after a step-down, and whose six months ended in the period, the share "
        "with a new statutory referral in that time; beside it how many early help stepped up itself, and how many "
        "others referred."
    ),
    numerator="Stepped-down children with a new statutory referral within six months",
    denominator="Stepped-down children whose six months ended in the period",
    clock="From the day early help first met the family to the new referral, six months",
    unit="% of stepped-down children",
    owner=Role.EARLY_HELP_COORDINATOR,
    guard="A planned step-up is no failure: read which of the two it was before calling a number bad.",
    findings=("S33",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_step_downs,
    flow=came_back,
    known_from=since_the_first,
    also=planned_or_not,
    weeks=52,
)
