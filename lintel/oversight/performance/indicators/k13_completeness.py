"""K13: how much of what a professional's form asks for is said, by agency."""

from collections import defaultdict
from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.rules import FEWEST_TO_SHOW_TO_STRANGERS, number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.steps.front_door.completeness import OF_A_PROFESSIONAL

NO_AGENCY = "No agency of the list named"


def forms_received(evidence: Evidence) -> list[Case]:
    """Every form once, however many children it is about, listed with the first child of it."""
    asked, seen, cases = len(OF_A_PROFESSIONAL), set[int](), []
    for c in sorted(evidence.child_contacts, key=lambda line: line.pk):
        form = evidence.forms.get(c.contact_id)
        if form is None or c.contact_id in seen:
            continue
        seen.add(c.contact_id)
        said = sum(item in form.items for item in OF_A_PROFESSIONAL)
        cases.append(
            Case(
                kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=c.received_on,
                value=100 * said / asked, event=c.contact_id, category=form.agency or NO_AGENCY,
                source_group=evidence.source_group(c.source), label=f"{said} of {asked} said",
            )
        )  # fmt: skip
    return cases


def by_agency(cases: Sequence[Case], _: Evidence) -> Also:
    """The mean of each agency that sent enough forms for one careless afternoon not to name anybody."""
    sent: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        sent[case.category].append(case)
    enough = {name: forms for name, forms in sent.items() if len(forms) >= FEWEST_TO_SHOW_TO_STRANGERS}
    return tuple(
        (f"{name}, {len(enough[name])} forms", number_in_words(_mean(enough[name]))) for name in sorted(enough)
    )


def _mean(cases: Sequence[Case]) -> float:
    return sum(case.value or 0.0 for case in cases) / len(cases)


def without_forms(evidence: Evidence) -> str:
    return "" if evidence.forms else "no professional has told us by form yet"


INDICATOR = Indicator(
    code="K13",
    name="Completeness of what professionals tell us",
    short_name="Completeness",
    question="Do we have to ring back for what a form could have said?",
    definition=(
        f"For every professional’s form received in the period: how many of {len(OF_A_PROFESSIONAL)} things that help "
        "most were said, in per cent; the mean of all forms. The list is fixed: each child’s name, date of birth or "
        "age, address and school; a parent or carer; what was seen or heard; what was done; whether the parents know, "
        "or why not; who is telling us and how to reach them. A form about several children counts once, and says a "
        "thing of the children if it says it of each. Nothing missing keeps a form from being sent."
    ),
    numerator="The per cent of each form, added up",
    denominator="Professionals’ forms received in the period",
    clock="The moment the form was received; what is learned afterwards does not change it",
    unit="0 to 100",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        "Typing anything into a box counts as saying it; the list does not judge what is said. Items are fixed, so "
        "that an agency is not compared on a shorter list."
    ),
    findings=("S7",),
    chart=Kind.XMR,
    measure=Measure.RATIO,
    filters=frozenset({"source_group"}),
    cannot_say=without_forms,
    flow=forms_received,
    also=by_agency,
    known_from=lambda evidence: min(
        (c.received_on for c in evidence.child_contacts if c.contact_id in evidence.forms), default=None
    ),
    follows_contacts=True,
)
