"""K76: managers' decisions that say why, of this case."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k70_supervised_on_time import of_supervision
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind

NONE, TEMPLATE = "No reason", "Words used for others too, or too few"
KINDS = {
    "allocation.allocation": "Child given to a worker", "enquiries.childdecision": "Strategy discussion decided",
    "front_door.decision": "Decision at the front door signed",
}  # fmt: skip


def decided(evidence: Evidence) -> list[Case]:
    """Each decision of a manager about a child, on its day."""
    cases = []
    for each in of_supervision(evidence).reasoned:
        if each.on <= evidence.as_at:
            category = "" if each.is_own else TEMPLATE if each.has_reason else NONE
            cases.append(
                Case(
                    kind=each.kind, pk=each.pk, child=evidence.children[each.child_id], on=each.on, counts=each.is_own,
                    category=category, label=f"{KINDS[each.kind]}: {(category or 'a reason of its own').lower()}",
                )
            )  # fmt: skip
    return cases


def without_a_reason(cases: Sequence[Case], _: Evidence) -> Also:
    return tuple((words, number_in_words(sum(case.category == words for case in cases))) for words in (NONE, TEMPLATE))


def begins(evidence: Evidence) -> date | None:
    return min((each.on for each in of_supervision(evidence).reasoned), default=None)


def without_decisions(evidence: Evidence) -> str:
    return "" if begins(evidence) else "no manager has decided anything about a child here yet"


INDICATOR = Indicator(
    code="K76",
    name="Managers’ decisions with a reason of their own",
    short_name="Oversight with a reason",
    question="When a manager decides about a child, does the record say why, of this child?",
    definition=(
        "Of the decisions managers made in the period (a child given to a worker, what a strategy discussion decided, "
        "a front-door decision signed), the share with a reason of at least four words that is not used word for word "
        "at three or more different moments."
    ),
    numerator="Decisions with a reason of their own",
    denominator="Decisions managers made about children in the period",
    clock="The moment of the decision",
    unit="% of managers’ decisions",
    owner=Role.SERVICE_MANAGER,
    guard=(
        "Longer templates with the name changed are not found by counting words: read some behind the number. Brothers "
        "and sisters decided for in one moment may share a reason."
    ),
    findings=("S15",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_decisions,
    flow=decided,
    known_from=begins,
    also=without_a_reason,
    follows_contacts=True,
)
