"""Telling managers what must not wait until they look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.journey.allocating.answering import whom_to_tell
from lintel.journey.allocating.waiting.reading import read_waits, wait_limits
from lintel.journey.allocating.waiting.wait import Wait
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.codes import Rung
from lintel.steps.allocation.models import Allocation, WaitEscalation
from lintel.steps.allocation.rules import fell_due_on
from lintel.steps.allocation.waiting.actions import Episode, raise_rung
from lintel.steps.referrals.models import Referral

WHO_IS_TOLD = {
    Rung.UNCHECKED: (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE),
    Rung.SERVICE_MANAGER: (Role.SERVICE_MANAGER,),
    Rung.HEAD_OF_SERVICE: (Role.HEAD_OF_SERVICE,),
}
DAYS_LOOKED_BACK = 7


@transaction.atomic
def escalate_waits(*, by: User | None, at: datetime) -> list[WaitEscalation]:
    """
    Write down every wait that reached a rung, and tell whoever must know: when it is reached and every week after, with
    how many children it is, and no name. The head of service is told of restricted records, too: a warning about a
    child's safety is hidden from nobody who answers for it.
    """
    today = local_day(at)
    raised: list[WaitEscalation] = []
    reached: dict[Rung, list[Wait]] = defaultdict(list)
    waits = read_waits(Referral.objects.all(), today=today)
    written = set(WaitEscalation.objects.values_list("referral_id", "fell_due_on", "rung"))
    told_when, calendar = wait_limits(all_limits(), today), england()
    for wait in waits:
        episode = Episode(referral_id=wait.referral_id, child_id=wait.child_id)
        due = wait.check.next_due_on if wait.check else None
        for rung in wait.rungs:
            day = fell_due_on(
                rung, since=wait.since, check_due_on=due, today=today, limits=told_when, calendar=calendar
            )
            if (wait.referral_id, day, rung.value) in written:
                continue
            one = raise_rung(episode, rung, fell_due_on=day, by=by, at=at)
            if one is not None:
                raised.append(one)
                reached[rung].append(wait)
    for rung, new in reached.items():
        all_of_it = [wait for wait in waits if rung in wait.rungs]
        _tell_of(rung, new, all_of_it, by=by, at=at)
    return raised


def _tell_of(rung: Rung, new: Sequence[Wait], all_of_it: Sequence[Wait], *, by: User | None, at: datetime) -> None:
    holders = {wait.holding_manager_id for wait in new if wait.holding_manager_id} if rung is Rung.UNCHECKED else set()
    told = User.objects.filter(is_active=True, pk__in=holders) | User.objects.filter(
        is_active=True, role_grants__ended_at__isnull=True, role_grants__role__in=WHO_IS_TOLD[rung]
    )
    for user in told.distinct():
        theirs, in_all = _they_answer_for(user, new), _they_answer_for(user, all_of_it)
        if theirs:
            tell(
                key=f"waits/{rung}/{user.pk}/{at:%Y%m%d%H%M%S}",
                words=_words(rung, theirs, len({wait.child_id for wait in in_all})), path=f"/waiting/?told={rung}",
                user=user, by=by, at=at,
            )  # fmt: skip


def _they_answer_for(user: User, waits: Sequence[Wait]) -> list[Wait]:
    if Role.HEAD_OF_SERVICE in user.roles:
        return list(waits)
    children = {wait.child_id for wait in waits}
    seen = set(visible_children(user).filter(pk__in=children).values_list("pk", flat=True))
    return [wait for wait in waits if wait.child_id in seen or wait.holding_manager_id == user.pk]


def _words(rung: Rung, new: Sequence[Wait], in_all: int) -> str:
    longest = max(wait.days for wait in new)
    children = f"{len(new)} {'child' if len(new) == 1 else 'children'}"
    have = "has" if len(new) == 1 else "have"
    if rung is Rung.UNCHECKED:
        return f"{children} without a worker {have} no safety check in time; {in_all} in all"
    return f"{children} {have} now waited too long for a worker, up to {longest} days; {in_all} in all"


@transaction.atomic
def tell_of_going_above(*, by: User | None, at: datetime) -> int:
    """
    The morning after: tell the manager who answers for it, and the head of service, of every worker who was given
    children above the ceiling on a day before today, and has neither declined them nor had them taken back. Each day
    once; a morning that was missed is made up for.

    :return: how many were told.
    """
    today = local_day(at)
    since = at - timedelta(days=DAYS_LOOKED_BACK)
    given = Allocation.objects.filter(
        over_manager__isnull=False, given_at__gte=since, declined_at__isnull=True, withdrawn_at__isnull=True
    ).select_related("over_manager")
    by_day: dict[str, list[Allocation]] = defaultdict(list)
    for allocation in given.order_by("given_at"):
        if local_day(allocation.given_at) < today:
            by_day[f"{local_day(allocation.given_at):%-d %B %Y}"].append(allocation)
    heads = list(_holding(Role.HEAD_OF_SERVICE))
    told = 0
    for day, those in by_day.items():
        named = {each.over_manager for each in those if each.over_manager}
        for user in named | set(heads):
            of_theirs = those if user in heads else [each for each in those if each.over_manager == user]
            told += tell(
                key=f"above the ceiling/{day}/{user.pk}", words=_above(day, of_theirs, is_named=user in named),
                path="/allocation/above-the-ceiling/", user=user, by=by, at=at,
            )  # fmt: skip
    return told


def _above(day: str, those: Sequence[Allocation], *, is_named: bool) -> str:
    workers = len({each.worker_id for each in those})
    said = f"{len(those)} {'child' if len(those) == 1 else 'children'} given above the ceiling on {day}"
    said += f", to {workers} {'worker' if workers == 1 else 'workers'}"
    return f"{said}. You are named for {'it' if len(those) == 1 else 'them'}." if is_named else f"{said}."


@transaction.atomic
def remind_of_unanswered(*, by: User | None, at: datetime) -> int:
    """
    Tell whoever gave children to a worker who has neither accepted nor declined in the agreed time, and whoever holds
    them now; once each.

    :return: how many were told.
    """
    today = local_day(at)
    limit = all_limits().time_limit("allocation_answered", on=today)
    told = 0
    for allocation in Allocation.objects.to_answer(today).select_related("worker", "given_by").order_by("pk"):
        if limit.due_on(local_day(allocation.given_at), england()) >= today:
            continue
        for key, user in whom_to_tell(allocation):
            whose = "you gave them" if user == allocation.given_by else "you hold, whom they were given"
            told += tell(
                key=f"unanswered/{key}", words=f"{allocation.worker} has not answered about a child {whose}",
                path="/waiting/", child_id=allocation.child_id, user=user, by=by, at=at,
            )  # fmt: skip
    if told:
        note("reminded of what is unanswered", by=by, at=at, told=told)
    return told


def _holding(role: Role) -> Iterable[User]:
    return User.objects.filter(
        is_active=True, role_grants__ended_at__isnull=True, role_grants__role=role
    ).distinct()  # fmt: skip
