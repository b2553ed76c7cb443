"""Giving children to a worker, and what the worker says to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import NotAllowed, require
from lintel.foundation.access.visibility import kept_from
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Appointment, Worker
from lintel.statute.calendar import england, local_day
from lintel.statute.codes import WORKER_CHANGE_REASON
from lintel.steps.allocation import permissions
from lintel.steps.allocation.codes import SCREEN
from lintel.steps.allocation.models import Allocation, Involvement
from lintel.steps.allocation.rules import Verdict, most_children, verdict
from lintel.steps.allocation.terms import agreed_on, terms_of
from lintel.steps.allocation.waiting.actions import Episode, end_holding

REVIEWED_AFTER = timedelta(weeks=2)


@dataclass(frozen=True, kw_only=True)
class OverTheCeiling:
    """The manager who answers for a worker holding more than was agreed, why, and when it is looked at again."""

    manager: User
    reason: str
    review_on: date


class GivenAlready(Exception):
    """A colleague has given the child to a worker first, who has not answered yet, or has accepted."""

    def __init__(self, standing: Allocation | Involvement) -> None:
        super().__init__(f"{standing.worker}")
        self.standing = standing


class HoldsNoCases(Exception):
    """Only a person with a case-holding appointment that day can be a child's worker; never an inbox or a team."""


class KeptApart(Exception):
    """The worker may not see one of the children: kept apart from them, or not named on a restricted record."""


class AboveTheCeiling(Exception):
    """The worker would hold more than was agreed: a manager must be named, with a reason and a day of review."""

    def __init__(self, children: int, most: float) -> None:
        super().__init__(f"{children} children, agreed: {most:g}")
        self.children, self.most = children, most


class BeyondProtectedLoad(AboveTheCeiling):
    """A newly qualified worker would hold more than the protected load; nobody can answer for that."""


class OverridePartly(Exception):
    """Going above the ceiling needs all three: a manager, a reason and a day of review after today."""


class ReviewTooLate(Exception):
    """What goes above the ceiling is looked at again on a working day, soon enough; `latest` is the last such day."""

    def __init__(self, latest: date) -> None:
        super().__init__(f"It must be a working day by {latest:%A %-d %B %Y}")
        self.latest = latest


class NotAReason(Exception):
    """A change of worker has one of the reasons of the standard."""


class LetGoAlready(Exception):
    """The worker does not hold the child any more; whoever does keeps them."""


class NotYours(Exception):
    """Only the worker a child was given to can accept or decline."""


class AnsweredAlready(Exception):
    """This was accepted, declined or withdrawn already."""


class BecauseMissing(Exception):
    """Declining or withdrawing says why."""


@transaction.atomic
def give(
    episodes: Sequence[Episode], *, worker: Worker, over: OverTheCeiling | None = None, why: str = "",
    change_reason: str = "", handover: str = "", is_first: bool = False, instead_of: int | None = None, by: User,
    at: datetime,
) -> list[Allocation]:  # fmt: skip
    """
    Give children to a worker, all of them or none; until the worker accepts, they stay with whoever holds them.

    The worker is locked first and then the children, so of many managers at once exactly one wins and the ceiling
    holds. What was given and not answered yet takes up room.

    :param is_first: whether they are meant to have no worker yet; a worker who has accepted meanwhile then stays.
    :param instead_of: the worker they are meant to leave; another one who holds them meanwhile stays.
    :raises NotAllowed: if this person may not give children to workers, or the named manager may not answer for it.
    :raises GivenAlready, HoldsNoCases, KeptApart, AboveTheCeiling, BeyondProtectedLoad, NotAReason: see there.
    :raises OverridePartly, ReviewTooLate: see there.
    """
    require(by, permissions.ALLOCATE)
    if change_reason and change_reason not in WORKER_CHANGE_REASON.offered:
        raise NotAReason(change_reason)
    today = local_day(at)
    worker = Worker.objects.select_for_update(no_key=True).get(pk=worker.pk)
    children = sorted(episode.child_id for episode in episodes)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    for episode in episodes:
        _refuse_what_is_given(episode, worker, today, is_first=is_first, instead_of=instead_of)
    _refuse_who_is_kept_apart(worker, children)
    appointment, after, most = _room(worker, children, today)
    override = _override(after, most, over, today=today)

    given = []
    for episode in episodes:
        allocation = Allocation.objects.create(
            child_id=episode.child_id, referral_id=episode.referral_id, worker=worker, team_id=appointment.team_id,
            given_at=at, given_by=by, why=why.strip(), change_reason=change_reason, handover=handover.strip(),
            children_after=after, ceiling=Decimal(f"{most:.2f}"), **override,
        )  # fmt: skip
        note(
            "child given to a worker", by=by, at=at, subject=allocation, child_id=episode.child_id, worker=worker.pk,
            children_after=after, above_the_ceiling=bool(override),
        )  # fmt: skip
        given.append(allocation)
    return given


