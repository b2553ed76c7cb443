"""A visit and what follows from it: the family is reached, waiting is safe, and what cannot stand yet is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.journey.allocating.actions import check_safety, reach_family
from lintel.journey.allocating.waiting.reading import next_check, without_a_worker
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.allocation.permissions import HOLD_WAITING
from lintel.steps.plans.models import CpPlan
from lintel.steps.referrals.models import Referral
from lintel.steps.visits import actions as visits
from lintel.steps.visits.actions import ChangedMeanwhile, NotTheirChildren, RecordedAlready
from lintel.steps.visits.codes import WhyAside
from lintel.steps.visits.models import FamilyVisit, VisitSetAside
from lintel.steps.visits.rules import Said, from_kept, statutory

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Kept:
    """What became of what was sent: a visit in the record, or the same words set aside until somebody decides."""

    visit: FamilyVisit | None = None
    aside: VisitSetAside | None = None


@transaction.atomic
def visit_family(
    said: Said, *, sent_once: UUID, typed_at: datetime | None = None, is_safe: bool = False, by: User, at: datetime,
) -> Kept:  # fmt: skip
    """
    Write down a visit, and what follows from it. What would write over something, or is about children who are no
    longer this person's, is set aside whole: nothing is lost and nothing overwritten.

    :param is_safe: whether those of them who wait for a worker are safe to wait, as whoever may hold them says.
    :raises: what `visits.record_visit` raises, but for what is set aside.
    """
    try:
        visit = visits.record_visit(
            said, sent_once=sent_once, typed_at=typed_at, statutory=_statutory(said), by=by, at=at
        )
    except RecordedAlready as stands:
        return _aside(said, WhyAside.SAME_VISIT, stands.visit, sent_once, typed_at, by=by, at=at)
    except ChangedMeanwhile as stands:
        return _aside(said, WhyAside.CHANGED, stands.visit, sent_once, typed_at, by=by, at=at)
    except NotTheirChildren:
        return _not_theirs(said, sent_once, typed_at, by=by, at=at)
    _what_follows(visit, said, is_safe=is_safe, by=by, at=at)
    return Kept(visit=visit)


@transaction.atomic
def correct(visit: FamilyVisit, said: Said, *, version: int, sent_once: UUID, by: User, at: datetime) -> Kept:
    """
    Put a visit right; where it was changed meanwhile, both stand side by side.

    :param sent_once: of this correction, so that sending it again sets nothing aside a second time.
    :raises: what `visits.correct_visit` raises, but for what is set aside.
    """
    try:
        return Kept(visit=visits.correct_visit(visit, said, version=version, by=by, at=at))
    except ChangedMeanwhile as stands:
        return _aside(said, WhyAside.CHANGED, stands.visit, sent_once, None, by=by, at=at)


@transaction.atomic
def keep_as_another(aside: VisitSetAside, *, by: User, at: datetime) -> FamilyVisit:
    """
    Put what was set aside into the record as a visit of its own, as whoever sent it wrote it down.

    :raises: what `visits.enter_aside` raises.
    """
    said = from_kept(aside.said)
    visit = visits.enter_aside(aside, statutory=_statutory(said), by=by, at=at)
    if aside.sent_by_id == by.pk:
        _what_follows(visit, said, is_safe=False, by=by, at=at)
    return visit


def _what_follows(visit: FamilyVisit, said: Said, *, is_safe: bool, by: User, at: datetime) -> None:
    day = local_day(visit.visited_at)
    if said.somebody_was_met and by.worker_id is not None:
        held = Involvement.objects.in_force(local_day(at)).filter(worker=by.worker_id, child__in=said.child_ids)
        reach_family(list(held.filter(began_on__lte=day).order_by("pk")), reached_on=day, by=by, at=at)
    if is_safe and may(by, HOLD_WAITING):
        waiting = without_a_worker(Referral.objects.filter(child__in=said.child_ids), local_day(at))
        if waits := list(waiting.order_by("pk")):
            check_safety(
                waits,
                why_safe=said.seen_and_heard,
                next_due_on=next_check(all_limits(), local_day(at))[0],
                by=by,
                at=at,
            )


def _statutory(said: Said) -> set[int]:
    plans: dict[int, list[tuple[date, date | None]]] = {}
    spells = CpPlan.objects.filter(child__in=said.child_ids).values_list("child_id", "started_on", "ended_on")
    for child, begins, ends in spells:
        plans.setdefault(child, []).append((begins, ends))
    return statutory(said, plans)


def _aside(
    said: Said, why: WhyAside, beside: FamilyVisit | None, sent_once: UUID, typed_at: datetime | None, *, by: User,
    at: datetime,
) -> Kept:  # fmt: skip
    return Kept(
        aside=visits.set_aside(said, why=why, beside=beside, sent_once=sent_once, typed_at=typed_at, by=by, at=at)
    )


def _not_theirs(said: Said, sent_once: UUID, typed_at: datetime | None, *, by: User, at: datetime) -> Kept:
    """Set aside, and whoever holds the children now is told that there is something to read."""
    kept = _aside(said, WhyAside.NOT_THEIRS, None, sent_once, typed_at, by=by, at=at)
    assert kept.aside is not None
    mine = visible_children(by).filter(pk__in=said.child_ids).values_list("pk", flat=True)
    held = Involvement.objects.in_force(local_day(at)).filter(child__in=said.child_ids - set(mine))
    by_worker = {each.worker_id: each.child_id for each in held.exclude(worker=by.worker_id).order_by("-pk")}
    for worker, child in by_worker.items():
        tell(
            key=f"visit set aside/{kept.aside.pk}/{worker}", worker_id=worker, child_id=child,
            words=f"{by.name} visited a child of yours and is no longer their worker: take the visit into the record",
            path=f"/visits/set-aside/{kept.aside.pk}/", by=by, at=at,
        )  # fmt: skip
    return kept
