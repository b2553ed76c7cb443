"""Declaring a backlog, raising a silence, and going up the ladder; each once, however often the watch looks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.permissions import require
from lintel.foundation.agencies.models import Agency
from lintel.foundation.agencies.queries import agency_of
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.statute.calendar import local_day
from lintel.steps.police_notifications import permissions
from lintel.steps.police_notifications.actions import NotForThisAgency, insist_on_agency
from lintel.steps.police_notifications.codes import RUNGS, CameBy, Party, Reason
from lintel.steps.police_notifications.models import BacklogDeclaration, Escalation, Silence
from lintel.steps.police_notifications.rules import Declared, Habit, is_worse

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

LAST_RUNG = max(RUNGS)
_A_WEEK = timedelta(days=7)


class OldestMissing(Exception):
    """A backlog says since when its oldest waits, and no backlog has no oldest."""


class NothingSaid(Exception):
    """An answer has words."""


class AnsweredAlready(Exception):
    """Somebody has answered it, or the next rung has been told."""


@transaction.atomic
def declare_backlog(
    agency: Agency, *, untriaged: int, oldest_on: date | None, by: User, at: datetime
) -> BacklogDeclaration:
    """
    Say how many notices a partner has not triaged, and since when the oldest waits; no name, no reference.

    :raises NotAllowed: if this person may not declare one.
    :raises NotForThisAgency: if it is not their own police force.
    :raises OldestMissing: if the number and the day contradict each other, or the day is in the future.
    """
    require(by, permissions.DECLARE_BACKLOG)
    insist_on_agency(agency, sender=by)
    today = local_day(at)
    if (untriaged > 0) != (oldest_on is not None) or (oldest_on is not None and oldest_on > today):
        raise OldestMissing
    before = (
        BacklogDeclaration.objects.select_for_update().filter(agency=agency).order_by("-declared_at", "-pk").first()
    )
    worse = is_worse(
        Declared(count=untriaged, oldest_on=oldest_on, on=today),
        Declared(count=before.untriaged, oldest_on=before.oldest_on, on=local_day(before.declared_at))
        if before
        else None,
    )
    held = BacklogDeclaration.objects.create(
        agency=agency, untriaged=untriaged, oldest_on=oldest_on, declared_at=at, declared_by=by, worse=worse
    )
    note("backlog declared", by=by, at=at, subject=held, untriaged=untriaged, worse=worse)
    return held


@transaction.atomic
def raise_silence(agency: Agency, *, came_by: CameBy, habit: Habit, by: User, at: datetime) -> Silence | None:
    """
    Write down that one way of sending is silent for longer than its own habit; None where that was written already.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    require(by, permissions.WATCH_THE_FEED)
    held, is_new = Silence.objects.get_or_create(
        agency=agency, came_by=came_by, latest_at=habit.latest_at,
        defaults={"silent_from": habit.silent_from, "raised_at": at},
    )  # fmt: skip
    if not is_new:
        return None
    note("silence raised", by=by, at=at, subject=held, agency=agency.key, came_by=str(came_by))
    return held


@transaction.atomic
def end_silences(agency: Agency, *, came_by: CameBy, spoke_at: datetime, by: User, at: datetime) -> int:
    """
    Write down that a silent way of sending speaks again; how many silences ended.

    :param spoke_at: when what is new came. What came before a silence began and is taken in only now does not end it.
    :raises NotAllowed: if this person or channel may not send notices in.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    silent = Silence.objects.filter(agency=agency, came_by=came_by, ended_at__isnull=True)
    ended = silent.filter(latest_at__lt=spoke_at).update(ended_at=at)
    if ended:
        note("silence ended", by=by, at=at, agency=agency.key, came_by=str(came_by))
    return ended


@transaction.atomic
def escalate(agency: Agency, *, party: Party, reason: Reason, words: str, by: User, at: datetime) -> Escalation | None:
    """
    Tell the first rung that a limit is broken; None where that is on the ladder, or was answered in the last week.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    require(by, permissions.WATCH_THE_FEED)
    Agency.objects.select_for_update().get(pk=agency.pk)
    held = Escalation.objects.filter(agency=agency, party=party, reason=reason, went_on_to=None)
    a_week_ago = at - _A_WEEK
    if held.filter(Q(answered_at__isnull=True) | Q(answered_at__gt=a_week_ago)).exists():
        return None
    return _tell_rung(1, agency=agency, party=party, reason=reason, words=words, by=by, at=at)


@transaction.atomic
def go_up(held: Escalation, *, by: User, at: datetime) -> Escalation | None:
    """
    Tell the next rung, because the last did not answer in time; None where it did, or there is none.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    require(by, permissions.WATCH_THE_FEED)
    held = Escalation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=held.pk)
    went_on = Escalation.objects.filter(comes_from=held).exists()
    if held.answered_at is not None or held.due_at > at or held.rung >= LAST_RUNG or went_on:
        return None
    return _tell_rung(
        held.rung + 1, agency=held.agency, party=Party(held.party), reason=Reason(held.reason), words=held.words,
        comes_from=held, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def answer_escalation(held: Escalation, *, answer: str, by: User, at: datetime) -> Escalation:
    """
    Answer an escalation, in words: what is done, and by when. The time it took is kept.

    :raises NotAllowed: if this person may not answer one.
    :raises NotForThisAgency: if they answer for another agency, or the hours are not theirs to answer for.
    :raises NothingSaid: without words.
    :raises AnsweredAlready: if it was answered, or the next rung was told.
    """
    require(by, permissions.ANSWER_ESCALATIONS)
    insist_on_agency(held.agency, sender=by)
    if held.party == Party.OURS and agency_of(viewer=by) is not None:
        raise NotForThisAgency
    if not answer.strip():
        raise NothingSaid
    held = Escalation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=held.pk)
    if held.answered_at is not None or Escalation.objects.filter(comes_from=held).exists():
        raise AnsweredAlready
    held.answer, held.answered_by, held.answered_at = answer.strip(), by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    note("escalation answered", by=by, at=at, subject=held)
    return held


def _tell_rung(
    rung: int, *, agency: Agency, party: Party, reason: Reason, words: str, by: User, at: datetime,
    comes_from: Escalation | None = None,
) -> Escalation:  # fmt: skip
    theirs, ours = RUNGS[rung]
    limit = all_limits().time_limit(f"escalation_{rung}", on=local_day(at))
    held = Escalation.objects.create(
        agency=agency, party=party, reason=reason, words=words[:300], rung=rung, comes_from=comes_from,
        told=ours if party is Party.OURS else theirs, raised_at=at, due_at=limit.due_at(at),
    )  # fmt: skip
    note("escalated", by=by, at=at, subject=held, rung=rung, party=str(party), reason=str(reason))
    return held
