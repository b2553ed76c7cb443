"""K06: the share of contacts that meet the statutory threshold."""

from collections import defaultdict
from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.steps.front_door.codes import STATUTORY, Outcome, OutcomeBasis


def contacts_decided(evidence: Evidence) -> list[Case]:
    """Every decided contact about a child who was not open already."""
    return [
        Case(
            kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=c.decided_on,
            counts=c.outcome in STATUTORY, event=c.contact_id, source_group=evidence.source_group(c.source),
            label=OUTCOMES.get(c.outcome, "Other outcome"), category=c.outcome,
        )
        for c in evidence.child_contacts
        if c.decided_on is not None
        and c.outcome != Outcome.TO_ALLOCATED_WORKER
        and not evidence.was_open_before(c.child_id, c.received_on)
    ]  # fmt: skip


def by_event(cases: Sequence[Case], _: Evidence) -> Also:
    """The same share counted by event: one contact counts once, and counts if any of its children were referred."""
    referred: dict[int | None, bool] = defaultdict(bool)
    for case in cases:
        referred[case.event] |= case.counts
    return (("By event", share_in_words(sum(referred.values()), len(referred))),)


def without_decisions(evidence: Evidence) -> str:
    if not evidence.child_contacts:
        return "no contacts have been loaded (Annex A list 1)"
    if not any(contact.outcome for contact in evidence.child_contacts):
        return "no contact carries a decision, and nothing that followed from contacts has been loaded"
    return ""


def says_if_inferred(evidence: Evidence) -> str:
    if any(contact.basis == OutcomeBasis.INFERRED for contact in evidence.child_contacts):
        return "Worked out from what followed in the files: the contacts that were loaded carry no decision."
    return ""


OUTCOMES: dict[str, str] = {
    Outcome.REFERRAL: "Became a referral",
    Outcome.STRATEGY_DISCUSSION: "Strategy discussion",
    Outcome.EARLY_HELP: "Early help",
    Outcome.ADVICE: "Advice or information",
    Outcome.NO_FURTHER_ACTION: "No further action",
    Outcome.TO_ALLOCATED_WORKER: "To the child's own worker",
    Outcome.OTHER_AUTHORITY: "To another authority",
    Outcome.AWAITING_INFORMATION: "Closed, awaiting information",
    Outcome.OTHER: "Other outcome",
    Outcome.NOTHING_FOLLOWED: "Nothing followed in the files",
}

INDICATOR = Indicator(
    code="K06",
    name="Conversion of contacts to referrals",
    short_name="Conversion",
    question="How many contacts meet the threshold for statutory work, and is that changing?",
    definition=(
        "Of the child-contacts decided in the period, the share decided as a statutory referral; a strategy "
        "discussion is one as well. Contacts about "
        "children who were open already are left out: no threshold was decided for them."
    ),
    numerator="Child-contacts decided as a statutory referral, with or without a strategy discussion",
    denominator="Child-contacts decided, without children who were open already",
    clock="The day of the decision",
    unit="% of child-contacts decided",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        "Leaving hard contacts undecided keeps them out of both sides; read with undecided contacts (K03). "
        "Recording a known child as new adds to the denominator; the share by event is shown beside it."
    ),
    findings=("S1", "S22"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_decisions,
    flow=contacts_decided,
    known_from=lambda evidence: evidence.contacts_from,
    known_until=lambda evidence: evidence.decisions_settled_until,
    note=says_if_inferred,
    also=by_event,
    follows_contacts=True,
)