@transaction.atomic
def accept(allocation: Allocation, *, by: User, at: datetime) -> Involvement:
    """
    Accept a child: from this moment the worker holds them, and whoever did lets go. No gap, no overlap.

    :raises NotAllowed: if this person may not hold children.
    :raises NotYours, AnsweredAlready: see there.
    """
    require(by, permissions.HOLD_CHILDREN)
    allocation = _to_answer(allocation)
    if allocation.worker_id != by.worker_id:
        raise NotYours
    today = local_day(at)
    list(Person.objects.select_for_update(no_key=True).filter(pk=allocation.child_id))
    _end_the_one_before(allocation, by=by, at=at)
    involvement = Involvement.objects.create(
        key=f"live/allocation/{allocation.pk}", screen=SCREEN, recorded_at=at, child_id=allocation.child_id,
        referral_id=allocation.referral_id, worker_id=allocation.worker_id, team_id=allocation.team_id, began_on=today,
        began_at=at,
    )  # fmt: skip
    allocation.accepted_at, allocation.involvement = at, involvement
    allocation.save(update_fields=["accepted_at", "involvement"])
    end_holding(Episode(referral_id=allocation.referral_id, child_id=allocation.child_id), by=by, at=at)
    note("child accepted", by=by, at=at, subject=allocation, child_id=allocation.child_id)
    return involvement


@transaction.atomic
def decline(allocation: Allocation, *, because: str, by: User, at: datetime) -> Allocation:
    """
    Say why one cannot take a child on; the child stays with whoever holds them.

    :raises NotAllowed: if this person may not hold children.
    :raises NotYours, AnsweredAlready, BecauseMissing: see there.
    """
    require(by, permissions.HOLD_CHILDREN)
    allocation = _to_answer(allocation)
    if allocation.worker_id != by.worker_id:
        raise NotYours
    if not because.strip():
        raise BecauseMissing
    allocation.declined_at, allocation.declined_because = at, because.strip()
    allocation.save(update_fields=["declined_at", "declined_because"])
    note("child declined", by=by, at=at, subject=allocation, child_id=allocation.child_id)
    return allocation


@transaction.atomic
def withdraw(allocation: Allocation, *, because: str, by: User, at: datetime) -> Allocation:
    """
    Take back what was given and not answered yet.

    :raises NotAllowed: if this person may not give children to workers.
    :raises AnsweredAlready, BecauseMissing: see there.
    """
    require(by, permissions.ALLOCATE)
    allocation = _to_answer(allocation)
    if not because.strip():
        raise BecauseMissing
    return _taken_back(allocation, because=because, by=by, at=at)


