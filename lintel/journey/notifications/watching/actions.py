"""What the watch does every few minutes. Each thing is said once, however often it looks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.journey.notifications.timing import habits_of, times_of
from lintel.statute.calendar import england, local_day
from lintel.steps.police_notifications import permissions
from lintel.steps.police_notifications.codes import BatchState, CameBy, Party, Reason
from lintel.steps.police_notifications.lags import hours_of_party, lag
from lintel.steps.police_notifications.models import BacklogDeclaration, Batch, Escalation, Silence
from lintel.steps.police_notifications.partnership import actions as partnership
from lintel.steps.police_notifications.rules import p90_over

if TYPE_CHECKING:
    from datetime import date

    from lintel.foundation.access.models import User

LEFT_LYING = timedelta(minutes=30)
LOOKED_AT = timedelta(days=7)
FEWEST = 5  # a limit is not broken by one notice that came late
PARTNERSHIP, PORTAL = "/police/partnership/", "/police/portal/"
OURS_ON_RUNG = {1: Role.FRONT_DOOR_MANAGER, 2: Role.SERVICE_MANAGER, 3: Role.HEAD_OF_SERVICE}


@transaction.atomic
def watch(*, by: User, at: datetime) -> None:
    """
    Look at every police force once.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    require(by, permissions.WATCH_THE_FEED)
    for agency in Agency.objects.filter(kind=AgencyKind.POLICE).order_by("pk"):
        look_for_silence(agency, by=by, at=at)
        look_for_declaration(agency, by=by, at=at)
        look_for_lateness(agency, by=by, at=at)
    look_for_batches_left_lying(by=by, at=at)
    go_up_where_nobody_answered(by=by, at=at)


def look_for_silence(agency: Agency, *, by: User, at: datetime) -> list[Silence]:
    """
    No news is not good news: say so where a way of sending is silent for longer than 99 of its own 100 gaps.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    found = []
    for came_by, habit in habits_of(agency, until=at).items():
        raised = (
            partnership.raise_silence(agency, came_by=came_by, habit=habit, by=by, at=at)
            if habit.is_silent(at)
            else None
        )
        if raised is not None:
            words = f"No news is not good news: {words_of_silence(raised, at=at)}"
            _tell_both(f"silence/{raised.pk}", words, agency, by=by, at=at)
            found.append(raised)
    return found


def words_of_silence(silence: Silence, *, at: datetime) -> str:
    """How long nothing has come, and since when that is unusual."""
    hours = (at - silence.latest_at).total_seconds() / 3600
    usual = (silence.silent_from - silence.latest_at).total_seconds() / 3600
    way = CameBy(silence.came_by).words.lower()
    return (
        f"nothing from {silence.agency.name} for {_hours(hours)} ({way}; 99 in 100 of its pauses are shorter than"
        f" {_hours(usual)})"
    )


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{max(1, round(60 * hours))} minutes"
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"


def look_for_declaration(agency: Agency, *, by: User, at: datetime) -> bool:
    """
    Say so, once a week, where a force that sends us notices has not declared its backlog in time.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    require(by, permissions.WATCH_THE_FEED)
    latest = BacklogDeclaration.objects.filter(agency=agency).order_by("-declared_at").first()
    if latest is None and not agency.police_notifications.exists():
        return False
    today = local_day(at)
    if latest is not None and today <= declaration_due_on(latest):
        return False
    since = f"since {timezone.localtime(latest.declared_at):%-d %B %Y}" if latest else "yet"
    words = f"{agency.name} has not declared what it has not triaged {since}"
    year, week, _ = today.isocalendar()
    if _tell_both(f"backlog missing/{agency.pk}/{year}-{week}", words, agency, by=by, at=at):
        note("backlog declaration missing", by=by, at=at, subject=agency)
    return True


def declaration_due_on(latest: BacklogDeclaration) -> date:
    """The last day on which the next declaration is in time."""
    declared = local_day(latest.declared_at)
    return all_limits().time_limit("backlog_declared", on=declared).due_on(declared, england())


