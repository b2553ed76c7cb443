"""
A child protection plan begins, goes on and ends as a conference decided. Three things end it without one: the child’s
death, the eighteenth birthday, and another authority that accepted the child and held its own conference.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.plans import permissions
from lintel.steps.plans.actions import HasAPlan, NotOnThatDay, PlanIsOver, refuse_a_stranger
from lintel.steps.plans.codes import SCREEN, EndOfPlan, EndOfProtection
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.plans.rules import Fate, first_day_possible

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

INITIAL, REVIEW = "initial", "review"


class NoConferenceDecided(Exception):
    """No conference about this child decided this: a child protection plan neither begins nor ends without one."""


class NotBorneOut(Exception):
    """The record does not say so: no death, no eighteenth birthday, no other authority that accepted the child."""


class NotACategory(Exception):
    """A plan has a category of abuse as the national code set has it."""


@transaction.atomic
def begin_protection_plan(
    child: Person, *, conference_id: int, category: str, referral_id: int | None, team_id: int | None = None, by: User,
    at: datetime,
) -> CpPlan:  # fmt: skip
    """
    Begin a child protection plan on the day of the conference that decided it. A child in need plan ends with it.

    :raises NotAllowed: if this person does not write down what conferences decide.
    :raises NotTheirChild, NoConferenceDecided, NotACategory, HasAPlan: see there.
    """
    require(by, permissions.WRITE_CONFERENCE_DECISIONS)
    # The child is the lock, as it is for whoever begins a child in need plan.
    child = Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    refuse_a_stranger(child.pk, by)
    conference = child.conferences.filter(pk=conference_id, kind=INITIAL, led_to_plan=True).first()
    if conference is None:
        raise NoConferenceDecided
    if category not in ABUSE_CATEGORY:
        raise NotACategory(category)
    if CpPlan.objects.filter(child=child).exclude(ended_on__lte=conference.held_on).exists():
        raise HasAPlan
    plan = CpPlan.objects.create(
        key=f"live/protection plan/{uuid.uuid4()}", screen=SCREEN, recorded_at=at, child=child, referral_id=referral_id,
        team_id=team_id, started_on=conference.held_on, initial_category=category, latest_category=category,
        previous_plans=CpPlan.objects.filter(child=child).count(),
    )  # fmt: skip
    note("child protection plan begun", by=by, at=at, subject=plan, child_id=child.pk, category=category)
    _end_child_in_need_plans(plan, by=by, at=at)
    return plan


@transaction.atomic
def go_on_with_protection_plan(
    plan: CpPlan, *, conference_id: int, category: str, by: User, at: datetime
) -> CpPlan:  # fmt: skip
    """
    Go on with a plan as a review decided, under the category it named; the category it began with stays.

    :raises NotAllowed: if this person does not write down what conferences decide.
    :raises NotTheirChild, PlanIsOver, NoConferenceDecided, NotACategory: see there.
    """
    require(by, permissions.WRITE_CONFERENCE_DECISIONS)
    plan = _in_force(plan, by)
    _reviewed_on(plan, conference_id, led_to_plan=True)
    if category not in ABUSE_CATEGORY:
        raise NotACategory(category)
    plan.latest_category = category
    plan.save(update_fields=["latest_category"])
    note("child protection plan goes on", by=by, at=at, subject=plan, child_id=plan.child_id, category=category)
    return plan


@transaction.atomic
def end_protection_plan(plan: CpPlan, *, conference_id: int, by: User, at: datetime) -> CpPlan:
    """
    End a plan on the day of the review that decided so. What was agreed and not done stays as it stood.

    :raises NotAllowed: if this person does not write down what conferences decide.
    :raises NotTheirChild, PlanIsOver, NoConferenceDecided: see there.
    """
    require(by, permissions.WRITE_CONFERENCE_DECISIONS)
    plan = _in_force(plan, by)
    return _end(
        plan, EndOfProtection.CONFERENCE, _reviewed_on(plan, conference_id, led_to_plan=False), by=by, at=at
    )  # fmt: skip


@transaction.atomic
def end_without_conference(
    plan: CpPlan, *, reason: EndOfProtection, their_conference_on: date | None = None, by: User, at: datetime
) -> CpPlan:  # fmt: skip
    """
    End a plan for something that ends it without a conference, on the day it happened, as the record has it.

    :param their_conference_on: of a child who moved: when the other authority held its own conference.
    :raises NotAllowed: if this person ends no plans without a conference.
    :raises NotTheirChild, PlanIsOver, NotBorneOut, NotOnThatDay: see there.
    """
    require(by, permissions.END_WITHOUT_CONFERENCE)
    plan = _in_force(plan, by)
    first = first_day_possible(fate_of(plan.child), on=local_day(at)).get(reason)
    if first is None:
        raise NotBorneOut
    day = their_conference_on if reason is EndOfProtection.MOVED else first
    if day is None or not max(first, plan.started_on) <= day <= local_day(at):
        raise NotOnThatDay
    return _end(plan, reason, day, by=by, at=at)


def fate_of(child: Person) -> Fate:
    """What the record says of a child that can end a plan without a conference."""
    unborn = child.birth_date_certainty == BirthDateCertainty.EXPECTED
    moves = child.transfers.filter(accepted_on__isnull=False, called_off_at__isnull=True).order_by("moved_on")
    move = moves.last()
    return Fate(
        died_on=child.died_on, born_on=None if unborn else child.date_of_birth, moved_on=move.moved_on if move else None
    )  # fmt: skip


def _end(plan: CpPlan, reason: EndOfProtection, ended_on: date, *, by: User, at: datetime) -> CpPlan:
    plan.ended_on, plan.end_reason = ended_on, reason
    plan.save(update_fields=["ended_on", "end_reason"])
    note("child protection plan ended", by=by, at=at, subject=plan, child_id=plan.child_id, reason=str(reason))
    return plan


def _in_force(plan: CpPlan, by: User) -> CpPlan:
    plan = CpPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    refuse_a_stranger(plan.child_id, by)
    if plan.ended_on is not None:
        raise PlanIsOver
    return plan


def _reviewed_on(plan: CpPlan, conference_id: int, *, led_to_plan: bool) -> date:
    review = plan.conferences.filter(pk=conference_id, kind=REVIEW, led_to_plan=led_to_plan).first()
    if review is None:
        raise NoConferenceDecided
    held_on: date = review.held_on
    return held_on


def _end_child_in_need_plans(begun: CpPlan, *, by: User, at: datetime) -> None:
    """None stands open beside it, from whatever day it was written down."""
    open_ones = CinPlan.objects.select_for_update(of=("self",)).filter(child=begun.child_id)
    for plan in open_ones.exclude(ended_on__lte=begun.started_on):
        plan.ended_on, plan.end_reason = max(plan.started_on, begun.started_on), EndOfPlan.PROTECTION
        plan.ended_because = EndOfPlan.PROTECTION.words
        plan.save(update_fields=["ended_on", "end_reason", "ended_because"])
        note("child in need plan ended", by=by, at=at, subject=plan, child_id=plan.child_id, reason="protection")
