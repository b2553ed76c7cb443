"""K83: actions of plans that are past the day by which they were to be done."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.plan_work import Action, work_under_plans
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


def _dated(evidence: Evidence) -> list[Action]:
    return [action for action in evidence.once(work_under_plans).actions if action.days]


def _live(evidence: Evidence) -> Spells:
    return Spells((action.agreed_on, action.over_on or FAR_AWAY) for action in evidence.once(_dated))


def open_actions(evidence: Evidence, day: date) -> list[Case]:
    """Every action with a day that is open at the end of a day; those count that are past the day that held then."""
    cases = []
    for place in evidence.once(_live).on(day):
        action = evidence.once(_dated)[place]
        held = [due for set_on, due in action.days if set_on <= day] or [action.days[0][1]]
        slips = sum(later > earlier for earlier, later in pairwise(held))
        is_past = held[-1] < day
        put_off = f", put off {slips} time{'' if slips == 1 else 's'}" if slips else ""
        cases.append(
            Case(
                kind="plans.planaction", pk=action.pk, child=evidence.children[action.child_id], on=day, counts=is_past,
                value=float(slips), team_id=action.team_id,
                label=f"{'Was due' if is_past else 'Due'} by {held[-1]:%-d %B %Y}{put_off}",
            )
        )  # fmt: skip
    return cases


def slipped(cases: Sequence[Case], _: Evidence) -> Also:
    """How many of the open actions were put off, so that moving a day does not make the number better unseen."""
    return (("Put off at least once", f"{sum(bool(case.value) for case in cases)} of {len(cases)}"),) if cases else ()


def without_actions(evidence: Evidence) -> str:
    return (
        ""
        if evidence.once(_dated)
        else "no action with a day is agreed here; files do not say what is done under a plan"
    )


INDICATOR = Indicator(
    code="K83",
    name="Plan actions overdue",
    short_name="Actions overdue",
    question="Is what was agreed for the child done when it was to be done?",
    definition=(
        "Of the actions of plans that have a day and are open at the end of the day, the share past the day by which "
        "they are to be done, as it was agreed then. How many were put off is counted beside it."
    ),
    numerator="Open actions past their day",
    denominator="Open actions that have a day",
    clock="From the day an action is to be done by",
    unit="% of open actions, at the end of the day",
    owner=Role.TEAM_MANAGER,
    guard="A day that is moved is a slip: every day an action ever had is kept, and slips are counted beside it.",
    findings=("S57",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD | {"team_id"},
    cannot_say=without_actions,
    stock=open_actions,
    known_from=lambda evidence: min((action.agreed_on for action in evidence.once(_dated)), default=None),
    also=slipped,
)
