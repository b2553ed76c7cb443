"""K12: whether a decision says how it stands with the family's agreement."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.records import ChildContact
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.steps.front_door.codes import Consent, Outcome, OutcomeBasis
from lintel.steps.front_door.rules import needs_consent_said

SPEAKS_FOR_ITSELF = {Consent.GIVEN, Consent.SOUGHT}


def decisions(evidence: Evidence) -> list[Case]:
    """Every child-contact that somebody decided; where a decision was only worked out, nobody could say anything."""
    return [
        Case(
            kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=c.decided_on,
            counts=_is_said(c), event=c.contact_id, source_group=evidence.source_group(c.source), label=_in_words(c),
            category=c.outcome,
        )
        for c in evidence.child_contacts
        if c.decided_on is not None and c.basis == OutcomeBasis.DECIDED
    ]  # fmt: skip


def where_it_goes_on(cases: Sequence[Case], _: Evidence) -> Also:
    """The same share where something goes to somebody else: agreement matters most there."""
    asked = [case for case in cases if needs_consent_said(Outcome(case.category))]
    return (("Where something goes on to somebody else", share_in_words(sum(c.counts for c in asked), len(asked))),)


def without_agreement(evidence: Evidence) -> str:
    if any(c.consent and c.basis == OutcomeBasis.DECIDED for c in evidence.child_contacts):
        return ""
    return "no decided contact says how it stands with agreement"


def _is_said(contact: ChildContact) -> bool:
    return bool(contact.consent) and (contact.consent in SPEAKS_FOR_ITSELF or contact.has_consent_reason)


def _in_words(contact: ChildContact) -> str:
    if not contact.consent:
        return "Nothing is said about agreement"
    reason = "" if _is_said(contact) else ", and nobody says why"
    return f"Agreement: {Consent(contact.consent).words.lower()}{reason}"


INDICATOR = Indicator(
    code="K12",
    name="Agreement, or the reason for doing without it, recorded",
    short_name="Agreement recorded",
    question="Does every decision say whether the family agrees, or why it was made without asking?",
    definition=(
        "Of the child-contacts decided in the period, the share that says whether agreement was asked for or given, "
        "or why it was refused, not asked for or dispensed with. What is said without its reason does not count."
    ),
    numerator="Child-contacts decided with agreement recorded, and a reason where there is none",
    denominator="Child-contacts decided",
    clock="The day of the decision",
    unit="% of child-contacts decided",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        'Writing "given" where nobody asked looks the same here; what was said, by whom and when is kept with each '
        "contact, and audits read it."
    ),
    findings=("S19",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_agreement,
    flow=decisions,
    known_from=lambda evidence: evidence.contacts_from,
    also=where_it_goes_on,
    follows_contacts=True,
)
