"""K07: what contacts lead to."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.indicators.k06_conversion import OUTCOMES, says_if_inferred, without_decisions
from lintel.oversight.performance.spc import Kind
from lintel.steps.front_door.codes import Outcome, OutcomeBasis


def decisions(evidence: Evidence) -> list[Case]:
    return [
        Case(
            kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=c.decided_on,
            counts=c.outcome == Outcome.EARLY_HELP, event=c.contact_id, source_group=evidence.source_group(c.source),
            label=OUTCOMES.get(c.outcome, "Other outcome"), category=OUTCOMES.get(c.outcome, "Other outcome"),
        )
        for c in evidence.child_contacts
        if c.decided_on is not None
    ]  # fmt: skip


def without_early_help(evidence: Evidence) -> str:
    """A share of nought would be said for want of a list when decisions are only worked out from what followed."""
    if reason := without_decisions(evidence):
        return reason
    is_said = any(contact.basis == OutcomeBasis.DECIDED for contact in evidence.child_contacts)
    if is_said or any(plan.kind == "early_help.earlyhelpepisode" for plan in evidence.plans):
        return ""
    return "contacts carry no decision, and no early help has been loaded (Annex A list 2)"


INDICATOR = Indicator(
    code="K07",
    name="What contacts lead to",
    short_name="Decision mix",
    question="Where do contacts go: early help, statutory work, advice, nothing?",
    definition=(
        "Every outcome's share of the child-contacts decided in the period. The chart draws the share sent to early "
        "help; the mix beside it has every outcome."
    ),
    numerator="Child-contacts sent to early help (and, in the mix, each other outcome)",
    denominator="Child-contacts decided",
    clock="The day of the decision",
    unit="% of child-contacts decided",
    owner=Role.FRONT_DOOR_MANAGER,
    guard='An outcome called "other" can hide what happened; its share is in the mix.',
    findings=("S23", "S26"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_early_help,
    flow=decisions,
    known_from=lambda evidence: evidence.contacts_from,
    known_until=lambda evidence: evidence.decisions_settled_until,
    note=says_if_inferred,
    follows_contacts=True,
)
