"""Beginning a meeting with its agenda, answering what stands on it, and closing it; and saying who looks at what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.ledger import actions as ledger
from lintel.oversight.ledger.codes import Ended
from lintel.oversight.ledger.models import Finding
from lintel.oversight.meetings import permissions, rules
from lintel.oversight.meetings.agenda import agenda_of, definitions, special_cause_of
from lintel.oversight.meetings.codes import ANSWERS, Answer, Forum, Kind
from lintel.oversight.meetings.models import Item, Meeting, Watched
from lintel.oversight.performance.registry import indicator as indicator_with
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class HeldAlready(Exception):
    """A meeting of this kind is being held; it is closed before the next one begins."""


class ClosedAlready(Exception):
    """The meeting is closed, and its minutes are frozen."""


class NotTheChair(Exception):
    """Only the chair answers for a meeting."""


class InTheChair(Exception):
    """They are in the chair."""


class NotAnAnswer(Exception):
    """This is not what can be answered here."""


class ActionsFirst(Exception):
    """The actions of the last meeting are answered before anything else."""


class NothingSaid(Exception):
    """Who acts on a number says what lies behind it, what is done, by whom and by when."""


class MayBeChance(Exception):
    """The number does what chance does; who acts on it all the same says why."""


class LimitsUpsideDown(Exception):
    """The lower limit lies above the upper one."""


class AnsweredAlready(Exception):
    """The meeting has acted on this; the action stands in the ledger."""


class OnTheAgendaAlready(Exception):
    """This indicator stands on the agenda."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """
    What a meeting agrees about a number: what is done, by whom, by when, and when it is looked at again.

    Without a day of its own it is looked at again on the day it is due.
    """

    words: str
    owner: User
    due_on: date
    review_on: date | None = None
    finding: Finding | None = None


@transaction.atomic
def begin(forum: Forum, *, by: User, at: datetime) -> Meeting:
    """
    Begin a meeting now: its agenda is made and stays, and whoever begins it is its chair.

    :raises NotAllowed: if this person holds no meetings.
    :raises HeldAlready: if one of this kind is being held.
    """
    require(by, permissions.HOLD_MEETINGS)
    if Meeting.objects.filter(forum=forum, closed_at__isnull=True).exists():
        raise HeldAlready
    today = local_day(at)
    due = agenda_of(forum, viewer=by, held_on=today)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                forum=forum, held_on=today, chair=by, began_at=at, definitions=definitions()
            )  # fmt: skip
    except IntegrityError as begun_meanwhile:  # one meeting of a kind is held at a time
        raise HeldAlready from begun_meanwhile
    Item.objects.bulk_create(
        Item(
            meeting=meeting, position=position, kind=each.kind, indicator=each.indicator, week=each.week,
            shown=each.shown, why=each.why, action=each.action, due_on=each.action.due_on if each.action else None,
        )
        for position, each in enumerate(due, start=1)
    )  # fmt: skip
    note("performance meeting begun", subject=meeting, by=by, at=at, forum=forum, items=len(due))
    return meeting


@transaction.atomic
def answer_action(
    item: Item, *, answer: Answer, words: str = "", due_on: date | None = None, by: User, at: datetime
) -> Item:  # fmt: skip
    """
    Answer for an action of the last meeting: done, dropped, or that it goes on until another day.

    :raises NotAllowed: if this person holds no meetings.
    :raises NotTheChair, ClosedAlready, NotAnAnswer, NothingSaid: see there.
    :raises ledger.DueBeforeToday, ledger.NotWithinItsLimit: as the ledger refuses them.
    """
    item = _locked(item, by=by)
    if answer not in ANSWERS[Kind(item.kind)] or item.kind != Kind.ACTION or item.action is None:
        raise NotAnAnswer
    if answer is Answer.GOES_ON:
        if due_on is None:
            raise NothingSaid
        item.due_on = ledger.put_off(item.action, due_on=due_on, by=by, at=at).due_on
    elif item.action.ended_at is None:
        if not words.strip():
            raise NothingSaid
        ended = Ended.DONE if answer is Answer.DONE else Ended.DROPPED
        ledger.end_action(item.action, ended_as=ended, words=words, by=by, at=at)
    return _answered(item, answer=answer, explanation=words, by=by, at=at)


@transaction.atomic
def act_on(
    item: Item, *, explanation: str, agreed: Agreed, although: str = "", by: User, at: datetime
) -> Item:  # fmt: skip
    """
    Act on a number: what lies behind it, what is done, by whom and by when. The action goes into the ledger.

    :param although: why one acts on what may be chance; asked only where the number shows no special cause.
    :raises NotAllowed: if this person holds no meetings.
    :raises NotTheChair, ClosedAlready, NotAnAnswer, ActionsFirst, NothingSaid, MayBeChance: see there.
    :raises ledger.DueBeforeToday: if it is due before today.
    """
    item = _locked(item, by=by)
    _in_order(item)
    if Answer.ACT not in ANSWERS[Kind(item.kind)]:
        raise NotAnAnswer
    if not explanation.strip():
        raise NothingSaid
    if Kind(item.kind).may_be_chance and not although.strip():
        raise MayBeChance
    item.action = ledger.agree_action(
        agreed.words, finding=agreed.finding, indicator=item.indicator, owner=agreed.owner, due_on=agreed.due_on,
        review_on=agreed.review_on or agreed.due_on, by=by, at=at,
    )  # fmt: skip
    item.due_on, item.although = agreed.due_on, although.strip()
    return _answered(item, answer=Answer.ACT, explanation=explanation, by=by, at=at)


@transaction.atomic
def leave_alone(item: Item, *, explanation: str = "", by: User, at: datetime) -> Item:
    """
    Answer that a number is noise and is left alone. It is kept as an answer, and nothing is agreed.

    :raises NotAllowed: if this person holds no meetings.
    :raises NotTheChair, ClosedAlready, NotAnAnswer, ActionsFirst: see there.
    """
    item = _locked(item, by=by)
    _in_order(item)
    if Answer.LEAVE_ALONE not in ANSWERS[Kind(item.kind)]:
        raise NotAnAnswer
    return _answered(item, answer=Answer.LEAVE_ALONE, explanation=explanation, by=by, at=at)


@transaction.atomic
def take_note(item: Item, *, by: User, at: datetime) -> Item:
    """
    Say that the meeting has heard that something is counted otherwise than last time.

    :raises NotAllowed: if this person holds no meetings.
    :raises NotTheChair, ClosedAlready, NotAnAnswer, ActionsFirst: see there.
    """
    item = _locked(item, by=by)
    _in_order(item)
    if Answer.NOTED not in ANSWERS[Kind(item.kind)]:
        raise NotAnAnswer
    return _answered(item, answer=Answer.NOTED, explanation="", by=by, at=at)


@transaction.atomic
def raise_number(meeting: Meeting, *, code: str, why: str, by: User, at: datetime) -> Item:
    """
    Put a number on the agenda that the meeting does not look at, or that shows no special cause.

    Where it does show one it stands there as such; where not, acting on it will ask why.

    :raises NotAllowed: if this person holds no meetings.
    :raises NotTheChair, ClosedAlready, NothingSaid, OnTheAgendaAlready: see there.
    :raises NoSuchIndicator: if no indicator has this code.
    """
    require(by, permissions.HOLD_MEETINGS)
    meeting = _still_held(meeting, by=by)
    code = indicator_with(code).code
    if not why.strip():
        raise NothingSaid
    if meeting.items.filter(indicator=code, kind__in=(Kind.SIGNAL, Kind.LIMIT, Kind.RAISED)).exists():
        raise OnTheAgendaAlready
    last = meeting.items.order_by("position").last()
    special = special_cause_of(code, Forum(meeting.forum), viewer=by, held_on=meeting.held_on)
    item = Item.objects.create(
        meeting=meeting, position=(last.position if last else 0) + 1, indicator=code,
        kind=special.kind if special else Kind.RAISED, week=special.week if special else None,
        shown=special.shown if special else "", why=f"{special.why} {why.strip()}" if special else why.strip(),
    )  # fmt: skip
    note("number raised in a performance meeting", subject=item, by=by, at=at, indicator=code)
    return item


@transaction.atomic
def take_the_chair(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """
    Take the chair of a meeting whose chair cannot go on; what was answered stays under the name of who answered it.

    :raises NotAllowed: if this person holds no meetings.
    :raises ClosedAlready, InTheChair: see there.
    """
    require(by, permissions.HOLD_MEETINGS)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.closed_at is not None:
        raise ClosedAlready
    if meeting.chair_id == by.pk:
        raise InTheChair
    before, meeting.chair = meeting.chair_id, by
    meeting.save(update_fields=["chair"])
    note("chair of a performance meeting taken", subject=meeting, by=by, at=at, before=before)
    return meeting


@transaction.atomic
def close(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """
    Close a meeting. Its minutes are frozen; what was not reached stands on the next agenda if it still is so.

    :raises NotAllowed: if this person holds no meetings.
    :raises NotTheChair, ClosedAlready: see there.
    :raises ActionsFirst: while an action of the last meeting has no answer.
    """
    require(by, permissions.HOLD_MEETINGS)
    meeting = _still_held(meeting, by=by)
    if meeting.items.filter(kind=Kind.ACTION, answer="").exists():
        raise ActionsFirst
    left = meeting.items.filter(answer="").update(answer=Answer.NOT_REACHED, answered_at=at, answered_by=by)
    meeting.closed_at, meeting.closed_by = at, by
    meeting.save(update_fields=["closed_at", "closed_by"])
    note("performance meeting closed", subject=meeting, by=by, at=at, not_reached=left)
    return meeting


@transaction.atomic
def say_who_looks(
    code: str, *, owner: User, forum: Forum, at_least: float | None, at_most: float | None, by: User, at: datetime
) -> Watched:
    """
    Say who answers for an indicator, which meeting looks at it, and within which limits it is to lie.

    :raises NotAllowed: if this person does not say so.
    :raises NoSuchIndicator: if no indicator has this code.
    :raises LimitsUpsideDown: see there.
    """
    require(by, permissions.SAY_WHO_LOOKS)
    code = indicator_with(code).code
    if at_least is not None and at_most is not None and at_least > at_most:
        raise LimitsUpsideDown
    now = {
        "owner": owner, "forum": forum, "at_least": at_least, "at_most": at_most, "agreed_at": at, "agreed_by": by,
    }  # fmt: skip
    watched, _ = Watched.objects.update_or_create(
        indicator=code, defaults=now, create_defaults={**now, "since": local_day(at)}
    )
    note(
        "said who looks at an indicator", subject=watched, by=by, at=at, indicator=code, owner=owner.pk, forum=forum,
        at_least=at_least, at_most=at_most,
    )  # fmt: skip
    return watched


def _locked(item: Item, *, by: User) -> Item:
    require(by, permissions.HOLD_MEETINGS)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    _must_be_held(meeting, by=by)
    locked = Item.objects.select_for_update(of=("self",)).select_related("action").get(pk=item.pk)
    if locked.answer:
        _must_not_have_acted(locked)
    return locked


def _must_not_have_acted(item: Item) -> None:
    """An answer may be thought better of until the meeting is closed, but an action that was agreed stands."""
    if item.answer in (Answer.ACT, Answer.DONE, Answer.DROPPED):
        raise AnsweredAlready


def _still_held(meeting: Meeting, *, by: User) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    _must_be_held(meeting, by=by)
    return meeting


def _must_be_held(meeting: Meeting, *, by: User) -> None:
    if meeting.closed_at is not None:
        raise ClosedAlready
    if meeting.chair_id != by.pk:
        raise NotTheChair


def _in_order(item: Item) -> None:
    waiting = Item.objects.filter(meeting=item.meeting_id, kind=Kind.ACTION, answer="").count()
    if not rules.may_be_answered(is_earlier_action=item.kind == Kind.ACTION, earlier_actions_open=waiting):
        raise ActionsFirst


def _answered(item: Item, *, answer: Answer, explanation: str, by: User, at: datetime) -> Item:
    item.answer, item.explanation, item.answered_at, item.answered_by = answer, explanation.strip(), at, by
    item.save()
    note(
        "answered in a performance meeting", subject=item, by=by, at=at, indicator=item.indicator, answer=answer,
        action=item.action_id,
    )  # fmt: skip
    return item