@transaction.atomic
def declare(
    agency: Agency, *, untriaged: int, oldest_on: date | None, by: User, at: datetime
) -> BacklogDeclaration:  # fmt: skip
    """
    Declare a backlog; where it is worse than the last, both partners are told.

    :raises: what `partnership.declare_backlog` raises.
    """
    declared = partnership.declare_backlog(agency, untriaged=untriaged, oldest_on=oldest_on, by=by, at=at)
    if declared.worse:
        words = f"The backlog of {agency.name} is worse: {'; '.join(declared.worse)}"
        _tell_both(f"backlog worse/{declared.pk}", words, agency, by=by, at=at)
    return declared


def look_for_lateness(agency: Agency, *, by: User, at: datetime) -> list[Escalation]:
    """
    Put it on the ladder where, over a week, one notice in ten took a party longer than the limit.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    limits, today = all_limits(), local_day(at)
    limit = float(limits.time_limit("police_lag", on=today).amount)
    ours = float(limits.time_limit("contact_decision", on=today).amount)
    times = times_of(agency, since=at - LOOKED_AT, until=at)
    if len(times) < FEWEST:
        return []
    decided = [hours for t in times if (hours := hours_of_party(t, Party.OURS, at=at)) is not None]
    judged = [
        (Party.POLICE, p90_over([lag(t) for t in times], limit), limit, "from incident to us"),
        (Party.OURS, p90_over(decided, ours), ours, "from receipt to decision"),
    ]
    found = []
    for party, hours, agreed, way in judged:
        if hours is None:
            continue
        words = f"In seven days, one notice in ten took {_hours(hours)} or more {way}; agreed are {agreed:.0f} hours"
        raised = partnership.escalate(agency, party=party, reason=Reason.LAG, words=words, by=by, at=at)
        if raised is not None:
            _tell_rung(raised, by=by, at=at)
            found.append(raised)
    return found


def look_for_batches_left_lying(*, by: User, at: datetime) -> int:
    """
    Tell the desk of a batch that was looked at and not taken in: the clocks of its children run.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    require(by, permissions.WATCH_THE_FEED)
    lying = Batch.objects.filter(state=BatchState.READ, received_at__lt=at - LEFT_LYING)
    for batch in lying:
        notices = "1 notice" if batch.rows_accepted == 1 else f"{batch.rows_accepted} notices"
        tell(
            key=f"police batch left lying/{batch.pk}", words=f"{batch.file_name} with {notices} is not taken in yet",
            path=f"/police/batches/{batch.pk}/", role=Role.FRONT_DOOR_MANAGER, by=by, at=at,
        )  # fmt: skip
    return len(lying)


def go_up_where_nobody_answered(*, by: User, at: datetime) -> list[Escalation]:
    """
    Tell the next rung of every escalation whose time to answer is over.

    :raises NotAllowed: if this person or rule may not watch over notices.
    """
    due = Escalation.objects.filter(answered_at__isnull=True, due_at__lte=at, went_on_to=None)
    raised = [up for held in due if (up := partnership.go_up(held, by=by, at=at)) is not None]
    for up in raised:
        _tell_rung(up, by=by, at=at)
    return raised


def _tell_rung(held: Escalation, *, by: User, at: datetime) -> None:
    words = f"{held.told}: {held.words}. Answer by {timezone.localtime(held.due_at):%-d %B, %H:%M}."
    tell(
        key=f"escalation/{held.pk}/ours",
        words=words[:300],
        path=PARTNERSHIP,
        role=OURS_ON_RUNG[held.rung],
        by=by,
        at=at,
    )
    _tell_partner(f"escalation/{held.pk}", words, held.agency, by=by, at=at)


def _tell_both(key: str, words: str, agency: Agency, *, by: User, at: datetime) -> bool:
    """The head of service, the front-door manager, and whoever answers for the police; whether anybody is new to it."""
    roles = (Role.HEAD_OF_SERVICE, Role.FRONT_DOOR_MANAGER)
    ours = [tell(key=f"{key}/{role}", words=words[:300], path=PARTNERSHIP, role=role, by=by, at=at) for role in roles]
    return any([*ours, *_tell_partner(key, words, agency, by=by, at=at)])


def _tell_partner(key: str, words: str, agency: Agency, *, by: User, at: datetime) -> list[bool]:
    members = AgencyMember.objects.filter(agency=agency, ended_at__isnull=True).select_related("user")
    return [
        tell(key=f"{key}/member {member.pk}", words=words[:300], path=PORTAL, user=member.user, by=by, at=at)
        for member in members
    ]
