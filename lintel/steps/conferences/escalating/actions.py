"""Asking managers as the chair, taking it a rung higher, answering, and closing it when satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.statute.calendar import local_day
from lintel.steps.conferences import permissions
from lintel.steps.conferences.actions import NothingSaid, NotOnThatDay
from lintel.steps.conferences.carrying_out.actions import Plan
from lintel.steps.conferences.deciding.reach import NotTheChair
from lintel.steps.conferences.escalating.rules import Rung
from lintel.steps.conferences.models import ChairsRequest, ChairsRequestRung
from lintel.steps.conferences.reach import NotTheirChild

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class AnsweredAlready(Exception):
    """A colleague answered it first."""


class ClosedAlready(Exception):
    """The chair was satisfied already."""


class NobodyAbove(Exception):
    """It was told to the last rung there is."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a chair asks, once: `once` is drawn where it is typed."""

    once: UUID
    what: str
    asked: str
    by_when: date


@transaction.atomic
def ask_managers(plan: Plan, asked: Asked, *, chair_id: int | None, by: User, at: datetime) -> ChairsRequest:
    """
    Ask the managers of a child for something by a day. Sent twice, the first holds.

    :param chair_id: who chairs the last conference about the plan.
    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotTheirChild, NothingSaid, NotOnThatDay: see there.
    """
    require(by, permissions.ASK_MANAGERS)
    _refuse_a_stranger(plan.child_id, by)
    if chair_id != by.pk:
        raise NotTheChair
    if not (asked.what.strip() and asked.asked.strip()):
        raise NothingSaid
    if asked.by_when < local_day(at):
        raise NotOnThatDay
    made, is_new = ChairsRequest.objects.get_or_create(
        sent_once=asked.once,
        defaults={
            "child_id": plan.child_id, "cp_plan_id": plan.pk, "what": asked.what.strip(), "asked": asked.asked.strip(),
            "by_when": asked.by_when, "raised_at": at, "raised_by": by,
        },
    )  # fmt: skip
    if is_new:
        note("chair asks managers", by=by, at=at, subject=made, child_id=plan.child_id, by_when=str(asked.by_when))
    return made


@transaction.atomic
def tell_rung(
    request: ChairsRequest, rung: Rung, *, because: str = "", by: User | None, at: datetime
) -> ChairsRequestRung | None:  # fmt: skip
    """
    Write down that a rung is told; None where it was told before, or the chair is satisfied already.

    It follows from the asking or from the clock, so there is no permission of its own.
    """
    request = ChairsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.closed_at is not None:
        return None
    told, is_new = ChairsRequestRung.objects.get_or_create(
        request=request, rung=rung, defaults={"told_at": at, "because": because.strip()}
    )
    if not is_new:
        return None
    note("manager told what a chair asks", by=by, at=at, subject=told, child_id=request.child_id, rung=int(rung))
    return told


@transaction.atomic
def take_higher(request: ChairsRequest, *, because: str, by: User, at: datetime) -> ChairsRequestRung:
    """
    Take it one rung higher, because the answer does not satisfy the chair or the child cannot wait for one.

    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotTheirChild, ClosedAlready, NothingSaid, NobodyAbove: see there.
    """
    require(by, permissions.ASK_MANAGERS)
    request = _own(request, by)
    if not because.strip():
        raise NothingSaid
    above = _last_told(request).above
    if above is None:
        raise NobodyAbove
    told = tell_rung(request, above, because=because, by=by, at=at)
    assert told is not None
    return told


@transaction.atomic
def answer_chair(request: ChairsRequest, *, answer: str, by: User, at: datetime) -> ChairsRequestRung:
    """
    Answer what a chair asks: what is done, by whom and by when. It is the answer of the rung that was told last.

    :raises NotAllowed: if this person does not answer chairs.
    :raises NotTheirChild, ClosedAlready, AnsweredAlready, NothingSaid: see there.
    """
    require(by, permissions.ANSWER_CHAIRS)
    request = _open(request, by)
    if not answer.strip():
        raise NothingSaid
    told = ChairsRequestRung.objects.get(request=request, rung=_last_told(request))
    if told.answered_at is not None:
        raise AnsweredAlready
    told.answer, told.answered_at, told.answered_by = answer.strip(), at, by
    told.save(update_fields=["answer", "answered_at", "answered_by"])
    note("chair answered", by=by, at=at, subject=told, child_id=request.child_id, rung=told.rung)
    return told


@transaction.atomic
def close_request(request: ChairsRequest, *, because: str, by: User, at: datetime) -> ChairsRequest:
    """
    Say that the chair is satisfied, and by what.

    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotTheirChild, ClosedAlready, NothingSaid: see there.
    """
    require(by, permissions.ASK_MANAGERS)
    request = _own(request, by)
    if not because.strip():
        raise NothingSaid
    request.closed_at, request.closed_by, request.closed_because = at, by, because.strip()
    request.save(update_fields=["closed_at", "closed_by", "closed_because"])
    note("chair satisfied", by=by, at=at, subject=request, child_id=request.child_id)
    return request


def _open(request: ChairsRequest, by: User) -> ChairsRequest:
    """What a chair asks as it stands, held until the transaction is over, if it is not closed."""
    held = ChairsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _refuse_a_stranger(held.child_id, by)
    if held.closed_at is not None:
        raise ClosedAlready
    return held


def _own(request: ChairsRequest, by: User) -> ChairsRequest:
    held = _open(request, by)
    if held.raised_by_id != by.pk:
        raise NotTheChair
    return held


def _last_told(request: ChairsRequest) -> Rung:
    return Rung(max(request.rungs.values_list("rung", flat=True)))


def _refuse_a_stranger(child_id: int, by: User) -> None:
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
