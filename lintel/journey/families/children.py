"""Reading how far along each child of a family is, who holds them, and what is due next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from lintel.journey.allocating.dues.reading import dues_of, held_on, read_held
from lintel.journey.allocating.dues.rules import Due
from lintel.journey.families.rules import SoFar, Stage, stage_of
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Holding
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest
from lintel.steps.front_door.models import ChildContact
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.models import Referral


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """
    One child's own line: never the family's, since each child is somewhere else.

    :param held_by: a worker, or the manager who holds the child while they wait.
    :param dues: everything that is due for the child, what is due first first.
    """

    stage: Stage
    since: date | None
    held_by: str = ""
    team: str = ""
    dues: Sequence[Due] = ()

    @property
    def next_due(self) -> Due | None:
        return self.dues[0] if self.dues else None


def own_lines(children: Collection[int], *, on: date) -> dict[int, OwnLine]:
    """The lines of these children, by id: the same number of questions however many there are."""
    workers = {
        each.child_id: each
        for each in held_on(on).filter(child__in=children).select_related("worker", "team").order_by("began_on", "pk")
    }
    holding = Holding.objects.filter(child__in=children, until_at__isnull=True).select_related("manager")
    managers = {each.child_id: each.manager.name for each in holding}
    held = read_held(held_on(on).filter(child__in=children), on=on)
    due: dict[int, list[Due]] = {child: [] for child in children}
    by_involvement = dues_of(held, on=on)
    for each in held:
        due[each.child_id] += by_involvement[each.involvement_id]
    found = {}
    for child, so_far in _so_far(children, frozenset(workers), on).items():
        stage, since = stage_of(so_far)
        worker = workers.get(child)
        found[child] = OwnLine(
            stage=stage, since=since, team=str(worker.team or "") if worker else "",
            held_by=worker.worker.name if worker else managers.get(child, ""),
            dues=sorted(due[child], key=lambda each: (each.due_on, each.what.place)),
        )  # fmt: skip
    return found


def _so_far(children: Collection[int], with_worker: frozenset[int], on: date) -> dict[int, SoFar]:
    under_way = Q(started_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    protected = _days(CpPlan.objects.filter(under_way, child__in=children), "started_on")
    in_need = _days(CinPlan.objects.filter(under_way, child__in=children), "started_on")
    open_now = Referral.objects.open_on(on).filter(child__in=children)
    referred = _days(open_now, "referred_on")
    authorised = Assessment.objects.filter(child__in=children, referral__in=open_now, authorised_on__lte=on)
    assessed = _days(authorised, "authorised_on")
    helped = _days(EarlyHelpEpisode.objects.filter(under_way, child__in=children), "started_on")
    asked = EarlyHelpRequest.objects.filter(child__in=children, ended_at__isnull=True, stepped_up_at__isnull=True)
    accepted = _days(asked.filter(accepted_at__isnull=False), "accepted_at")
    waiting = _days(asked.filter(accepted_at__isnull=True, sent_back_at__isnull=True), "asked_at")
    told_of = _days(
        ChildContact.objects.filter(child__in=children, decided_on__isnull=True, contact__received_on__lte=on),
        "contact__received_on",
    )
    closed = _days(Referral.objects.filter(child__in=children, closed_on__lte=on), "closed_on")
    return {
        child: SoFar(
            protected_since=protected.get(child), in_need_since=in_need.get(child), referred_on=referred.get(child),
            has_worker=child in with_worker, assessed_on=assessed.get(child),
            helped_since=helped.get(child) or accepted.get(child), help_asked_on=waiting.get(child),
            told_of_on=told_of.get(child), closed_on=closed.get(child),
        )
        for child in children
    }  # fmt: skip


def _days(rows: QuerySet[Any], column: str) -> dict[int, date]:
    """The last of these days, for each child."""
    pairs: Iterable[tuple[int, Any]] = rows.order_by(column, "pk").values_list("child_id", column)
    return {child: local_day(day) if isinstance(day, datetime) else day for child, day in pairs}
