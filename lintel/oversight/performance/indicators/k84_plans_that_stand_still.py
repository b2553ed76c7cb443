"""K84: plans in which nothing has changed for the child in three months."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.plan_work import Lived, work_under_plans
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


def _open_three_months(evidence: Evidence) -> Spells:
    return Spells(
        (min(_still_from(evidence, plan.started_on, plan), plan.ended_on or FAR_AWAY), plan.ended_on or FAR_AWAY)
        for plan in evidence.once(work_under_plans).plans
    )


def _still_from(evidence: Evidence, since: date, plan: Lived) -> date:
    """The day on which a plan that last moved on a day counts as standing still."""
    return evidence.limits.time_limit("plan_change", on=plan.started_on).due_on(since, evidence.calendar)


def plans_open_three_months(evidence: Evidence, day: date) -> list[Case]:
    """Every plan open for three months or more; those count in which nothing changed for the child in three months."""
    cases = []
    for place in evidence.once(_open_three_months).on(day):
        plan = evidence.once(work_under_plans).plans[place]
        last = max((moved for moved in plan.moved_on if moved <= day), default=None)
        stands = _still_from(evidence, last or plan.started_on, plan) <= day
        says = f"Last changed for the child on {last:%-d %B %Y}" if last else "No review says that anything changed"
        cases.append(
            Case(
                kind=plan.kind, pk=plan.pk, child=evidence.children[plan.child_id], on=day, counts=stands,
                value=float((day - (last or plan.started_on)).days), team_id=plan.team_id,
                label=says,
            )
        )  # fmt: skip
    return cases


def without_plans(evidence: Evidence) -> str:
    return (
        ""
        if evidence.once(work_under_plans).plans
        else "no plan is worked on here; files do not say what changed for a child"
    )


def since_the_first_plan(evidence: Evidence) -> date | None:
    return min((plan.started_on for plan in evidence.once(work_under_plans).plans), default=None)


INDICATOR = Indicator(
    code="K84",
    name="Plans in which nothing changes for the child",
    short_name="Plans standing still",
    question="Is anything different for the child, or are we only busy?",
    definition=(
        "Of the plans worked on here that have been open for three months or more at the end of the day, the share in "
        "which no review of the last three months says that anything became better, worse or was met."
    ),
    numerator="Plans open three months or more without a change for the child in three months",
    denominator="Plans open three months or more",
    clock="Three months from the start of the plan, or from the last change for the child",
    unit="% of plans open three months or more, at the end of the day",
    owner=Role.SERVICE_MANAGER,
    guard="Outcome, not activity: what was done does not count. “Worse” is movement, so that nobody hides it.",
    findings=("S13", "S57"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD | {"team_id"},
    cannot_say=without_plans,
    stock=plans_open_three_months,
    known_from=since_the_first_plan,
)
