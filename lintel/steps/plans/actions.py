"""Beginning a plan, agreeing who does what by when, saying what came of it, reviewing, and ending."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.statute.calendar import local_day
from lintel.steps.plans import permissions
from lintel.steps.plans.codes import SCREEN, EndOfPlan
from lintel.steps.plans.models import CinPlan, CpPlan, NeedReviewed, PlanAction, PlanActionDate, PlanReview
from lintel.steps.plans.saying import Held, Intended

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_cin_plans(records: Sequence[CinPlan], *, by: User, at: datetime) -> Loaded:
    """
    Lay down cin plans read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_cp_plans(records: Sequence[CpPlan], *, by: User, at: datetime) -> Loaded:
    """
    Lay down cp plans read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


class NotTheirChild(Exception):
    """Plans are made by those who may see the child."""


class HasAPlan(Exception):
    """A child has one plan at a time, and no child in need plan beside a child protection plan."""


class PlanIsOver(Exception):
    """The plan has ended; what is agreed now belongs under another."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NobodyDoesIt(Exception):
    """An action is somebody's."""


class DueInThePast(Exception):
    """What is agreed now is done today or later; "ongoing" is not a date."""


class AnsweredAlready(Exception):
    """It is done, or dropped, already."""


class NeedOfAnother(Exception):
    """The need is another child's, or was withdrawn."""


class NotOnThatDay(Exception):
    """A review is held after the plan began and not tomorrow; what is done is done after it was agreed."""


@transaction.atomic
def begin_plan(
    child: Person, *, referral_id: int | None, team_id: int | None = None, by: User, at: datetime
) -> CinPlan:  # fmt: skip
    """
    Begin a child in need plan today.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, HasAPlan: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    # Two people may begin one at the same moment; the child is the lock.
    child = Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    refuse_a_stranger(child.pk, by)
    today = local_day(at)
    if any(plans.filter(child=child).exclude(ended_on__lte=today).exists() for plans in (_CIN, _CP)):
        raise HasAPlan
    plan = CinPlan.objects.create(
        key=f"live/plan/{uuid.uuid4()}", screen=SCREEN, recorded_at=at, child=child, referral_id=referral_id,
        team_id=team_id, started_on=today,
    )  # fmt: skip
    note("child in need plan begun", by=by, at=at, subject=plan, child_id=child.pk)
    return plan


@transaction.atomic
def agree(
    plan: CinPlan | CpPlan, intended: Sequence[Intended], *, by: User, at: datetime
) -> list[PlanAction]:  # fmt: skip
    """
    Agree who does what by when, all at once. One without a need is untethered: it is kept, shown and counted. What is
    sent a second time, word for word, is agreed once.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, PlanIsOver, NothingSaid, NobodyDoesIt, DueInThePast, NeedOfAnother: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    plan = _under_way(plan, by, at)
    made = []
    for each in intended:
        _refuse_what_is_no_action(each, today=local_day(at))
        said = {
            **_under(plan), "need_id": _need_of(plan, each.need_id), "words": each.words.strip(),
            "owner": each.owner.strip()[:120], "due_on": each.due_on, "agreed_by": by,
        }  # fmt: skip
        if PlanAction.objects.filter(**said, done_on__isnull=True, dropped_on__isnull=True).exists():
            continue
        action = PlanAction.objects.create(**said, agreed_at=at)
        PlanActionDate.objects.create(action=action, due_on=each.due_on, set_at=at, set_by=by)
        note("plan action agreed", by=by, at=at, subject=action, child_id=plan.child_id, due_on=str(each.due_on))
        made.append(action)
    return made


@transaction.atomic
def link_to_need(action: PlanAction, *, need_id: int, by: User, at: datetime) -> PlanAction:
    """
    Say for which of the child's needs an action is.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, NeedOfAnother: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    action, plan = _held(action, by)
    action.need_id = _need_of(plan, need_id)
    action.save(update_fields=["need"])
    note("plan action linked to a need", by=by, at=at, subject=action, child_id=plan.child_id, need=need_id)
    return action


@transaction.atomic
def change_date(action: PlanAction, *, due_on: date, because: str, by: User, at: datetime) -> PlanAction:
    """
    Change the day by which an action is done, and say why. The days before stay, so that a slip is counted.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, AnsweredAlready, NothingSaid, DueInThePast: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    action, plan = _to_answer(action, by, said=because)
    if due_on < local_day(at):
        raise DueInThePast
    if due_on == action.due_on:
        return action
    action.due_on = due_on
    action.save(update_fields=["due_on"])
    PlanActionDate.objects.create(action=action, due_on=due_on, because=because.strip(), set_at=at, set_by=by)
    note("plan action given another day", by=by, at=at, subject=action, child_id=plan.child_id, due_on=str(due_on))
    return action


@transaction.atomic
def finish(action: PlanAction, *, done_on: date, answer: str, by: User, at: datetime) -> PlanAction:
    """
    Say that an action is done, when, and what came of it for the child.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, AnsweredAlready, NothingSaid, NotOnThatDay: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    action, plan = _to_answer(action, by, said=answer)
    if not local_day(action.agreed_at) <= done_on <= local_day(at):
        raise NotOnThatDay
    action.done_on, action.answer, action.answered_by = done_on, answer.strip(), by
    action.save(update_fields=["done_on", "answer", "answered_by"])
    note("plan action done", by=by, at=at, subject=action, child_id=plan.child_id)
    return action


@transaction.atomic
def drop(action: PlanAction, *, because: str, by: User, at: datetime) -> PlanAction:
    """
    Say that an action will not be done, and why.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, AnsweredAlready, NothingSaid: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    action, plan = _to_answer(action, by, said=because)
    action.dropped_on, action.answer, action.answered_by = local_day(at), because.strip(), by
    action.save(update_fields=["dropped_on", "answer", "answered_by"])
    note("plan action dropped", by=by, at=at, subject=action, child_id=plan.child_id)
    return action


