"""The waiting list of the last day: who holds whom meanwhile, why it is safe, and who was given to a worker already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from lintel.demo.live.people import AtTheDoor
from lintel.demo.staff import ASHGILL, CASTLE
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Team, Worker
from lintel.journey.allocating import actions
from lintel.journey.allocating.loads.queries import loads
from lintel.journey.allocating.waiting.queries import board
from lintel.journey.allocating.waiting.wait import Family
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.giving.actions import AboveTheCeiling, OverTheCeiling, review_days
from lintel.steps.referrals.models import Referral

WHY_SAFE = (
    "The school sees them every day and rings if one of them is missing. Grandmother stays until Friday.",
    "Father has moved out and keeps to it; the police have been twice and found everybody well.",
    "The health visitor comes on Thursday. Mother knows whom to ring at night, and has.",
    "They are with their aunt, who has read what to look out for and rings us every morning.",
)
WHY_ABOVE = "They know the family from last year, and nobody in the team is below the ceiling this week."


@dataclass(frozen=True)
class _Meeting:
    """Who sits in the allocation meeting of the morning."""

    service: User
    ashgill: User
    castle: User
    now: datetime


def look_after_the_waiting(people: AtTheDoor, *, now: datetime) -> None:
    """
    Name who holds every waiting child, check that waiting is safe for most of them, pass some on to two teams, and give
    the first of them to a worker.
    """
    meeting = _meeting(now)
    if meeting is None:
        return
    today = local_day(now)
    for referral in _of(board(viewer=people.head_of_service, on=today).families):
        actions.begin_waiting(referral, by=meeting.service, at=now - timedelta(hours=30))
    families = board(viewer=meeting.service, on=today).families
    _check(families, meeting)
    for families_of, team, manager in (
        (families[1::4], ASHGILL, meeting.ashgill),
        (families[2::4], CASTLE, meeting.castle),
    ):
        actions.pass_on(_of(families_of), team=Team.objects.get(name=team), by=meeting.service, at=now)
        _give(families_of[:2], manager, meeting)


def _meeting(now: datetime) -> _Meeting | None:
    def who(role: Role, team: str | None = None) -> User | None:
        grants = RoleGrant.objects.filter(role=role, ended_at__isnull=True, user__is_active=True)
        grant = (grants.filter(team__name=team) if team else grants).order_by("pk").first()
        return grant.user if grant else None

    service, ashgill, castle = (
        who(Role.SERVICE_MANAGER),
        who(Role.TEAM_MANAGER, ASHGILL),
        who(Role.TEAM_MANAGER, CASTLE),
    )
    return _Meeting(service, ashgill, castle, now) if service and ashgill and castle else None


def _of(families: Sequence[Family]) -> list[Referral]:
    return list(Referral.objects.filter(pk__in=[wait.referral_id for family in families for wait in family.waits]))


def _check(families: Sequence[Family], meeting: _Meeting) -> None:
    """Two thirds are in order; for the others nobody has looked since the day before yesterday, or ever."""
    whys, calendar = cycle(WHY_SAFE), england()
    for number, (family, why) in enumerate(zip(families, whys, strict=False)):
        if number % 7 == 6:
            continue
        # Looked at now, unless they were there days ago: an hour ago may be yesterday, when nobody had been referred.
        at = meeting.now - timedelta(hours=75 if number % 3 == 0 and _has_waited(family, 4) else 0)
        actions.check_safety(
            _of([family]), why_safe=why, next_due_on=calendar.next_working_day(local_day(at)), by=meeting.service, at=at
        )


def _give(families: Sequence[Family], manager: User, meeting: _Meeting) -> None:
    """Each to a worker of the team, one with an account first, then whoever has most room; not answered yet."""
    today = local_day(meeting.now)
    here = [load for load in loads(viewer=manager, on=today) if not load.is_away and not load.terms.is_newly_qualified]
    with_account = set(User.objects.filter(worker__isnull=False).values_list("worker_id", flat=True))
    here.sort(key=lambda load: (load.worker_id not in with_account, -load.room, load.worker_id))
    for family, load in zip(families, here, strict=False):
        worker, asked = Worker.objects.get(pk=load.worker_id), _of([family])
        over = OverTheCeiling(manager=manager, reason=WHY_ABOVE, review_on=review_days(all_limits(), today)[0])
        try:
            actions.allocate(asked, worker=worker, by=manager, at=meeting.now)
        except AboveTheCeiling:
            actions.allocate(asked, worker=worker, over=over, by=manager, at=meeting.now)


def _has_waited(family: Family, days: int) -> bool:
    """Whether every one of them was there so many days ago, so that something can have been done about them then."""
    return all(wait.days >= days for wait in family.waits)