@transaction.atomic
def fall_away(allocation: Allocation, *, because: str, by: User, at: datetime) -> Allocation | None:
    """
    Take back what was given, because there is nothing left to answer: the child was passed on, or the episode is over.
    Answered meanwhile, it stays as it is: None.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    try:
        allocation = _to_answer(allocation)
    except AnsweredAlready:
        return None
    return _taken_back(allocation, because=because, by=by, at=at)


@transaction.atomic
def leave(involvement: Involvement, *, change_reason: str, by: User, at: datetime) -> Involvement:
    """
    End a worker's hold on a child with nobody to follow yet. Whoever calls this names a holding manager in the same
    transaction; without one the database refuses it.

    :raises NotAllowed: if this person may not give children to workers.
    :raises NotAReason: if the reason is not one of the standard.
    :raises LetGoAlready: if the worker does not hold the child any more.
    """
    require(by, permissions.ALLOCATE)
    if change_reason not in WORKER_CHANGE_REASON.offered:
        raise NotAReason(change_reason)
    list(Person.objects.select_for_update(no_key=True).filter(pk=involvement.child_id))
    held = Involvement.objects.select_for_update().get(pk=involvement.pk)
    if held.ended_on is not None:
        raise LetGoAlready
    held.ended_on, held.change_reason = local_day(at), change_reason
    held.save(update_fields=["ended_on", "change_reason"])
    note("worker left a child", by=by, at=at, subject=held, child_id=held.child_id, reason=change_reason)
    return held


@transaction.atomic
def reach(involvement: Involvement, *, reached_on: date, by: User, at: datetime) -> Involvement:
    """
    Say on which day the worker first reached the child or family; said already, the earlier day stands.

    :raises NotAllowed: if this person may not hold children.
    :raises NotYours: if somebody else holds the child.
    :raises NotOnThatDay: if it is before the worker accepted, or after today.
    """
    require(by, permissions.HOLD_CHILDREN)
    held = Involvement.objects.select_for_update().get(pk=involvement.pk)
    if held.worker_id != by.worker_id:
        raise NotYours
    if not held.began_on <= reached_on <= local_day(at):
        raise NotOnThatDay
    if held.reached_on is None or reached_on < held.reached_on:
        held.reached_on = reached_on
        held.save(update_fields=["reached_on"])
        note("family reached by their worker", by=by, at=at, subject=held, child_id=held.child_id)
    return held


class NotOnThatDay(Exception):
    """A family is not reached before its worker accepted, nor tomorrow."""


def refuse_beyond_protected_load(worker: Worker, more: Collection[int], day: date) -> None:
    """
    Refuse these children to a newly qualified worker who would then look after more than the protected load.

    It follows from an act that was allowed, so there is no permission of its own.

    :raises HoldsNoCases: if the worker holds no cases that day.
    :raises BeyondProtectedLoad: if so.
    """
    _room(worker, more, day)


# --- what it takes ----------------------------------------------------------------------------------------------------


def _to_answer(allocation: Allocation) -> Allocation:
    held = Allocation.objects.select_for_update(of=("self",)).select_related("worker").get(pk=allocation.pk)
    if held.accepted_at or held.declined_at or held.withdrawn_at:
        raise AnsweredAlready
    return held


def _taken_back(allocation: Allocation, *, because: str, by: User, at: datetime) -> Allocation:
    allocation.withdrawn_at, allocation.withdrawn_by, allocation.withdrawn_because = at, by, because.strip()
    allocation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    note("child taken back from a worker", by=by, at=at, subject=allocation, child_id=allocation.child_id)
    return allocation


def _refuse_what_is_given(
    episode: Episode, worker: Worker, today: date, *, is_first: bool, instead_of: int | None
) -> None:
    given = Allocation.objects.unanswered().filter(referral=episode.referral_id).select_related("worker").first()
    if given is not None:
        raise GivenAlready(given)
    held = Involvement.objects.in_force(today).filter(referral=episode.referral_id).select_related("worker").first()
    if held is None:
        return
    if is_first or held.worker_id == worker.pk or (instead_of is not None and held.worker_id != instead_of):
        raise GivenAlready(held)


def _refuse_who_is_kept_apart(worker: Worker, children: Sequence[int]) -> None:
    """Nobody is given a child they may not see: an exclusion or a restriction stands above every allocation."""
    account = User.objects.filter(worker=worker).first()
    if account is not None and kept_from(account).filter(pk__in=children).exists():
        raise KeptApart


def _room(worker: Worker, children: Collection[int], today: date) -> tuple[Appointment, int, float]:
    """The appointment the worker takes them in, the children they would then hold, and how many were agreed."""
    appointments = list(Appointment.objects.in_force(today).case_holding().filter(worker=worker).order_by("-fte", "pk"))
    if not appointments:
        raise HoldsNoCases
    agreed, terms = agreed_on(all_limits(), today), terms_of(appointments)
    open_still = Q(referral__closed_on__isnull=True) | Q(referral__closed_on__gt=today)
    held = Involvement.objects.in_force(today).filter(open_still, worker=worker).values_list("child_id", flat=True)
    given = Allocation.objects.to_answer(today).filter(worker=worker).values_list("child_id", flat=True)
    after = len({*held, *given, *children})
    most = most_children(terms, agreed)
    if verdict(after, terms, agreed) is Verdict.BEYOND_PROTECTED_LOAD:
        raise BeyondProtectedLoad(after, most)
    return appointments[0], after, most


def review_days(limits: Limits, today: date) -> tuple[date, date]:
    """For children given above the ceiling today: the day of review that is offered, and the last one."""
    latest = limits.time_limit("ceiling_review", on=today).due_on(today, england())
    offered = today + REVIEWED_AFTER
    while not england().is_working_day(offered):
        offered += timedelta(days=1)
    return min(offered, latest), latest


def _override(after: int, most: float, over: OverTheCeiling | None, *, today: date) -> dict[str, object]:
    if after <= most:
        return {}
    if over is None:
        raise AboveTheCeiling(after, most)
    if not over.reason.strip() or over.review_on <= today:
        raise OverridePartly
    latest = review_days(all_limits(), today)[1]
    if over.review_on > latest or not england().is_working_day(over.review_on):
        raise ReviewTooLate(latest)
    if not over.manager.holds(permissions.ANSWER_OVER_THE_CEILING):
        raise NotAllowed(permissions.ANSWER_OVER_THE_CEILING)
    return {"over_manager": over.manager, "over_reason": over.reason.strip(), "over_review_on": over.review_on}


def _end_the_one_before(allocation: Allocation, *, by: User, at: datetime) -> None:
    """The worker who held the child lets go on the day the next one accepts."""
    before = Involvement.objects.in_force(local_day(at)).filter(referral=allocation.referral_id).select_for_update()
    for held in before:
        held.ended_on, held.change_reason = local_day(at), allocation.change_reason or "MANAGE"
        held.save(update_fields=["ended_on", "change_reason"])
        note("worker left a child", by=by, at=at, subject=held, child_id=held.child_id, reason=held.change_reason)
