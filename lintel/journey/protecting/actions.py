"""
Watching over strategy discussions. Each thing is told once, however often it looks.

What is told names no child: a warning about a child's safety is hidden from nobody who answers for it, and whoever may
see the child finds them where the notice leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import AgencyMember
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.models import Person
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.enquiries.discussing.following.actions import step_on_rung
from lintel.steps.enquiries.discussing.rules import RUNGS, Rung, standing_rung
from lintel.steps.enquiries.models import (
    DiscussionEscalation,
    DiscussionMeeting,
    ReasonableCause,
    StrategyDiscussion,
)
from lintel.steps.front_door.models import ChildContact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# There is no role of a director: whoever heads the service is told for them, as on the ladder between partners.
OURS_ON_RUNG = {2: Role.SERVICE_MANAGER, 3: Role.HEAD_OF_SERVICE}
WAITING, PORTAL = "/discussions/", "/police/portal/"


class NotTheirChild(Exception):
    """It is said of children one may see."""


@transaction.atomic
def cannot_wait(
    children: Sequence[Person], *, reason: str, known_since: datetime, by: User, at: datetime
) -> list[ReasonableCause]:  # fmt: skip
    """
    Say of children one works with, brothers and sisters together, that they are likely to suffer significant harm.

    Each has a cause of their own, as of when it was first known; sent twice, the first holds. Their teams are told.

    :raises NotAllowed, NoReasonGiven: if this person may not say so, or does not say why.
    :raises NotTheirChild: if they may not see every one of the children.
    """
    numbers = {child.pk for child in children}
    if visible_children(by).filter(pk__in=numbers).count() < len(numbers):
        raise NotTheirChild
    # The children are the lock: two people may say it at the same moment.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk"))
    held = {each.child_id: each for each in _waiting() if each.child_id in numbers and each.reason == reason.strip()}
    causes = []
    for child in children:
        if child.pk in held:
            causes.append(held[child.pk])
            continue
        cause = stamp_reasonable_cause(child=child, reason=reason, known_since=known_since, by=by, at=at)
        team = _team_of(cause, at=at)
        tell(
            key=f"reasonable cause/{cause.pk}", words="A child cannot wait: a strategy discussion is to be held.",
            path=WAITING, team_id=team, role=None if team else Role.SERVICE_MANAGER, child_id=child.pk, by=by, at=at,
        )  # fmt: skip
        causes.append(cause)
    return causes


@transaction.atomic
def climb_ladder(*, by: User | None, at: datetime) -> list[DiscussionEscalation]:
    """
    Write down every child who has waited so long for a strategy discussion that a rung of the ladder stands, and tell
    that rung, on our side and on the police's, once.
    """
    limits, members = all_limits(), _police()
    raised: dict[Rung, list[DiscussionEscalation]] = defaultdict(list)
    for cause in _waiting():
        rung = _rung_of(cause, limits, at=at)
        if rung is None:
            continue
        told = step_on_rung(cause, rung=rung, ours=rung.ours, theirs=_names(rung, members), by=by, at=at)
        if told is not None:
            raised[rung].append(told)
    for rung, new in raised.items():
        _tell_ours(rung, new, by=by, at=at)
        if rung.theirs:
            _tell_police(rung, new, members, by=by, at=at)
    return [each for new in raised.values() for each in new]


@transaction.atomic
def ask_for_what_is_owed(*, by: User | None, at: datetime) -> int:
    """
    Tell service managers of a discussion without quorum that was not held again in time, and whoever held one of
    minutes that are late.

    :return: how much was new.
    """
    told = 0
    again = DiscussionMeeting.objects.filter(is_quorate=False, reconvene_by__lte=at)
    for meeting in again.exclude(reconvened_by__held_at__isnull=False).order_by("pk"):
        told += tell(
            key=f"strategy discussion to hold again/{meeting.pk}", path=WAITING, role=Role.SERVICE_MANAGER,
            words="A strategy discussion was held without all who must be there and is not held again: it was due by "
            f"{timezone.localtime(meeting.reconvene_by):%-d %B, %H:%M}.",
            by=by, at=at,
        )  # fmt: skip
    limits = all_limits()
    unsent = DiscussionMeeting.objects.filter(held_at__isnull=False).exclude(parties__minutes_sent_at__isnull=False)
    for meeting in unsent.select_related("held_by").order_by("pk"):
        day = local_day(meeting.held_at) if meeting.held_at else local_day(at)
        if limits.time_limit("strategy_minutes", on=day).due_on(day, england()) < local_day(at):
            told += tell(
                key=f"strategy minutes late/{meeting.pk}", path=WAITING, user=meeting.held_by,
                words=f"Nobody has the minutes of the strategy discussion of {day:%-d %B} yet.", by=by, at=at,
            )  # fmt: skip
    return told


def _waiting() -> list[ReasonableCause]:
    """Reasonable causes that no discussion has answered, held here or known from a file."""
    found = ReasonableCause.objects.filter(discussion__isnull=True).order_by("stamped_at", "pk")
    held: dict[int, list[date]] = defaultdict(list)
    known = StrategyDiscussion.objects.filter(child__in=found.values("child"), meeting__isnull=True)
    for child, day in known.values_list("child_id", "held_on"):
        held[child].append(day)
    return [cause for cause in found if not any(day >= local_day(cause.stamped_at) for day in held[cause.child_id])]


def _rung_of(cause: ReasonableCause, limits: Limits, *, at: datetime) -> Rung | None:
    day = local_day(cause.stamped_at)
    agreed = {rung.limit: limits.time_limit(rung.limit, on=day) for rung in RUNGS}
    return standing_rung(triggered_at=cause.stamped_at, held_at=None, at=at, limits=agreed)


def _police() -> list[AgencyMember]:
    members = AgencyMember.objects.filter(agency__kind=AgencyKind.POLICE, ended_at__isnull=True, user__is_active=True)
    return list(members.select_related("user", "agency").order_by("pk"))


def _names(rung: Rung, members: Sequence[AgencyMember]) -> str:
    """The rank that stands on the police's side, and who answers for them here; the duty number where nobody does."""
    if not rung.theirs:
        return ""
    ranked = [member for member in members if member.post.strip().lower() == rung.theirs]
    names = ", ".join(member.user.name for member in ranked or members)
    return f"{rung.theirs} ({names})" if names else rung.theirs