@transaction.atomic
def review(plan: CinPlan | CpPlan, held: Held, *, by: User, at: datetime) -> PlanReview:
    """
    Write down a review: who was there, what has changed for the child need by need, and what the child says. Sent a
    second time, the first stands.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, PlanIsOver, NothingSaid, NotOnThatDay, NeedOfAnother: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    plan = _under_way(plan, by, at)
    if not held.present.strip() or any(not each.words.strip() for each in held.changes):
        raise NothingSaid
    if not plan.started_on <= held.held_on <= local_day(at) or (held.next_on and held.next_on <= held.held_on):
        raise NotOnThatDay
    said = {
        **_under(plan), "held_on": held.held_on, "present": held.present.strip(),
        "childs_view": held.childs_view.strip(), "next_on": held.next_on, "written_by": by,
    }  # fmt: skip
    changes = sorted((each.need_id, str(each.change), each.words.strip()) for each in held.changes)
    for before in PlanReview.objects.filter(**said).prefetch_related("needs"):
        if sorted((each.need_id, each.change, each.words) for each in before.needs.all()) == changes:
            return before
    made = PlanReview.objects.create(**said, written_at=at)
    for each in held.changes:
        _refuse_the_need_of_another(plan, each.need_id)
        NeedReviewed.objects.create(review=made, need_id=each.need_id, change=each.change, words=each.words.strip())
    note("plan reviewed", by=by, at=at, subject=made, child_id=plan.child_id)
    return made


@transaction.atomic
def end_plan(plan: CinPlan, *, reason: EndOfPlan, because: str, by: User, at: datetime) -> CinPlan:
    """
    End a child in need plan today, and say why in words the family understands.

    :raises NotAllowed: if this person makes no plans.
    :raises NotTheirChild, PlanIsOver, NothingSaid: see there.
    """
    require(by, permissions.PLAN_WITH_FAMILIES)
    held = _under_way(plan, by, at)
    if not because.strip():
        raise NothingSaid
    assert isinstance(held, CinPlan)
    return _end(held, reason, because, by=by, at=at)


@transaction.atomic
def end_with_the_episode(
    child_id: int, *, reason: EndOfPlan, because: str, by: User, at: datetime
) -> list[CinPlan]:  # fmt: skip
    """
    End the child in need plan of a child whose episode was closed. What was agreed and not done stays as it stood.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    held = CinPlan.objects.select_for_update(of=("self",)).filter(child=child_id, ended_on__isnull=True)
    return [_end(plan, reason, because, by=by, at=at) for plan in held]


# --- what it takes ----------------------------------------------------------------------------------------------------

_CIN, _CP = CinPlan.objects, CpPlan.objects


def _end(plan: CinPlan, reason: EndOfPlan, because: str, *, by: User, at: datetime) -> CinPlan:
    plan.ended_on, plan.end_reason, plan.ended_because = local_day(at), reason, because.strip()
    plan.save(update_fields=["ended_on", "end_reason", "ended_because"])
    note("child in need plan ended", by=by, at=at, subject=plan, child_id=plan.child_id, reason=str(reason))
    return plan


def _under_way(plan: CinPlan | CpPlan, by: User, at: datetime) -> CinPlan | CpPlan:
    """The plan as it stands, held until the transaction is over."""
    held: CinPlan | CpPlan = type(plan)._default_manager.select_for_update(of=("self",)).get(pk=plan.pk)
    refuse_a_stranger(held.child_id, by)
    if held.ended_on is not None and held.ended_on <= local_day(at):
        raise PlanIsOver
    return held


def _under(plan: CinPlan | CpPlan) -> dict[str, CinPlan | CpPlan]:
    return {"cin_plan" if isinstance(plan, CinPlan) else "cp_plan": plan}


def _held(action: PlanAction, by: User) -> tuple[PlanAction, CinPlan | CpPlan]:
    held = PlanAction.objects.select_for_update(of=("self",)).select_related("cin_plan", "cp_plan").get(pk=action.pk)
    plan = held.cin_plan or held.cp_plan
    assert plan is not None
    refuse_a_stranger(plan.child_id, by)
    return held, plan


def _to_answer(action: PlanAction, by: User, *, said: str) -> tuple[PlanAction, CinPlan | CpPlan]:
    held, plan = _held(action, by)
    if not said.strip():
        raise NothingSaid
    if held.done_on or held.dropped_on:
        raise AnsweredAlready
    return held, plan


def _need_of(plan: CinPlan | CpPlan, need_id: int | None) -> int | None:
    """The need, if it is this child's and not withdrawn."""
    if need_id is not None:
        _refuse_the_need_of_another(plan, need_id)
    return need_id


def _refuse_the_need_of_another(plan: CinPlan | CpPlan, need_id: int) -> None:
    if not plan.child.needs.filter(pk=need_id, withdrawn_at__isnull=True).exists():
        raise NeedOfAnother


def _refuse_what_is_no_action(each: Intended, *, today: date) -> None:
    if not each.words.strip():
        raise NothingSaid
    if not each.owner.strip():
        raise NobodyDoesIt
    if each.due_on < today:
        raise DueInThePast


def refuse_a_stranger(child_id: int, by: User) -> None:
    """:raises NotTheirChild: if this person may not see the child."""
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
