"""Saying that a worker is away, who covers meanwhile, and that they are back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason, give_reason
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import say_all_answered, tell
from lintel.foundation.workforce.absences.actions import end_absence, record_absence
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.foundation.workforce.models import Absence, Appointment, Worker
from lintel.journey.allocating.actions import COVERS, refuse_another_line, theirs
from lintel.statute.calendar import local_day
from lintel.steps.allocation import permissions
from lintel.steps.allocation.covering.actions import cover, end_cover
from lintel.steps.allocation.models import Cover, Involvement

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def say_away(
    worker: Worker, *, reason: AbsenceReason, starts_on: date, ends_on: date | None = None, by: User, at: datetime
) -> Absence:
    """
    Write down that a worker is or will be away; the managers of their teams are told, with how many children it is.

    :raises: what `record_absence` raises.
    """
    absence = record_absence(worker, reason=reason, starts_on=starts_on, ends_on=ends_on, by=by, at=at)
    children = len(set(_held(worker, max(starts_on, local_day(at))).values_list("child_id", flat=True)))
    if not children:
        return absence
    back = f" to {ends_on:%-d %B}" if ends_on else ", no day of return known"
    for team in Appointment.objects.in_force(local_day(at)).filter(worker=worker).values_list("team_id", flat=True):
        tell(
            key=f"away/{absence.pk}/{team}",
            words=f"{worker} is away from {starts_on:%-d %B}{back}: arrange cover for "
            f"{children} {'child' if children == 1 else 'children'}",
            path=f"/team/{worker.pk}/cover/", team_id=team, by=by, at=at,
        )  # fmt: skip
    return absence


@transaction.atomic
def arrange_cover(
    involvements: Sequence[Involvement], *, worker: Worker, begins_on: date, ends_on: date | None, by: User,
    at: datetime,
) -> list[Cover]:  # fmt: skip
    """
    Name who covers with these children. The worker is told now, and sees the children from the first day to the last.

    :param ends_on: the first day nobody needs to cover; None where that is not known.
    :raises NoLongerWaiting: if an episode is over, or this person may not see the child.
    :raises NotTheirWorker: if the worker is not in a team this person answers for.
    :raises: what `cover` raises.
    """
    require(by, permissions.ALLOCATE)
    theirs([each.referral for each in involvements], by, at)
    refuse_another_line(worker, by, max(begins_on, local_day(at)))
    named = cover(involvements, worker=worker, begins_on=begins_on, ends_on=ends_on, by=by, at=at)
    until = f" until {ends_on:%-d %B}" if ends_on else ""
    for owner, count in _by_owner(involvements).items():
        tell(
            key=f"covers/{named[0].pk}/{owner}",
            words=f"You cover for {owner} from {begins_on:%-d %B}{until}: {count} child{'' if count == 1 else 'ren'}",
            path="/", worker_id=worker.pk, by=by, at=at,
        )  # fmt: skip
    _settle(by=by, at=at)
    for away in Worker.objects.filter(pk__in={each.worker_id for each in involvements}):
        _say_covered(away, by=by, at=at)
    return named


@transaction.atomic
def say_back(absence: Absence, *, back_on: date, by: User, at: datetime) -> Absence:
    """
    Say from which day a worker is back: whoever covered for them does so no longer from that day.

    :raises: what `end_absence` raises.
    """
    absence = end_absence(absence, ends_on=back_on, by=by, at=at)
    covered = Involvement.objects.filter(worker=absence.worker_id, covers__begins_on__gte=absence.starts_on).distinct()
    end_cover(list(covered), ends_on=back_on, by=by, at=at)
    _settle(by=by, at=at)
    return absence


@transaction.atomic
def settle_cover(*, by: User | None, at: datetime) -> int:
    """
    Give whoever covers from today on their reason to see, and end it for whoever covers no longer; the clock does it.

    :return: how many reasons began or ended.
    """
    return _settle(by=by, at=at)


# --- what it takes ----------------------------------------------------------------------------------------------------


def _settle(*, by: User | None, at: datetime) -> int:
    today, changed = local_day(at), 0
    begins_with = COVERS.format("")
    open_keys = set(
        ReasonToSee.objects.filter(key__startswith=begins_with, ends_on__isnull=True).values_list("key", flat=True)
    )
    in_force = {COVERS.format(each.pk): each for each in Cover.objects.in_force(today).select_related("involvement")}
    for key, covers in in_force.items():
        if key not in open_keys:
            changed += 1
            give_reason(
                child_id=covers.involvement.child_id, worker_id=covers.worker_id, basis="covers for their worker",
                key=key, begins_on=today, by=by, at=at,
            )  # fmt: skip
    for key in open_keys - set(in_force):
        changed += 1
        end_reason(key=key, ends_on=today, by=by, at=at)
    if changed:
        note("cover settled", by=by, at=at, reasons=changed)
    return changed


def _say_covered(worker: Worker, *, by: User, at: datetime) -> None:
    """Take the call to arrange cover off this person's list once every child has somebody from the first day on."""
    today = local_day(at)
    ahead = Absence.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), worker=worker)
    for absence in ahead:
        first = max(absence.starts_on, today)
        covered = Cover.objects.in_force(first).values("involvement")
        if not _held(worker, first).exclude(pk__in=covered).exists():
            say_all_answered(key_begins=f"away/{absence.pk}/", by=by, at=at)


def _held(worker: Worker, day: date) -> QuerySet[Involvement]:
    open_still = Q(referral__closed_on__isnull=True) | Q(referral__closed_on__gt=day)
    return Involvement.objects.in_force(day).filter(open_still, worker=worker)


def _by_owner(involvements: Sequence[Involvement]) -> Counter[str]:
    owners = Worker.objects.in_bulk({each.worker_id for each in involvements})
    return Counter(str(owners[each.worker_id]) for each in involvements)