def _words(rung: Rung, new: Sequence[DiscussionEscalation]) -> str:
    since = min(each.cause.stamped_at for each in new)
    children = "A child waits" if len(new) == 1 else f"{len(new)} children wait"
    return f"{children} for a strategy discussion, since {timezone.localtime(since):%-d %B, %H:%M}"


def _tell_ours(rung: Rung, new: Sequence[DiscussionEscalation], *, by: User | None, at: datetime) -> None:
    if role := OURS_ON_RUNG.get(rung.number):
        _tell(rung, new, role=role, by=by, at=at)
        return
    by_team: dict[int | None, list[DiscussionEscalation]] = defaultdict(list)
    for each in new:
        by_team[_team_of(each.cause, at=at)].append(each)
    for team, those in by_team.items():
        role = None if team else Role.FRONT_DOOR_MANAGER
        _tell(rung, those, role=role, team_id=team, by=by, at=at)


def _tell(
    rung: Rung, new: Sequence[DiscussionEscalation], *, role: Role | None, team_id: int | None = None,
    by: User | None, at: datetime,
) -> None:  # fmt: skip
    with_whom = f" Find a time today with {new[0].theirs}." if new[0].theirs else " Find a time now."
    tell(
        key=f"strategy ladder/{rung.number}/{new[0].pk}", words=f"{_words(rung, new)}.{with_whom}", path=WAITING,
        role=role, team_id=team_id, by=by, at=at,
    )  # fmt: skip


def _tell_police(
    rung: Rung, new: Sequence[DiscussionEscalation], members: Sequence[AgencyMember], *, by: User | None, at: datetime
) -> None:
    ranked = [member for member in members if member.post.strip().lower() == rung.theirs]
    for member in ranked or members:
        tell(
            key=f"strategy ladder/{rung.number}/{new[0].pk}/member {member.pk}", path=PORTAL, user=member.user,
            words=f"{_words(rung, new)}. It has gone up to your {rung.theirs} and our {rung.ours}.", by=by, at=at,
        )  # fmt: skip


def _team_of(cause: ReasonableCause, *, at: datetime) -> int | None:
    """The team that works with the child, or on whose desk the contact is."""
    works = Involvement.objects.in_force(local_day(at)).filter(child=cause.child_id, team__isnull=False)
    if team := works.order_by("began_on").values_list("team", flat=True).last():
        return int(team)
    line = ChildContact.objects.filter(pk=cause.child_contact_id or 0)
    return line.values_list("contact__held_by_team", flat=True).first()
