"""Asking for a conference, booking and postponing it, naming its chair, and calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.permissions import may, require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.conferences import permissions
from lintel.steps.conferences.codes import Kind, Side
from lintel.steps.conferences.models import ChildInConference, ConferenceRequest, Postponement
from lintel.steps.conferences.reach import HeldAlready, locked, refuse_strangers, why_not_independent

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NothingToFollow(Exception):
    """An initial conference follows an enquiry about the child, a review a plan that is in force, a transfer a move."""


class AskedAlready(Exception):
    """The child waits for a conference already: asking again asks for none."""


class NotOnThatDay(Exception):
    """Nothing is booked for a time that is over, and nothing that has happened happened tomorrow."""


class NotBookedYet(Exception):
    """There is no day to move it from."""


class NotAChair(Exception):
    """They do not chair conferences, or are not on the staff list, so that no child could be shown to them."""


class NotIndependent(Exception):
    """The chair is independent of the case; says in plain words why this one is not."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One child, and what the conference about them follows: an enquiry or, for a review, a plan."""

    child: Person
    enquiry_id: int | None = None
    reviewed_plan_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked for, once: `once` is drawn where it is typed."""

    once: UUID
    kind: Kind
    parts: Sequence[Part]
    why: str
    told_of_move_on: date | None = None
    moved_from: str = ""


@transaction.atomic
def ask_for_conference(asking: Asking, *, by: User, at: datetime) -> ConferenceRequest:
    """
    Ask for a conference about a child, or about brothers and sisters together. Sent twice, the first holds.

    :raises NotAllowed: if this person may not ask for one.
    :raises NotTheirChild, NothingSaid, NothingToFollow, AskedAlready, NotOnThatDay: see there.
    """
    require(by, permissions.ASK_FOR_CONFERENCES)
    children = sorted(part.child.pk for part in asking.parts)
    # The children are the lock: two people may ask about the same child at the same moment.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    refuse_strangers(children, by)
    if held := ConferenceRequest.objects.filter(sent_once=asking.once).first():
        return held
    if not asking.why.strip() or not children:
        raise NothingSaid
    _refuse_what_follows_nothing(asking, today=local_day(at))
    waiting = ChildInConference.objects.filter(child__in=children, conference=None, withdrawn_at=None)
    if waiting.exists():
        raise AskedAlready
    request = ConferenceRequest.objects.create(
        sent_once=asking.once, kind=asking.kind, why=asking.why.strip(), told_of_move_on=asking.told_of_move_on,
        moved_from=asking.moved_from.strip()[:120], asked_at=at, asked_by=by,
    )  # fmt: skip
    for part in asking.parts:
        request.children.create(child=part.child, enquiry_id=part.enquiry_id, reviewed_plan_id=part.reviewed_plan_id)
        note("conference asked for", by=by, at=at, subject=request, child_id=part.child.pk, kind=str(asking.kind))
    return request


@transaction.atomic
def book(
    request: ConferenceRequest, *, booked_for: datetime, place: str, by: User, at: datetime
) -> ConferenceRequest:  # fmt: skip
    """
    Book a conference for a time. A day after the last one in time is shown as late, and is not refused.

    :raises NotAllowed: if this person does not arrange conferences.
    :raises NotTheirChild, HeldAlready, NotOnThatDay: see there. Booked already, it is postponed, with a reason.
    """
    require(by, permissions.ARRANGE_CONFERENCES)
    request = locked(request, by=by)
    if booked_for < at or request.booked_for is not None:
        raise NotOnThatDay
    request.booked_for, request.place = booked_for, place.strip()[:200]
    request.save(update_fields=["booked_for", "place"])
    _note("conference booked", request, by=by, at=at, booked_for=booked_for.isoformat())
    return request


@transaction.atomic
def postpone(
    request: ConferenceRequest, *, side: Side, because: str, booked_for: datetime, meanwhile: str = "", by: User,
    at: datetime,
) -> Postponement:  # fmt: skip
    """
    Move a conference to another time, and say who could not and why. It is counted; what is due stays due.

    :param meanwhile: what keeps the children safe until then. Missing, it is seen to be missing.
    :raises NotAllowed: if this person does not arrange conferences.
    :raises NotTheirChild, HeldAlready, NotBookedYet, NothingSaid, NotOnThatDay: see there.
    """
    require(by, permissions.ARRANGE_CONFERENCES)
    request = locked(request, by=by)
    if request.booked_for is None:
        raise NotBookedYet
    if not because.strip():
        raise NothingSaid
    if booked_for < at or booked_for == request.booked_for:
        raise NotOnThatDay
    moved = Postponement.objects.create(
        request=request, side=side, because=because.strip(), meanwhile=meanwhile.strip(),
        was_booked_for=request.booked_for, booked_for=booked_for, postponed_at=at, postponed_by=by,
    )  # fmt: skip
    request.booked_for = booked_for
    request.save(update_fields=["booked_for"])
    _note("conference postponed", request, by=by, at=at, side=str(side))
    return moved


@transaction.atomic
def name_chair(request: ConferenceRequest, chair: User, *, by: User, at: datetime) -> ConferenceRequest:
    """
    Name the chair, who is independent of the case.

    :raises NotAllowed: if this person does not name chairs.
    :raises NotAChair, NotIndependent, NotTheirChild, HeldAlready: see there.
    """
    require(by, permissions.NAME_CHAIRS)
    request = locked(request, by=by)
    if not may(chair, permissions.CHAIR_CONFERENCES) or chair.worker_id is None:
        raise NotAChair
    if why := why_not_independent(request, chair, on=local_day(at)):
        raise NotIndependent(why)
    request.chair = chair
    request.save(update_fields=["chair"])
    _note("chair named", request, by=by, at=at, chair=chair.pk)
    return request


@transaction.atomic
def call_off(part: ChildInConference, *, because: str, by: User, at: datetime) -> ChildInConference:
    """
    Say that there will be no conference about a child after all, and why. It stays in the record.

    :raises NotAllowed: if this person may not ask for one.
    :raises NotTheirChild, HeldAlready, NothingSaid: see there.
    """
    require(by, permissions.ASK_FOR_CONFERENCES)
    locked(part.request, by=by)
    part = ChildInConference.objects.get(pk=part.pk)
    if part.conference_id is not None or part.withdrawn_at is not None:
        raise HeldAlready
    if not because.strip():
        raise NothingSaid
    part.withdrawn_at, part.withdrawn_by, part.withdrawn_because = at, by, because.strip()
    part.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    note("conference called off", by=by, at=at, subject=part, child_id=part.child_id)
    return part


def _refuse_what_follows_nothing(asking: Asking, *, today: date) -> None:
    if asking.kind is Kind.TRANSFER_IN:
        if asking.told_of_move_on is None:
            raise NothingToFollow
        if asking.told_of_move_on > today:
            raise NotOnThatDay
    elif asking.told_of_move_on is not None:
        raise NothingToFollow
    if not all(_follows(asking.kind, part, today) for part in asking.parts):
        raise NothingToFollow


def _follows(kind: Kind, part: Part, today: date) -> bool:
    if kind is Kind.INITIAL:
        return part.reviewed_plan_id is None and part.child.enquiries.filter(pk=part.enquiry_id or 0).exists()
    if kind is Kind.REVIEW:
        plans = part.child.cp_plans.filter(pk=part.reviewed_plan_id or 0, started_on__lte=today)
        return part.enquiry_id is None and plans.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today)).exists()
    return part.enquiry_id is None and part.reviewed_plan_id is None


def _note(act: str, request: ConferenceRequest, *, by: User, at: datetime, **details: object) -> None:
    for part in request.children.filter(withdrawn_at__isnull=True):
        note(act, by=by, at=at, subject=request, child_id=part.child_id, **details)
