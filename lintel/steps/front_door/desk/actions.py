"""Whose a contact is and what comes first; every move keeps exactly one owner (hard stop 2)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import Priority
from lintel.steps.front_door.models import Contact, Handover, OnDesk, PassedOver

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.workforce.models import Team


class HeldByAnother(Exception):
    """Somebody else has taken this contact."""

    def __init__(self, holder: User) -> None:
        super().__init__(f"{holder.name} has taken it.")
        self.holder = holder


class NotYours(Exception):
    """Only who holds a contact puts it back."""


class NoReasonGiven(Exception):
    """This is done for a reason, or not at all."""


class NoDangerFlagged(Exception):
    """There is no open danger to clear."""


class NotOnADesk(Exception):
    """The contact came from a file; no desk holds it."""


class SameContact(Exception):
    """A contact cannot be thought of together with itself, or with one that is thought of with it."""


@transaction.atomic
def take(contact: Contact, *, by: User, at: datetime) -> Contact:
    """
    Take a contact from the desk. Taking what one holds already changes nothing.

    :raises NotAllowed: if this person may not work at the desk.
    :raises HeldByAnother: if a colleague was first.
    """
    require(by, permissions.WORK_THE_DESK)
    contact = _locked(contact)
    if contact.held_by_id == by.pk:
        return contact
    if contact.held_by is not None:
        raise HeldByAnother(contact.held_by)
    return _hold(contact, by, "contact taken", by=by, at=at)


@transaction.atomic
def take_over(contact: Contact, *, because: str, by: User, at: datetime) -> Contact:
    """
    Take a contact from a colleague who cannot finish it, and say why.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NoReasonGiven: if nobody says why.
    """
    require(by, permissions.WORK_THE_DESK)
    if not because.strip():
        raise NoReasonGiven
    return _hold(_locked(contact), by, "contact taken over", by=by, at=at, because=because.strip())


@transaction.atomic
def put_back(contact: Contact, *, by: User, at: datetime) -> Contact:
    """
    Put a contact back on the desk.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NotYours: if somebody else holds it, or nobody does.
    """
    require(by, permissions.WORK_THE_DESK)
    contact = _locked(contact)
    if contact.held_by_id != by.pk:
        raise NotYours
    return _hold(contact, None, "contact put back", by=by, at=at)


@transaction.atomic
def pass_over(contact: Contact, *, reason: str, by: User, at: datetime) -> Contact:
    """
    Leave a contact that "pull next" gave, and say why; it goes back to the desk, in its place.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NoReasonGiven: if nobody says why.
    :raises NotYours: if somebody else holds it, or nobody does.
    """
    if not reason.strip():
        raise NoReasonGiven
    contact = put_back(contact, by=by, at=at)
    PassedOver.objects.create(contact=contact, by=by, at=at, reason=reason.strip())
    return contact


@transaction.atomic
def set_priority(contact: Contact, *, priority: Priority, reason: str, by: User, at: datetime) -> Contact:
    """
    Say how soon a contact must be looked at, and why.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NoReasonGiven: if nobody says why.
    """
    require(by, permissions.WORK_THE_DESK)
    if not reason.strip():
        raise NoReasonGiven
    contact = _locked(contact)
    was = contact.priority
    contact.priority, contact.priority_reason = priority, reason.strip()
    contact.save(update_fields=["priority", "priority_reason"])
    note("priority set", by=by, at=at, subject=contact, was=was, now=str(priority))
    return contact


@transaction.atomic
def flag_danger(contact: Contact, *, reason: str, by: User, at: datetime) -> Contact:
    """
    Say that a child in a contact is in danger now. It stands first at once, and stays flagged until somebody clears it.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NoReasonGiven: if nobody says why.
    """
    contact = set_priority(contact, priority=Priority.NOW, reason=reason, by=by, at=at)
    is_open = contact.danger_flagged_at is not None and contact.danger_cleared_at is None
    contact.danger_flagged_at = contact.danger_flagged_at if is_open else at
    contact.danger_cleared_at, contact.danger_cleared_by, contact.danger_cleared_because = None, None, ""
    contact.save(
        update_fields=["danger_flagged_at", "danger_cleared_at", "danger_cleared_by", "danger_cleared_because"]
    )
    note("danger flagged", by=by, at=at, subject=contact)
    return contact


@transaction.atomic
def clear_danger(contact: Contact, *, because: str, by: User, at: datetime) -> Contact:
    """
    Say that the danger is over, and why.

    :raises NotAllowed: if this person may not clear a danger.
    :raises NoReasonGiven: if nobody says why.
    :raises NoDangerFlagged: if none is open.
    """
    require(by, permissions.CLEAR_DANGER)
    if not because.strip():
        raise NoReasonGiven
    contact = _locked(contact)
    if contact.danger_flagged_at is None or contact.danger_cleared_at is not None:
        raise NoDangerFlagged
    contact.danger_cleared_at, contact.danger_cleared_by = at, by
    contact.danger_cleared_because = because.strip()
    contact.save(update_fields=["danger_cleared_at", "danger_cleared_by", "danger_cleared_because"])
    note("danger cleared", by=by, at=at, subject=contact)
    return contact


@transaction.atomic
def say_ready(contact: Contact, *, by: User, at: datetime) -> Contact:
    """
    Say that what was to be gathered is gathered: a decision maker can take it.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    contact = _locked(contact)
    contact.ready_at = contact.ready_at or at
    contact.held_by, contact.held_since = None, at
    contact.save(update_fields=["ready_at", "held_by", "held_since"])
    note("contact ready to decide", by=by, at=at, subject=contact)
    return contact


