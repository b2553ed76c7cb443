"""Deciding for each child in a contact, and the manager's signature where policy asks for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.statute.calendar import england, local_day
from lintel.statute.limits import TimeLimit
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import Outcome, OutcomeBasis
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from lintel.steps.front_door.rules import Chosen, Policy, signature_asked_because

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class AlreadyDecided(Exception):
    """A colleague decided for one of these children first."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"{decision.decided_by.name} decided first.")
        self.decision = decision


class NoRationale(Exception):
    """A decision says why."""


class DangerOpen(Exception):
    """Somebody said a child is in danger now; it cannot be closed before somebody says that this is over."""


class NotOfThisContact(Exception):
    """A decision was made for a child who is not in the contact."""


class AlreadySigned(Exception):
    """The decision was signed or returned already."""


class NotYourOwn(Exception):
    """Nobody signs their own decision."""


@transaction.atomic
def record_decisions(
    contact: Contact, chosen: Sequence[Chosen], *, known: Mapping[str, Any], by: User, at: datetime
) -> list[Decision]:
    """
    Record what was chosen for each child, frozen with what was known. All of it holds, or none.

    A decision that policy wants signed waits for its signature; the clock waits with it (K02 counts to the signature).

    :param known: what stood in front of the decision maker, as plain values.
    :raises NotAllowed: if this person may not decide contacts (hard stop 1).
    :raises NoRationale: if one of the decisions does not say why.
    :raises AlreadyDecided: if somebody decided for one of the children first.
    :raises NotOfThisContact: if one of the children is not in the contact.
    :raises DangerOpen: if one of them would be closed with an open danger (hard stop 4).
    """
    require(by, permissions.DECIDE_CONTACT)
    if not all(each.rationale.strip() for each in chosen):
        raise NoRationale
    # Two people often have the same contact open; the first decision stands.
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    lines = {line.pk: line for line in contact.children.select_for_update().order_by("pk")}
    if any(each.child_contact_id not in lines for each in chosen):
        raise NotOfThisContact
    first = Decision.objects.filter(child_contact__in=[c.child_contact_id for c in chosen], returned_at__isnull=True)
    if decided := first.select_related("decided_by").first():
        raise AlreadyDecided(decided)
    _no_danger_is_closed(contact, [each.outcome for each in chosen])
    return [_decide(contact, lines[each.child_contact_id], each, known=known, by=by, at=at) for each in chosen]


@transaction.atomic
def sign(decision: Decision, *, by: User, at: datetime) -> Decision:
    """
    Sign a decision; from now on it holds.

    :raises NotAllowed: if this person may not sign decisions.
    :raises NotYourOwn: if they made it themselves.
    :raises AlreadySigned: if it was signed or returned already.
    :raises DangerOpen: if somebody said since that a child is in danger, and this would close it (hard stop 4).
    """
    require(by, permissions.SIGN_DECISIONS)
    contact = Contact.objects.select_for_update().get(children__decisions=decision.pk)
    decision = _unsigned(decision)
    _no_danger_is_closed(contact, [Outcome(decision.outcome)])
    if decision.decided_by_id == by.pk:
        raise NotYourOwn
    decision.signed_at, decision.signed_by = at, by
    decision.save(update_fields=["signed_at", "signed_by"])
    _let_hold(decision, at=at)
    note(
        "decision signed", by=by, at=at, subject=decision, child_id=decision.child_contact.child_id,
        outcome=decision.outcome,
    )  # fmt: skip
    return decision


@transaction.atomic
def return_to_decider(decision: Decision, *, because: str, by: User, at: datetime) -> Decision:
    """
    Return a decision unsigned, with the reason; the child is undecided again, on the clock that never stopped.

    :raises NotAllowed: if this person may not sign decisions.
    :raises NoRationale: if no reason is given.
    :raises AlreadySigned: if it was signed or returned already.
    """
    require(by, permissions.SIGN_DECISIONS)
    if not because.strip():
        raise NoRationale
    decision = _unsigned(decision)
    decision.returned_at, decision.returned_by, decision.returned_because = at, by, because.strip()
    decision.save(update_fields=["returned_at", "returned_by", "returned_because"])
    note("decision returned", by=by, at=at, subject=decision, child_id=decision.child_contact.child_id)
    return decision


def digest_of(known: Mapping[str, Any]) -> str:
    """The hash that proves what was known was not changed afterwards."""
    return hashlib.sha256(json.dumps(known, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _decide(
    contact: Contact, line: ChildContact, chosen: Chosen, *, known: Mapping[str, Any], by: User, at: datetime
) -> Decision:
    asked = signature_asked_because(
        chosen, consent=line.consent, contacts_in_a_year=_contacts_in_a_year(line.child_id, at), policy=_policy(at)
    )
    decision = Decision.objects.create(
        child_contact=line, outcome=chosen.outcome, threshold_version=chosen.threshold_version, level=chosen.level,
        level_name=chosen.level_name, indicators=list(chosen.indicators), rationale=chosen.rationale.strip(),
        alternatives=chosen.alternatives.strip(), decided_at=at, decided_by=by, known=dict(known),
        known_sha256=digest_of(known), signature_asked_because=asked,
    )  # fmt: skip
    if not asked:
        _let_hold(decision, at=at)
    note(
        "contact decided", by=by, at=at, subject=contact, child_id=line.child_id, outcome=str(chosen.outcome),
        awaits_signature=bool(asked),
    )  # fmt: skip
    return decision


def _let_hold(decision: Decision, *, at: datetime) -> None:
    """The decision becomes what happened to the child: what clocks, numbers and returns read."""
    line = ChildContact.objects.select_for_update().get(pk=decision.child_contact_id)
    line.outcome, line.outcome_basis, line.rationale = decision.outcome, OutcomeBasis.DECIDED, decision.rationale
    line.decided_at, line.decided_on = at, local_day(at)
    line.decided_by_id = decision.decided_by.worker_id
    line.save(update_fields=["outcome", "outcome_basis", "rationale", "decided_at", "decided_on", "decided_by_id"])
    decision.child_contact = line


def _no_danger_is_closed(contact: Contact, outcomes: Sequence[Outcome]) -> None:
    is_open = contact.danger_flagged_at is not None and contact.danger_cleared_at is None
    if is_open and not all(outcome.is_statutory for outcome in outcomes):
        raise DangerOpen


def _unsigned(decision: Decision) -> Decision:
    decision = Decision.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=decision.pk)
    if decision.signed_at or decision.returned_at or not decision.signature_asked_because:
        raise AlreadySigned
    return decision


def _policy(at: datetime) -> Policy:
    limits, day = all_limits(), local_day(at)
    return Policy(
        repeat_contacts=int(limits.number("sign_repeat_contacts", on=day).value),
        consent_dispensed=bool(limits.number("sign_consent_dispensed", on=day).value),
    )


def _contacts_in_a_year(child_id: int, at: datetime) -> int:
    """How many contacts the child has been in within a year, this one included."""
    year: TimeLimit = all_limits().time_limit("re_referral", on=local_day(at))
    lines = ChildContact.objects.filter(child=child_id, contact__received_on__lte=local_day(at))
    days = lines.values_list(F("contact__received_on"), flat=True)
    return sum(_still_counts(day, year, at) for day in days)


def _still_counts(day: date, year: TimeLimit, at: datetime) -> bool:
    return year.due_on(day, england()) >= local_day(at)
