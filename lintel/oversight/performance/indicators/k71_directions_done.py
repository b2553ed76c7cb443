"""K71: what was agreed in supervision and done by the day first agreed."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.indicators.k70_supervised_on_time import of_supervision
from lintel.oversight.performance.spc import Kind


def due(evidence: Evidence) -> list[Case]:
    """Each direction on the day first agreed, once that day is over; not one that was dropped before it."""
    cases = []
    for each in of_supervision(evidence).given:
        is_dropped = each.dropped_on is not None and each.dropped_on <= each.due_on
        if each.due_on >= evidence.as_at or is_dropped:
            continue
        is_done = each.done_on is not None and each.done_on <= each.due_on
        cases.append(
            Case(
                kind="supervision.direction", pk=each.pk, child=evidence.children[each.child_id], on=each.due_on,
                counts=is_done and each.is_closed_rightly,
                label="Done by the day agreed" if is_done else "Done later" if each.done_on else "Not done",
            )
        )  # fmt: skip
    return cases


def begins(evidence: Evidence) -> date | None:
    return min((each.due_on for each in of_supervision(evidence).given), default=None)


def without_directions(evidence: Evidence) -> str:
    return "" if begins(evidence) else "no direction has been given in supervision here yet"


INDICATOR = Indicator(
    code="K71",
    name="Directions of supervision done on time",
    short_name="Directions done on time",
    question="Does what supervision agrees happen?",
    definition=(
        "Of the directions whose first agreed day lies in the period, the share that was done by that day. A later day "
        "agreed since changes nothing here. What was dropped for a reason before its day is not counted."
    ),
    numerator="Directions done by the day first agreed, closed with evidence or by somebody else than who gave them",
    denominator="Directions whose first agreed day lies in the period, but those dropped before it",
    clock="The day first agreed",
    unit="% of directions due",
    owner=Role.TEAM_MANAGER,
    guard=(
        "Directions that are easy to close, or far away: read with how many records have one (K73). Whoever gave a "
        "direction closes it only with evidence, and moving its day does not make it on time."
    ),
    findings=("S39",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_directions,
    flow=due,
    known_from=begins,
)
