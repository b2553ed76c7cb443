"""Giving a pulse and counting a week; saying that work is not safe, answering it, ending it, telling that it waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import tell
from lintel.foundation.workforce.models import Team
from lintel.oversight.voice import permissions, queries, rules
from lintel.oversight.voice.codes import Answer, Ended
from lintel.oversight.voice.models import PulseAnswer, PulseGiven, PulseWeek, SafetyConcern
from lintel.statute.calendar import england, local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

PULSE_LOCK = 716_003
# Whoever answers in the last minute of a Sunday is still written down before the week is counted.
COUNTED_AFTER = timedelta(hours=1)
Answers = Mapping[int | None, Sequence[int]]


class GivenAlready(Exception):
    """The pulse of this week was given; nobody can tell which answer it was, so none can be changed."""


class NothingSaid(Exception):
    """Who cannot work safely says so in words, and who answers says what will be done."""


class NotHeld(Exception):
    """The child is not one this worker holds and may see."""


class RouteChanged(Exception):
    """It would be read by somebody else than the page said."""


class AnsweredAlready(Exception):
    """Somebody acknowledged it first."""


class OverAlready(Exception):
    """The worker took it back, or said that it is settled."""


class NotYours(Exception):
    """Only whom it was said to answers it, and only who said it ends it."""


# --- the pulse --------------------------------------------------------------------------------------------------------


@transaction.atomic
def give_pulse(answer: Answer, *, by: User, at: datetime) -> None:
    """
    Give the pulse of this week. What was answered is kept apart from who has answered, and the entry names nobody.

    :raises NotAllowed: if this person is not asked.
    :raises GivenAlready: if they have given it this week.
    """
    require(by, permissions.GIVE_PULSE)
    _one_at_a_time()
    day = local_day(at)
    week = rules.week_of(day)
    if PulseGiven.objects.filter(week=week, user=by).exists():
        raise GivenAlready
    given = [*PulseGiven.objects.filter(week=week).values_list("user_id", flat=True), by.pk]
    unit = queries.unit_of(viewer=by, on=day)
    answers = [*PulseAnswer.objects.filter(week=week).values_list("unit_id", "answer"), (unit, int(answer))]
    # A row added to the end, or written in the transaction of the one beside it, would say whose it is. So every row of
    # the week is written anew, in an order of chance.
    PulseGiven.objects.filter(week=week).delete()
    PulseAnswer.objects.filter(week=week).delete()
    for rows in (given, answers):
        SystemRandom().shuffle(rows)
    PulseGiven.objects.bulk_create(PulseGiven(week=week, user_id=user) for user in given)
    PulseAnswer.objects.bulk_create(PulseAnswer(week=week, unit_id=of, answer=said) for of, said in answers)
    note("pulse given", by=None, at=at)


@transaction.atomic
def count_weeks(*, by: User | None, at: datetime) -> list[date]:
    """
    Count the weeks that are over: what may be shown of each is kept, and every answer is thrown away; say which.

    What may be shown is decided here, once, so that nothing else is left to be asked for.
    """
    _one_at_a_time()
    today = local_day(at - COUNTED_AFTER)
    over = {week for model in (PulseGiven, PulseAnswer) for week in model.objects.values_list("week", flat=True)}
    counted = sorted(week for week in over if week + rules.WEEK <= today)
    for week in counted:
        answers: dict[int | None, list[int]] = {}
        for unit, answer in PulseAnswer.objects.filter(week=week).values_list("unit_id", "answer"):
            answers.setdefault(unit, []).append(answer)
        _count(week, answers, by=by, at=at)
        PulseAnswer.objects.filter(week=week).delete()
        PulseGiven.objects.filter(week=week).delete()
    return counted


@transaction.atomic
def load_pulse_weeks(weeks: Mapping[date, Answers], *, by: User | None, at: datetime) -> None:
    """Write down weeks that were asked elsewhere, by team (None: of no team); by the same rule, and nothing more."""
    _one_at_a_time()
    for week, answers in sorted(weeks.items()):
        _count(week, answers, by=by, at=at)


def _count(week: date, answers: Answers, *, by: User | None, at: datetime) -> None:
    # A latecomer to a week that was counted is not added: the difference would be their answer.
    if PulseWeek.objects.filter(week=week).exists():
        return
    shown = rules.groups_to_show(answers, dict(Team.objects.values_list("pk", "part_of_id")))
    PulseWeek.objects.bulk_create(
        PulseWeek(week=week, unit_id=unit, answers=found.answers, middle=found.middle) for unit, found in shown.items()
    )
    note("pulse of a week counted", by=by, at=at, week=str(week), groups_shown=len(shown))


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PULSE_LOCK])


# --- "I cannot do this safely" ----------------------------------------------------------------------------------------


@transaction.atomic
def say_unsafe(
    words: str, *, would_be_safe: str = "", child_id: int | None = None, to: Role, by: User, at: datetime
) -> SafetyConcern:
    """
    Say that one cannot do something safely. Only the principal social worker reads it and, where there is none, the
    head of service; the audit log holds neither the words nor the child.

    :param to: whom the page said it goes to.
    :raises NotAllowed: if this person does not work here.
    :raises NothingSaid: without words.
    :raises RouteChanged: if it would now go to somebody else.
    :raises NotHeld: if it names a child whom this worker does not hold.
    """
    require(by, permissions.SAY_UNSAFE)
    if not words.strip():
        raise NothingSaid
    route = queries.route(viewer=by)
    if route.role != to:
        raise RouteChanged
    day = local_day(at)
    if child_id is not None and child_id not in queries.children_one_may_name(viewer=by, on=day):
        raise NotHeld
    said = SafetyConcern.objects.create(
        said_by=by, said_at=at, words=words.strip(), would_be_safe=would_be_safe.strip(), child_id=child_id,
        route=route.role, due_on=queries.answer_due_on(viewer=by, said_on=day),
    )  # fmt: skip
    note("said that work is not safe", subject=said, by=by, at=at)
    for user in route.people:
        tell(
            key=f"unsafe {said.pk} to {user.pk}", words="Somebody waits for an answer from you.",
            path=f"/voice/unsafe/{said.pk}/", user=user, by=by, at=at,
        )  # fmt: skip
    return said


@transaction.atomic
def acknowledge(said: SafetyConcern, *, answer: str, by: User, at: datetime) -> SafetyConcern:
    """
    Acknowledge what a worker said, and say what will be done.

    :raises NotAllowed: if this person does not answer workers.
    :raises NotYours: if it was not said to them.
    :raises NothingSaid: without words.
    :raises OverAlready: if the worker ended it first.
    :raises AnsweredAlready: if somebody acknowledged it first.
    """
    require(by, permissions.ANSWER_UNSAFE)
    locked = SafetyConcern.objects.select_for_update().get(pk=said.pk)
    if locked not in queries.said_to(viewer=by):
        raise NotYours
    if not answer.strip():
        raise NothingSaid
    if locked.ended_at is not None:
        raise OverAlready
    if locked.acknowledged_at is not None:
        raise AnsweredAlready
    locked.acknowledged_by, locked.acknowledged_at, locked.answer = by, at, answer.strip()
    locked.save(update_fields=["acknowledged_by", "acknowledged_at", "answer"])
    note("answered who cannot work safely", subject=locked, by=by, at=at)
    tell(
        key=f"unsafe {locked.pk} answered", words="You have an answer.", path=f"/voice/unsafe/{locked.pk}/",
        user=locked.said_by, by=by, at=at,
    )  # fmt: skip
    return locked


@transaction.atomic
def end(said: SafetyConcern, *, ended_as: Ended, by: User, at: datetime) -> SafetyConcern:
    """
    Say that it is settled, or take it back; what was said is kept.

    :raises NotAllowed: if this person does not work here.
    :raises NotYours: if somebody else said it.
    :raises OverAlready: if it has ended.
    """
    require(by, permissions.SAY_UNSAFE)
    locked = SafetyConcern.objects.select_for_update().get(pk=said.pk)
    if locked.said_by_id != by.pk:
        raise NotYours
    if locked.ended_at is not None:
        raise OverAlready
    locked.ended_as, locked.ended_at = ended_as, at
    locked.save(update_fields=["ended_as", "ended_at"])
    note("said how it stands with unsafe work", subject=locked, by=by, at=at, ended_as=ended_as)
    return locked


@transaction.atomic
def escalate_waiting(*, by: User | None, at: datetime) -> int:
    """
    Tell the head of service, on every working day after the last one in time, how many wait: not whose, and no word.

    Asked again on the same day it tells nothing again. Says how many wait.
    """
    today, calendar = local_day(at), england()
    late = [
        said for said in SafetyConcern.objects.select_for_update().filter(
            acknowledged_at__isnull=True, ended_at__isnull=True, due_on__lt=today
        ) if rules.must_be_told_on(today, due_on=said.due_on, calendar=calendar)
    ]  # fmt: skip
    for said in late:
        if said.escalated_at is None:
            said.escalated_at = at
            said.save(update_fields=["escalated_at"])
            note("unsafe work escalated", subject=said, by=by, at=at)
    if late:
        who = "1 worker waits" if len(late) == 1 else f"{len(late)} workers wait"
        tell(
            key=f"unsafe work waits on {today}", role=Role.HEAD_OF_SERVICE, path="/voice/unsafe/waiting/", by=by, at=at,
            words=f"{who} longer than agreed for an answer to “I cannot do this safely”.",
        )  # fmt: skip
    return len(late)
