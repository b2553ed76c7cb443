"""Every handing on of a child between people who answer for them: nobody twice, nobody never."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason, give_reason
from lintel.foundation.access.visibility import sees_whole_service, team_line, visible_children
from lintel.foundation.notices.actions import say_all_answered, say_answered, tell
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.foundation.workforce.models import Appointment, Team, Worker
from lintel.journey.allocating.answering import manager_for, whom_to_tell
from lintel.journey.allocating.waiting.reading import read_waits
from lintel.journey.imports.keys import reason_to_see as reason_of_a_file
from lintel.statute.calendar import local_day
from lintel.steps.allocation import permissions
from lintel.steps.allocation.covering.actions import end_cover
from lintel.steps.allocation.giving import actions as giving
from lintel.steps.allocation.giving.actions import OverTheCeiling, reach
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.allocation.waiting import actions as waiting
from lintel.steps.allocation.waiting.actions import Episode
from lintel.steps.referrals.actions import hand_to_team
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# The keys of reasons to see: while a child waits with a team, while a worker is asked, while they hold the child, and
# while somebody covers for them.
WAITS, ASKED, HOLDS, COVERS = "live/waits/{}", "live/asked/{}", "live/holds/{}", "live/covers/{}"


class NoLongerWaiting(Exception):
    """The episode is over, the child is not one of theirs, or it is no referral at all."""


class NotTheirWorker(Exception):
    """A manager gives children to the workers of their own teams."""


class NobodyToHold(Exception):
    """There is no manager with an account who could hold the child. Open one first."""


def episode_of(referral: Referral) -> Episode:
    return Episode(referral_id=referral.pk, child_id=referral.child_id)


# --- waiting ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_waiting(referral: Referral, *, by: User, at: datetime) -> Holding:
    """
    From the decision on, a manager holds the child: of the team that is to find a worker, who is told (hard stop 5).

    Where no manager has an account, whoever decided holds the child. It follows from an act that was allowed.
    """
    team = referral.team
    if team is not None:
        give_reason(
            child_id=referral.child_id, team_id=team.pk, basis="waits for a worker", key=WAITS.format(referral.pk),
            begins_on=local_day(at), by=by, at=at,
        )  # fmt: skip
    manager = manager_for(team, [referral.child_id]) or by
    held = waiting.begin_holding(episode_of(referral), manager=manager, by=by, at=at)
    _tell_holder(held, by=by, at=at)
    return held


@transaction.atomic
def pass_on(referrals: Sequence[Referral], *, team: Team, by: User, at: datetime) -> list[Holding]:
    """
    Hand waiting children to another team: its manager holds them from now on, and no clock starts anew. What was given
    to a worker and not answered is taken back: who takes them is the other team's to say.

    :raises NotAllowed: if this person may not hold waiting children.
    :raises NoLongerWaiting: if one of them waits no more, or this person may not see them.
    :raises NobodyToHold: if nobody answers for the team.
    :raises: what `waiting.take_over` raises.
    """
    require(by, permissions.HOLD_WAITING)
    held = []
    # The children first, as everybody does who hands them on, so that nobody waits for each other for good.
    children = sorted({referral.child_id for referral in referrals})
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    for referral in theirs(referrals, by, at):
        manager = manager_for(team, [referral.child_id])
        if manager is None:
            raise NobodyToHold
        hand_to_team(referral, team_id=team.pk, by=by, at=at)
        give_reason(
            child_id=referral.child_id, team_id=team.pk, basis="waits for a worker", key=WAITS.format(referral.pk),
            begins_on=local_day(at), by=by, at=at,
        )  # fmt: skip
        held += waiting.take_over([episode_of(referral)], manager=manager, by=by, at=at)
        drop_offers([referral], because=f"Passed on to {team.name}.", by=by, at=at)
        _tell_holder(held[-1], by=by, at=at)
    return held


@transaction.atomic
def check_safety(referrals: Sequence[Referral], *, why_safe: str, next_due_on: date, by: User, at: datetime) -> int:
    """
    Say why it is safe for children to wait, and by when somebody looks again.

    :return: for how many.
    :raises NoLongerWaiting: if one of them waits no more, or this person may not see them.
    :raises: what `waiting.check_safety` raises.
    """
    require(by, permissions.HOLD_WAITING)
    episodes = [episode_of(referral) for referral in theirs(referrals, by, at)]
    checked = len(waiting.check_safety(episodes, why_safe=why_safe, next_due_on=next_due_on, by=by, at=at))
    if not _has_unchecked(by, at):
        say_all_answered(key_begins=f"holding/{by.pk}/", by=by, at=at)
    return checked


# --- giving -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def allocate(
    referrals: Sequence[Referral], *, worker: Worker, over: OverTheCeiling | None = None, why: str = "",
    change_reason: str = "", handover: str = "", is_first: bool = False, instead_of: int | None = None, by: User,
    at: datetime,
) -> list[Allocation]:  # fmt: skip
    """
    Give children to a worker of one's own teams, all or none. The worker is told, and may read before answering.

    :param is_first: whether they are meant to have no worker yet; a worker who has accepted meanwhile then stays.
    :param instead_of: the worker they are meant to leave; another one who holds them meanwhile stays.
    :raises NoLongerWaiting: if an episode is over, or this person may not see the child.
    :raises NotTheirWorker: if the worker is not in a team this person answers for.
    :raises: what `giving.give` raises.
    """
    require(by, permissions.ALLOCATE)
    today = local_day(at)
    waiting_for_one = theirs(referrals, by, at)
    refuse_another_line(worker, by, today)
    given = giving.give(
        [episode_of(referral) for referral in waiting_for_one], worker=worker, over=over, why=why,
        change_reason=change_reason, handover=handover, is_first=is_first, instead_of=instead_of, by=by, at=at,
    )  # fmt: skip
    for allocation in given:
        give_reason(
            child_id=allocation.child_id, worker_id=worker.pk, basis="asked to be their worker",
            key=ASKED.format(allocation.pk), begins_on=today, by=by, at=at,
        )  # fmt: skip
        tell(
            key=f"given/{allocation.pk}", words=f"{name_of(allocation.child)} was given to you by {by.name}",
            path="/", child_id=allocation.child_id, worker_id=worker.pk, by=by, at=at,
        )  # fmt: skip
    return given


@transaction.atomic
def accept(allocations: Sequence[Allocation], *, by: User, at: datetime) -> list[Involvement]:
    """
    Accept children: the worker and their team see them from now on, and whoever held them lets go.

    :raises NoLongerWaiting: if the episode of one of them is over.
    :raises: what `giving.accept` raises.
    """
    return [_accept(allocation, by=by, at=at) for allocation in sorted(allocations, key=lambda each: each.child_id)]


def _accept(allocation: Allocation, *, by: User, at: datetime) -> Involvement:
    today = local_day(at)
    referral = Referral.objects.open_on(today).filter(pk=allocation.referral_id).first()
    if referral is None:
        raise NoLongerWaiting
    before = list(Involvement.objects.in_force(today).filter(referral=referral).exclude(worker=allocation.worker_id))
    involvement = giving.accept(allocation, by=by, at=at)
    give_reason(
        child_id=involvement.child_id, worker_id=involvement.worker_id, team_id=involvement.team_id,
        basis="involvement", key=HOLDS.format(involvement.pk), begins_on=today, by=by, at=at,
    )  # fmt: skip
    end_reason(key=ASKED.format(allocation.pk), ends_on=today, by=by, at=at)
    say_answered(key=f"given/{allocation.pk}", by=by, at=at)
    end_reason(key=WAITS.format(referral.pk), ends_on=today, by=by, at=at)
    for held in before:
        stop_seeing(held, by=by, at=at)
    if involvement.team_id is not None:
        hand_to_team(referral, team_id=involvement.team_id, by=by, at=at)
    tell(
        key=f"accepted/{allocation.pk}", words=f"{by.name} has accepted {name_of(allocation.child)}",
        path=f"/children/{allocation.child_id}/", child_id=allocation.child_id, user=allocation.given_by, by=by, at=at,
    )  # fmt: skip
    return involvement


@transaction.atomic
def decline(allocations: Sequence[Allocation], *, because: str, by: User, at: datetime) -> None:
    """
    Say why one cannot take children on; they stay with whoever holds them, who is told, and so is whoever gave them.

    :raises: what `giving.decline` raises.
    """
    for allocation in allocations:
        giving.decline(allocation, because=because, by=by, at=at)
        say_answered(key=f"given/{allocation.pk}", by=by, at=at)
        end_reason(key=ASKED.format(allocation.pk), ends_on=local_day(at), by=by, at=at)
        for key, user in whom_to_tell(allocation):
            tell(
                key=f"declined/{key}",
                words=f"{by.name} cannot take {name_of(allocation.child)} on: {because.strip()}",
                path="/waiting/", child_id=allocation.child_id, user=user, by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def withdraw(allocations: Sequence[Allocation], *, because: str, by: User, at: datetime) -> None:
    """
    Take back what was given and not answered; the worker is told.

    :raises NoLongerWaiting: if this person may not see one of the children.
    :raises: what `giving.withdraw` raises.
    """
    require(by, permissions.ALLOCATE)
    theirs([allocation.referral for allocation in allocations], by, at)
    for allocation in allocations:
        _say_taken_back(giving.withdraw(allocation, because=because, by=by, at=at), by=by, at=at)


@transaction.atomic
def let_go(involvements: Sequence[Involvement], *, change_reason: str, by: User, at: datetime) -> list[Holding]:
    """
    End a worker's hold on children with nobody to follow yet: a manager holds them from the same moment, and they
    stand on the board.

    :raises NotAllowed: if this person may not give children to workers.
    :raises NoLongerWaiting: if this person may not see one of the children.
    :raises: what `giving.leave` raises.
    """
    require(by, permissions.ALLOCATE)
    episodes = {referral.pk: referral for referral in theirs([each.referral for each in involvements], by, at)}
    held = []
    for involvement in sorted(involvements, key=lambda each: each.child_id):
        giving.leave(involvement, change_reason=change_reason, by=by, at=at)
        stop_seeing(involvement, by=by, at=at)
        referral = episodes[involvement.referral_id]
        if referral.team is None and involvement.team_id is not None:
            # Of an episode that names no team, whoever answers for the worker's is to find the next.
            hand_to_team(referral, team_id=involvement.team_id, by=by, at=at)
            referral.team = involvement.team
        held.append(begin_waiting(referral, by=by, at=at))
    return held


@transaction.atomic
def reach_family(involvements: Sequence[Involvement], *, reached_on: date, by: User, at: datetime) -> list[Involvement]:
    """
    Say on which day the worker first reached a family, for every brother and sister it holds of.

    :raises: what `giving.reach` raises.
    """
    return [reach(each, reached_on=reached_on, by=by, at=at) for each in involvements]


# --- what it takes ----------------------------------------------------------------------------------------------------


def drop_offers(referrals: Sequence[Referral], *, because: str, by: User, at: datetime) -> int:
    """
    Take back what of these episodes was given to a worker and not answered; the worker is told.

    It follows from an act that was allowed.

    :return: how much.
    """
    dropped = 0
    for allocation in Allocation.objects.unanswered().filter(referral__in=referrals).order_by("child_id", "pk"):
        if (fallen := giving.fall_away(allocation, because=because, by=by, at=at)) is not None:
            _say_taken_back(fallen, by=by, at=at)
            dropped += 1
    return dropped


def _say_taken_back(allocation: Allocation, *, by: User, at: datetime) -> None:
    end_reason(key=ASKED.format(allocation.pk), ends_on=local_day(at), by=by, at=at)
    tell(
        key=f"taken back/{allocation.pk}", words=f"What was given to you was taken back by {by.name}", path="/",
        worker_id=allocation.worker_id, by=by, at=at,
    )  # fmt: skip


def theirs(referrals: Sequence[Referral], by: User, at: datetime) -> list[Referral]:
    """
    The episodes as they stand now.

    :raises NoLongerWaiting: if one is over, or its child is not one this person may see.
    """
    wanted = {referral.pk for referral in referrals}
    today = local_day(at)
    found = Referral.objects.open_on(today).filter(pk__in=wanted, child__in=visible_children(by, on=today))
    open_still = list(found.select_related("team__part_of", "child").order_by("child_id", "pk"))
    if len(open_still) < len(wanted):
        raise NoLongerWaiting
    return open_still


def refuse_another_line(worker: Worker, by: User, today: date) -> None:
    """
    Refuse a worker who is in no team this person answers for.

    :raises NotTheirWorker: if so.
    """
    if sees_whole_service(by):
        return
    if not Appointment.objects.in_force(today).filter(worker=worker, team__in=team_line(by)).exists():
        raise NotTheirWorker


def stop_seeing(involvement: Involvement, *, by: User, at: datetime) -> None:
    """End the reasons to see that an involvement gave: its own, or that of a file, and those of whoever covered."""
    for covered in end_cover([involvement], ends_on=local_day(at), by=by, at=at):
        end_reason(key=COVERS.format(covered.pk), ends_on=local_day(at), by=by, at=at)
    for key in (HOLDS.format(involvement.pk), reason_of_a_file(involvement.key)):
        end_reason(key=key, ends_on=local_day(at), by=by, at=at)


def _has_unchecked(manager: User, at: datetime) -> bool:
    """Whether this manager holds a child for whom nobody has said, or not said in time, why it is safe to wait."""
    theirs = Holding.objects.filter(manager=manager, until_at__isnull=True)
    waits = read_waits(Referral.objects.filter(pk__in=theirs.values("referral")), today=local_day(at))
    return any(wait.check is None or wait.is_check_overdue for wait in waits)


def _tell_holder(held: Holding, *, by: User, at: datetime) -> None:
    """Once a day, however many children: the board has them, and the clock asks again for each."""
    tell(
        key=f"holding/{held.manager_id}/{local_day(at)}", path="/waiting/", user=held.manager, by=by, at=at,
        words="Children wait for a worker with you: say why it is safe to wait",
    )  # fmt: skip
