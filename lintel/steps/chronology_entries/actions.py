"""Writing events down, correcting them, and saying what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries import permissions
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.models import Correction, EventChild, Mark, WrittenEvent

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheirChild(Exception):
    """Somebody writes only of children they may see."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NotYet(Exception):
    """What has not happened yet is no event."""


class WithdrawnAlready(Exception):
    """Somebody has withdrawn this event."""


class MarkedAlready(Exception):
    """Somebody has said already that this matters."""


class TakenBackAlready(Exception):
    """Somebody has taken this mark back."""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What is written of an event."""

    on: date
    kind: ItemKind
    words: str
    told_by: str


@transaction.atomic
def write_event(happened: Happened, *, children: Sequence[Person], by: User, at: datetime) -> WrittenEvent:
    """
    Write down something that happened to one child, or to brothers and sisters at once.

    :raises NotAllowed: if this person does not add to chronologies.
    :raises NotTheirChild, NothingSaid, NotYet: see there.
    """
    require(by, permissions.WRITE_EVENTS)
    _refuse_strangers([child.pk for child in children], by)
    _refuse_what_cannot_be(happened, at)
    event = WrittenEvent.objects.create(
        happened_on=happened.on, kind=happened.kind, words=happened.words.strip(), told_by=happened.told_by.strip(),
        written_at=at, written_by=by,
    )  # fmt: skip
    for child in children:
        EventChild.objects.create(event=event, child=child)
        note("event added to chronology", by=by, at=at, subject=event, child_id=child.pk)
    return event


@transaction.atomic
def correct_event(event: WrittenEvent, happened: Happened, *, because: str, by: User, at: datetime) -> WrittenEvent:
    """
    Let an event say something else from now on; what it said before stays beside it.

    :raises NotAllowed: if this person does not add to chronologies.
    :raises NotTheirChild, NothingSaid, NotYet, WithdrawnAlready: see there.
    """
    require(by, permissions.WRITE_EVENTS)
    event = _standing(event, by)
    _refuse_what_cannot_be(happened, at)
    if not because.strip():
        raise NothingSaid
    Correction.objects.create(
        event=event, was_on=event.happened_on, was_kind=event.kind, was_words=event.words, was_told_by=event.told_by,
        because=because.strip(), corrected_at=at, corrected_by=by,
    )  # fmt: skip
    event.happened_on, event.kind = happened.on, happened.kind
    event.words, event.told_by = happened.words.strip(), happened.told_by.strip()
    event.save(update_fields=["happened_on", "kind", "words", "told_by"])
    _note_for_each("event of chronology corrected", event, by=by, at=at)
    return event


@transaction.atomic
def withdraw_event(event: WrittenEvent, *, because: str, by: User, at: datetime) -> WrittenEvent:
    """
    Say that an event did not happen, or not to these children. It stands no longer, and is not erased.

    :raises NotAllowed: if this person does not add to chronologies.
    :raises NotTheirChild, NothingSaid, WithdrawnAlready: see there.
    """
    require(by, permissions.WRITE_EVENTS)
    event = _standing(event, by)
    if not because.strip():
        raise NothingSaid
    event.withdrawn_at, event.withdrawn_by, event.withdrawn_because = at, by, because.strip()
    event.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _note_for_each("event of chronology withdrawn", event, by=by, at=at)
    return event


@transaction.atomic
def mark(child: Person, *, record: str, because: str, by: User, at: datetime) -> Mark:
    """
    Say that a line of a child's chronology matters, and why in a line.

    :param record: what the line was read from, as the line says it.
    :raises NotAllowed: if this person does not say what matters.
    :raises NotTheirChild, NothingSaid, MarkedAlready: see there.
    """
    require(by, permissions.MARK_SIGNIFICANCE)
    child = Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    _refuse_strangers([child.pk], by)
    if not because.strip() or not record:
        raise NothingSaid
    if Mark.objects.filter(child=child, record=record, taken_back_at__isnull=True).exists():
        raise MarkedAlready
    made = Mark.objects.create(child=child, record=record, because=because.strip()[:300], marked_at=at, marked_by=by)
    note("marked as significant", by=by, at=at, subject=made, child_id=child.pk)
    return made


@transaction.atomic
def take_back(mark: Mark, *, because: str, by: User, at: datetime) -> Mark:
    """
    Say that a line does not matter after all. That it was thought to matter, and why, stays written.

    :raises NotAllowed: if this person does not say what matters.
    :raises NotTheirChild, NothingSaid, TakenBackAlready: see there.
    """
    require(by, permissions.MARK_SIGNIFICANCE)
    mark = Mark.objects.select_for_update().get(pk=mark.pk)
    _refuse_strangers([mark.child_id], by)
    if not because.strip():
        raise NothingSaid
    if mark.taken_back_at is not None:
        raise TakenBackAlready
    mark.taken_back_at, mark.taken_back_by, mark.taken_back_because = at, by, because.strip()[:300]
    mark.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_because"])
    note("mark of significance taken back", by=by, at=at, subject=mark, child_id=mark.child_id)
    return mark


def _standing(event: WrittenEvent, by: User) -> WrittenEvent:
    event = WrittenEvent.objects.select_for_update().get(pk=event.pk)
    _refuse_strangers(list(event.about.values_list("child_id", flat=True)), by)
    if event.withdrawn_at is not None:
        raise WithdrawnAlready
    return event


def _refuse_strangers(children: Sequence[int], by: User) -> None:
    if not children or visible_children(by).filter(pk__in=children).count() != len(set(children)):
        raise NotTheirChild


def _refuse_what_cannot_be(happened: Happened, at: datetime) -> None:
    if not happened.words.strip() or not happened.told_by.strip():
        raise NothingSaid
    if happened.on > local_day(at):
        raise NotYet


def _note_for_each(act: str, event: WrittenEvent, *, by: User, at: datetime) -> None:
    for child_id in event.about.values_list("child_id", flat=True):
        note(act, by=by, at=at, subject=event, child_id=child_id)
