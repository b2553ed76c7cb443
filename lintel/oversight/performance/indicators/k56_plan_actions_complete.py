"""K56: what is agreed under plans has an owner, a day, a need, and words for what will be different."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.plan_work import work_under_plans
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells

UNTETHERED = "For no need"


def _live(evidence: Evidence) -> Spells:
    return Spells((action.agreed_on, action.over_on or FAR_AWAY) for action in evidence.once(work_under_plans).actions)


def live_actions(evidence: Evidence, day: date) -> list[Case]:
    """Every live action under a plan; those count that are whole."""
    cases = []
    for place in evidence.once(_live).on(day):
        action = evidence.once(work_under_plans).actions[place]
        says = "Whole" if action.is_complete else UNTETHERED if action.is_untethered else "Not whole"
        cases.append(
            Case(
                kind="plans.planaction", pk=action.pk, child=evidence.children[action.child_id], on=day,
                counts=action.is_complete, value=float(action.slips), team_id=action.team_id, label=says,
                category=UNTETHERED if action.is_untethered else "",
            )
        )  # fmt: skip
    return cases


def untethered_and_slipped(cases: Sequence[Case], _: Evidence) -> Also:
    return (
        ("For no need (there should be none)", number_in_words(sum(bool(case.category) for case in cases))),
        ("Moved to a later day at least once", number_in_words(sum(bool(case.value) for case in cases))),
    )


def without_actions(evidence: Evidence) -> str:
    return "" if evidence.once(work_under_plans).actions else "nothing that was agreed under a plan is recorded"


def since_the_first_action(evidence: Evidence) -> date | None:
    return min((action.agreed_on for action in evidence.once(work_under_plans).actions), default=None)


INDICATOR = Indicator(
    code="K56",
    name="Plan actions that are whole",
    short_name="Whole actions",
    question="Does what we agree trace to what the child needs?",
    definition=(
        "Of what is agreed under plans and neither done nor dropped at the end of the day, the share that has an "
        "owner, a day, a need of the child, and words for what will be different."
    ),
    numerator="Live plan actions with an owner, a day, a need, and what will be different",
    denominator="Live plan actions",
    clock="None: a share at a moment",
    unit="% of live plan actions, at the end of the day",
    owner=Role.SERVICE_MANAGER,
    guard="“Ongoing” is not a day. Linking everything to one need is seen on the page of the plan.",
    findings=("S61",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD | {"team_id"},
    cannot_say=without_actions,
    stock=live_actions,
    known_from=since_the_first_action,
    also=untethered_and_slipped,
)
