"""K102: families that early help met and that stayed out of statutory work for six months."""

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
from lintel.steps.early_help.rules import Held, judged


def held_after(evidence: Evidence, limit_code: str) -> list[Case]:
    """
    Each step-down whose months have passed, on the day after; it counts where no new statutory referral came.

    The last day belongs to the months, so it is known on the next.
    """
    cases = []
    for each in evidence.once(work_under_plans).handovers:
        if each.met_on is None:
            continue
        limit = evidence.limits.time_limit(limit_code, on=each.met_on)
        last = limit.due_on(each.met_on, evidence.calendar)
        verdict = judged(
            met_on=each.met_on, months=limit.amount, judged_on=last, today=last + timedelta(days=1),
            referrals=[r.referred_on for r in evidence.referrals_of.get(each.child_id, ()) if not r.is_nfa],
            contacts=[],
        )  # fmt: skip
        is_held = verdict.held is Held.HELD
        label = "Held" if is_held else f"A new referral on {verdict.referred_on:%-d %B %Y}"
        cases.append(case_of(evidence, each, last + timedelta(days=1), counts=is_held, label=label))
    return cases


def held_six_months(evidence: Evidence) -> list[Case]:
    return held_after(evidence, "step_down_holds")


INDICATOR = Indicator(
    code="K102",
    name="Step-downs that held for six months",
    short_name="Held six months",
    question="Does early help hold after we let go?",
    definition=(
        "Of the families that early help met after a step-down, and whose six months ended in the period, the share "
        "without a new statutory referral in that time. A new contact alone is no return."
    ),
    numerator="Stepped-down children without a new statutory referral within six months",
    denominator="Stepped-down children whose six months ended in the period",
    clock="From the day early help first met the family, six months",
    unit="% of stepped-down children",
    owner=Role.EARLY_HELP_COORDINATOR,
    guard="Only what has matured is judged; nobody counts a family as a success before its months are over.",
    findings=("S33",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_step_downs,
    flow=held_six_months,
    known_from=since_the_first,
    weeks=52,
)