@transaction.atomic
def think_of_together(contact: Contact, *, first: Contact, by: User, at: datetime) -> Contact:
    """
    Gather a contact into another of the same household or event, to be thought of as one; each keeps its own clock.

    :raises NotAllowed: if this person may not work at the desk.
    :raises SameContact: if they are the same, or thought of together already the other way round.
    """
    require(by, permissions.WORK_THE_DESK)
    contact, first = _locked(contact), _locked(first)
    while first.thought_of_with is not None:
        first = first.thought_of_with
    if first.pk == contact.pk:
        raise SameContact
    contact.thought_of_with = first
    contact.save(update_fields=["thought_of_with"])
    note("contacts thought of together", by=by, at=at, subject=contact, first=first.pk)
    return contact


@transaction.atomic
def think_of_apart(contact: Contact, *, by: User, at: datetime) -> Contact:
    """
    Take a contact out of the one it was thought of with.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    contact = _locked(contact)
    contact.thought_of_with = None
    contact.save(update_fields=["thought_of_with"])
    note("contacts thought of apart", by=by, at=at, subject=contact)
    return contact


@transaction.atomic
def hand_over(*, from_team: Team, to_team: Team, words: str, by: User, at: datetime) -> Handover:
    """
    Hand a desk to another team at the end of a shift, with everything on it that is undecided.

    Both teams go on seeing what was handed over; its clocks run on.

    :raises NotAllowed: if this person may not hand a desk over.
    :raises NoReasonGiven: if nothing is said about what is open.
    """
    require(by, permissions.HAND_THE_DESK_OVER)
    if not words.strip():
        raise NoReasonGiven
    handover = Handover.objects.create(
        from_team=from_team, to_team=to_team, words=words.strip(), handed_at=at, handed_by=by
    )
    undecided = list(Contact.objects.awaiting_decision().filter(held_by_team=from_team).select_for_update())
    handover.contacts.set(undecided)
    for contact in undecided:
        contact.held_by_team, contact.held_by, contact.held_since = to_team, None, at
        contact.save(update_fields=["held_by_team", "held_by", "held_since"])
    note("desk handed over", by=by, at=at, subject=handover, contacts=[contact.pk for contact in undecided])
    return handover


@transaction.atomic
def sit_down(team: Team, *, by: User, at: datetime) -> OnDesk:
    """
    Say that one is at the desk now; sitting down elsewhere leaves the first.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    seat = OnDesk.objects.select_for_update().filter(user=by, ended_at__isnull=True).first()
    if seat is not None and seat.team_id == team.pk:
        return seat
    if seat is not None:
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
    seat = OnDesk.objects.create(user=by, team=team, began_at=at)
    note("sat down at the desk", by=by, at=at, subject=seat)
    return seat


@transaction.atomic
def get_up(*, by: User, at: datetime) -> None:
    """
    Say that one leaves the desk; what one holds goes back to it.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    for seat in OnDesk.objects.select_for_update().filter(user=by, ended_at__isnull=True):
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
    for contact in Contact.objects.awaiting_decision().filter(held_by=by).select_for_update(of=("self",)):
        _hold(contact, None, "contact put back", by=by, at=at)
    note("left the desk", by=by, at=at)


def _locked(contact: Contact) -> Contact:
    contact = Contact.objects.select_for_update(of=("self",)).select_related("held_by").get(pk=contact.pk)
    if contact.held_by_team_id is None:
        raise NotOnADesk
    return contact


def _hold(contact: Contact, holder: User | None, act: str, *, by: User, at: datetime, because: str = "") -> Contact:
    was = contact.held_by_id
    contact.held_by, contact.held_since = holder, at
    contact.save(update_fields=["held_by", "held_since"])
    note(act, by=by, at=at, subject=contact, was=was, because=because)
    return contact
