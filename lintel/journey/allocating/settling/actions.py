"""After a file: what was done here agrees with the record again, and nobody is let go of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.permissions import LOAD_RECORDS
from lintel.journey.allocating.actions import COVERS, HOLDS, WAITS, begin_waiting, drop_offers, episode_of
from lintel.statute.calendar import local_day
from lintel.steps.allocation.codes import SCREEN
from lintel.steps.allocation.covering.actions import end_cover
from lintel.steps.allocation.models import Allocation, Cover, Holding, Involvement
from lintel.steps.allocation.waiting.actions import end_holding
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

OVER = "The record says that the episode is over."


@transaction.atomic
def settle_with_the_record(*, by: User, at: datetime) -> None:
    """
    At the end of a load, in its transaction: who holds whom here follows what the record now says.

    Episodes that are over are held by no manager, and what was given of them and not answered is taken back. Who holds
    a child no longer, does not see them for that any more. A child who has a worker is let go of by the manager; one
    who was in hand here and has neither any more is held by a manager from now on.

    :raises NotAllowed: if this person may not load records.
    """
    require(by, LOAD_RECORDS)
    today = local_day(at)
    waited_for = _with_open_reason(WAITS)
    _lock_children(waited_for)
    over = _end_what_is_over(waited_for, today, by=by, at=at)
    left = _stop_seeing(today, by=by, at=at)
    found = _let_go_of_whom_a_worker_has(waited_for, today, by=by, at=at)
    waiting = _hold_whom_nobody_has(today, by=by, at=at)
    if over or left or found or waiting:
        note("settled with the record", by=by, at=at, over=over, left=left, found_a_worker=found, waiting=waiting)


def _lock_children(waited_for: Collection[int]) -> None:
    """Those whom the load may not have locked already, in the order in which everybody locks them."""
    concerned = Referral.objects.filter(
        Q(pk__in=waited_for) | Q(pk__in=_held()) | Q(pk__in=Allocation.objects.unanswered().values("referral"))
    )
    list(
        Person.objects.select_for_update(no_key=True).filter(pk__in=concerned.values("child")).order_by("pk")
    )  # fmt: skip


def _end_what_is_over(waited_for: Collection[int], today: date, *, by: User, at: datetime) -> int:
    """How many episodes it was."""
    in_hand = Q(pk__in=waited_for) | Q(pk__in=_held()) | Q(pk__in=Allocation.objects.unanswered().values("referral"))
    open_still = Referral.objects.open_on(today).values("pk")
    over = list(Referral.objects.filter(in_hand).exclude(pk__in=open_still).order_by("child_id", "pk"))
    _end_waiting(over, today, by=by, at=at)
    drop_offers(over, because=OVER, by=by, at=at)
    return len(over)


def _let_go_of_whom_a_worker_has(waited_for: Collection[int], today: date, *, by: User, at: datetime) -> int:
    with_a_worker = Involvement.objects.filter(ended_on__isnull=True, began_on__lte=today).values("referral")
    held = Q(pk__in=waited_for) | Q(pk__in=_held())
    found = list(Referral.objects.filter(held, pk__in=with_a_worker).order_by("child_id", "pk"))
    _end_waiting(found, today, by=by, at=at)
    return len(found)


def _end_waiting(referrals: Iterable[Referral], today: date, *, by: User, at: datetime) -> None:
    for referral in referrals:
        end_holding(episode_of(referral), by=by, at=at)
        end_reason(key=WAITS.format(referral.pk), ends_on=today, by=by, at=at)


def _stop_seeing(today: date, *, by: User, at: datetime) -> int:
    """End what those see, and those who cover for them, whose hold on a child the record has ended."""
    covered = Cover.objects.exclude(ends_on__lte=today).values("involvement")
    ended = Involvement.objects.filter(
        Q(pk__in=_with_open_reason(HOLDS)) | Q(pk__in=covered), ended_on__lte=today
    ).order_by("child_id", "pk")  # fmt: skip
    for involvement in ended:
        for cover in end_cover([involvement], ends_on=today, by=by, at=at):
            end_reason(key=COVERS.format(cover.pk), ends_on=today, by=by, at=at)
        end_reason(key=HOLDS.format(involvement.pk), ends_on=today, by=by, at=at)
    return len(ended)


def _hold_whom_nobody_has(today: date, *, by: User, at: datetime) -> int:
    """Episodes that somebody here had in hand, and nobody has any more. The database would refuse to let go of them."""
    in_hand_once = Q(pk__in=Holding.objects.values("referral")) | Q(
        pk__in=Involvement.objects.filter(screen=SCREEN).values("referral")
    )
    nobodys = (
        Referral.objects.open_on(today)
        .filter(in_hand_once)
        .exclude(pk__in=Involvement.objects.filter(ended_on__isnull=True).values("referral"))
        .exclude(pk__in=_held())
        .select_related("team__part_of")
        .order_by("child_id", "pk")
    )
    for referral in nobodys:
        begin_waiting(referral, by=by, at=at)
    return len(nobodys)


def _held() -> QuerySet[Holding, Any]:
    return Holding.objects.filter(until_at__isnull=True).values("referral")


def _with_open_reason(key: str) -> set[int]:
    """The numbers of what still gives a reason to see by such a key."""
    begins = key.format("")
    found = ReasonToSee.objects.filter(ends_on__isnull=True, key__startswith=begins).values_list("key", flat=True)
    return {int(each.removeprefix(begins)) for each in found}
