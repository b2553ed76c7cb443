"""Promising, keeping, and saying why not."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.promises import permissions
from lintel.steps.promises.models import Promise

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheirChild(Exception):
    """Somebody promises, and answers for promises, only where they may see the child."""


class NobodyPromises(Exception):
    """Only somebody who is a worker can promise a child something."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class DueInThePast(Exception):
    """A promise is due today or later."""


class SaidAlready(Exception):
    """Somebody has said already whether it was kept."""


@transaction.atomic
def promise(child: Person, *, words: str, due_on: date, by: User, at: datetime) -> Promise:
    """
    Write down what was promised a child or their family, and by when.

    :raises NotAllowed: if this person makes no promises.
    :raises NobodyPromises, NotTheirChild, NothingSaid, DueInThePast: see there.
    """
    require(by, permissions.PROMISE)
    if by.worker_id is None:
        raise NobodyPromises
    child = Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    _refuse_a_stranger(child.pk, by)
    if not words.strip():
        raise NothingSaid
    if due_on < local_day(at):
        raise DueInThePast
    made = Promise.objects.create(
        child=child, worker_id=by.worker_id, words=words.strip(), promised_on=local_day(at), promised_at=at,
        due_on=due_on,
    )  # fmt: skip
    note("promise made", by=by, at=at, subject=made, child_id=child.pk, due_on=str(due_on))
    return made


@transaction.atomic
def keep(promised: Promise, *, by: User, at: datetime) -> Promise:
    """
    Say that a promise was kept, today.

    :raises NotAllowed: if this person makes no promises.
    :raises NotTheirChild, SaidAlready: see there.
    """
    require(by, permissions.PROMISE)
    promised = _to_answer(promised, by)
    promised.kept_on, promised.answered_by = local_day(at), by
    promised.save(update_fields=["kept_on", "answered_by"])
    note("promise kept", by=by, at=at, subject=promised, child_id=promised.child_id)
    return promised


@transaction.atomic
def say_not_kept(promised: Promise, *, because: str, by: User, at: datetime) -> Promise:
    """
    Say why a promise is not kept; the child's story keeps it.

    :raises NotAllowed: if this person makes no promises.
    :raises NotTheirChild, SaidAlready, NothingSaid: see there.
    """
    require(by, permissions.PROMISE)
    promised = _to_answer(promised, by)
    if not because.strip():
        raise NothingSaid
    promised.not_kept_on, promised.not_kept_because, promised.answered_by = local_day(at), because.strip(), by
    promised.save(update_fields=["not_kept_on", "not_kept_because", "answered_by"])
    note("promise not kept", by=by, at=at, subject=promised, child_id=promised.child_id)
    return promised


def _to_answer(promised: Promise, by: User) -> Promise:
    held = Promise.objects.select_for_update(of=("self",)).get(pk=promised.pk)
    _refuse_a_stranger(held.child_id, by)
    if held.kept_on or held.not_kept_on:
        raise SaidAlready
    return held


def _refuse_a_stranger(child_id: int, by: User) -> None:
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
