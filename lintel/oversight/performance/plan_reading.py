"""Reading plans and step-downs for one viewer's children; each kind with one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from lintel.oversight.performance.plan_work import Action, Handover, Lived, PlanWork, Reviewed
from lintel.statute.calendar import local_day
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.plans.codes import SCREEN, Change
from lintel.steps.plans.models import CinPlan, CpPlan, NeedReviewed, PlanAction, PlanActionDate, PlanReview
from lintel.steps.plans.rules import Agreed, slips


def read_plan_work(children: Collection[int]) -> PlanWork:
    """Everything written here about plans of these children. Files say nothing of what is done under a plan."""
    actions = [row for row in _actions() if row.child_id in children]
    return PlanWork(
        actions=actions, plans=[plan for plan in _plans() if plan.child_id in children],
        handovers=[each for each in _handovers() if each.child_id in children],
        reviews=[each for each in _reviews() if each.child_id in children],
    )  # fmt: skip


def _of(kind: str) -> Coalesce:
    return Coalesce(F(f"cin_plan__{kind}"), F(f"cp_plan__{kind}"))


def _actions() -> list[Action]:
    days: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for action, set_at, day in PlanActionDate.objects.order_by("set_at", "pk").values_list(
        "action_id", "set_at", "due_on"
    ):
        days[action].append((local_day(set_at), day))
    rows = PlanAction.objects.annotate(child=_of("child_id"), ended=_of("ended_on"), team=_of("team_id")).values_list(
        "pk", "child", "agreed_at", "done_on", "dropped_on", "ended", "owner", "due_on", "need_id", "need__different",
        "team",
    )  # fmt: skip
    found = []
    for pk, child, agreed_at, done_on, dropped_on, ended_on, owner, due_on, need, different, team in rows:
        agreed = Agreed(owner=owner, due_on=due_on, need_id=need, is_measured=bool((different or "").strip()))
        found.append(
            Action(
                pk=pk, child_id=child, agreed_on=local_day(agreed_at), team_id=team,
                slips=slips([day for _, day in days[pk]]), days=tuple(days[pk]),
                over_on=min((day for day in (done_on, dropped_on, ended_on) if day), default=None),
                is_complete=agreed.is_complete, is_untethered=agreed.is_untethered,
            )
        )  # fmt: skip
    return found


def _plans() -> list[Lived]:
    moved: dict[tuple[int | None, int | None], list[date]] = defaultdict(list)
    said = NeedReviewed.objects.exclude(change=Change.SAME)
    for cin, cp, day in said.values_list("review__cin_plan_id", "review__cp_plan_id", "review__held_on"):
        moved[cin, cp].append(day)
    worked_on = Q(actions__isnull=False) | Q(reviews__isnull=False)
    kinds: list[tuple[QuerySet[Any], bool]] = [
        (CinPlan.objects.filter(Q(screen=SCREEN) | worked_on), True), (CpPlan.objects.filter(worked_on), False)
    ]  # fmt: skip
    return [
        Lived(
            kind=plans.model._meta.label_lower, pk=pk, child_id=child, started_on=started_on, ended_on=ended_on,
            moved_on=tuple(moved[(pk, None) if is_cin else (None, pk)]), team_id=team,
        )
        for plans, is_cin in kinds
        for pk, child, started_on, ended_on, team in plans.distinct().values_list(
            "pk", "child_id", "started_on", "ended_on", "team_id"
        )
    ]  # fmt: skip


def _reviews() -> list[Reviewed]:
    rows = PlanReview.objects.annotate(child=_of("child_id"), referral=_of("referral_id"), team=_of("team_id"))
    said = rows.order_by("pk").values_list("pk", "child", "held_on", "referral", "team", "childs_view")
    return [Reviewed(*row[:5], bool(row[5].strip())) for row in said]


def _handovers() -> list[Handover]:
    """One for each asking that was answered, and the earlier ones that were sent back folded into it."""
    rows = EarlyHelpRequest.objects.filter(referral__isnull=False).order_by("referral", "pk").values_list(
        "pk", "child_id", "referral_id", "asked_at", "sent_back_at", "accepted_at", "first_met_at", "stepped_up_at",
        "referral__closed_on", "referral__team_id",
    )  # fmt: skip
    found: list[tuple[int, bool, Handover]] = []
    for pk, child, referral, asked_at, sent_back_at, accepted_at, met_at, stepped_up_at, closed_on, team in rows:
        asked_on = local_day(asked_at)
        if found and found[-1][0] == referral and found[-1][1]:
            asked_on = found.pop()[2].asked_on
        stepped_up_on = _day(stepped_up_at)
        gone = (stepped_up_on, closed_on if sent_back_at else None)
        handover = Handover(
            pk=pk, child_id=child, asked_on=asked_on, accepted_on=_day(accepted_at), met_on=_day(met_at),
            stepped_up_on=stepped_up_on, over_on=min((day for day in gone if day), default=None), team_id=team,
        )  # fmt: skip
        found.append((referral, sent_back_at is not None, handover))
    return [handover for _, _, handover in found]


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
