"""Asking who is in the room, whether they will be through in time, and what one shift left to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Team
from lintel.statute.calendar import LONDON, local_day
from lintel.steps.front_door import permissions, rules
from lintel.steps.front_door.desk.models import HelpAsked
from lintel.steps.front_door.desk.queries import Queue, Row, as_rows
from lintel.steps.front_door.desk.rules import Pace, hours_at_desk, is_in_the_room, may_be_deferred, pace_of
from lintel.steps.front_door.models import Contact, Decision, Handover, OnDesk, OneLine
from lintel.steps.front_door.queries import contacts

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

PACE_OVER = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody at the desk, since when, and whether they decide."""

    user: User
    began_at: datetime
    decides: bool


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Who is in the room, at which pace, and when they would be through."""

    seats: list[Seat]
    pace: Pace
    finish: rules.Finish
    over_already: int

    @property
    def deciding(self) -> int:
        return sum(seat.decides for seat in self.seats)

    @property
    def is_too_little(self) -> bool:
        """Whether contacts would run out of time that are not out of it already."""
        return self.finish.out_of_time > self.over_already


def in_the_room(*, desk: Team | None, viewer: User, at: datetime) -> list[Seat]:
    """Who sits at a desk now, longest first. Names of colleagues are no secret at the desk."""
    if desk is None or not may(viewer, permissions.SEE_CONTACTS):
        return []
    seats = OnDesk.objects.filter(team=desk, ended_at__isnull=True).select_related("user").order_by("began_at")
    return [
        Seat(user=seat.user, began_at=seat.began_at, decides=may(seat.user, permissions.DECIDE_CONTACT))
        for seat in seats
        if is_in_the_room(began_at=seat.began_at, ended_at=None, at=at)
    ]


def is_at_desk(*, viewer: User, at: datetime) -> OnDesk | None:
    """The viewer's own seat, if they sit at a desk."""
    seat = OnDesk.objects.filter(user=viewer, ended_at__isnull=True).select_related("team").first()
    return seat if seat and is_in_the_room(began_at=seat.began_at, ended_at=None, at=at) else None


def pace(*, desk: Team, viewer: User, at: datetime) -> Pace:
    """
    How many contacts one person at this desk works through in an hour: its own pace of the last two weeks, else the
    agreed number. Of the desk as a whole, never of one person.
    """
    since = at - PACE_OVER
    agreed = all_limits().number("contacts_an_hour", on=local_day(at)).value
    if not may(viewer, permissions.SEE_CONTACTS):
        return pace_of(decided=0, hours=0, agreed=agreed)
    seats = OnDesk.objects.filter(team=desk, began_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=since))
    hours = hours_at_desk(seats.values_list("began_at", "ended_at"), since=since, at=at)
    made = Decision.objects.filter(decided_at__gt=since, decided_at__lte=at, child_contact__contact__held_by_team=desk)
    decided = made.values("child_contact__contact").distinct().count()
    return pace_of(decided=decided, hours=hours, agreed=agreed)


def capacity(queue: Queue, *, desk: Team, viewer: User, at: datetime) -> Capacity:
    """Whether those in the room will be through with what waits, and how many would be out of time by then."""
    seats, own = in_the_room(desk=desk, viewer=viewer, at=at), pace(desk=desk, viewer=viewer, at=at)
    due = queue.due()
    finish = rules.predicted_finish(due, people=len(seats), an_hour=own.an_hour, at=at)
    return Capacity(seats=seats, pace=own, finish=finish, over_already=sum(at > by for by in due))


def could_wait(queue: Queue, *, viewer: User) -> list[Row]:
    """What a manager could let wait, the one with most time left first; never what was called urgent."""
    if not may(viewer, permissions.RUN_THE_DESK):
        return []
    rows = [
        row
        for row in queue.rows
        if not row.waits_for_signature
        and may_be_deferred(priority=row.contact.priority, is_danger_open=row.is_danger_open)
    ]
    return sorted(rows, key=lambda row: row.clock.hours_due_at, reverse=True)


def teams_to_ask(*, viewer: User) -> list[Team]:
    """The teams whose managers can be asked to help the desk: early help and assessment."""
    if not may(viewer, permissions.RUN_THE_DESK):
        return []
    return list(Team.objects.filter(kind__in=(TeamKind.EARLY_HELP, TeamKind.ASSESSMENT)).order_by("kind", "name"))


def help_asked(*, viewer: User, at: datetime) -> list[HelpAsked]:
    """What was asked of other teams in the last day, newest first, with what was let wait."""
    if not may(viewer, permissions.RUN_THE_DESK):
        return []
    found = HelpAsked.objects.filter(asked_at__gt=at - timedelta(days=1), asked_at__lte=at).select_related("asked_by")
    return list(found.prefetch_related("asked", "deferrals__contact").order_by("-asked_at"))


def should_change_over(*, viewer: User, at: datetime) -> bool:
    """Whether this person has decided without a break for so long that somebody else should. Asked of oneself only."""
    minutes = all_limits().number("minutes_of_deciding", on=local_day(at)).value
    since = at - timedelta(hours=12)
    made = Decision.objects.filter(decided_by=viewer, decided_at__gt=since, decided_at__lte=at)
    return rules.decides_too_long(list(made.values_list("decided_at", flat=True)), at=at, minutes=minutes)


def handovers(*, viewer: User, at: datetime) -> list[Handover]:
    """What one desk left to another in the last two days, newest first."""
    if not may(viewer, permissions.WORK_THE_DESK):
        return []
    found = Handover.objects.filter(handed_at__gt=at - timedelta(days=2), handed_at__lte=at)
    return list(found.select_related("from_team", "to_team", "handed_by").order_by("-handed_at"))


def handed_over(handover: Handover, *, viewer: User) -> list[Contact]:
    """The contacts that were open when a desk was handed over, of those this person may read."""
    return list(contacts(viewer=viewer).filter(handovers=handover).order_by("received_at"))


def came_today(*, viewer: User, at: datetime) -> list[Row]:
    """Every contact received since midnight, decided and open, newest first: for out of hours and back."""
    if not may(viewer, permissions.WORK_THE_DESK):
        return []
    midnight = datetime.combine(local_day(at), time(), tzinfo=LONDON)
    found = contacts(viewer=viewer).filter(held_by_team__isnull=False, received_at__gte=midnight, received_at__lte=at)
    these = list(found.select_related("held_by", "held_by_team").order_by("-received_at", "-pk"))
    return as_rows(these, viewer=viewer, at=at)


def lines_today(*, viewer: User, at: datetime) -> list[OneLine]:
    """Calls since midnight that were not referrals; none about a child this person may not see."""
    if not may(viewer, permissions.WORK_THE_DESK):
        return []
    midnight = datetime.combine(local_day(at), time(), tzinfo=LONDON)
    found = OneLine.objects.filter(received_at__gte=midnight, received_at__lte=at)
    about = Q(child__isnull=True) | Q(child__in=visible_children(viewer))
    return list(found.filter(about).select_related("recorded_by", "child").order_by("-received_at"))
