"""Laying assessments down from files, beginning them, their plan, the mid-point, and the views of parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.statute.calendar import local_day
from lintel.steps.assessments import permissions
from lintel.steps.assessments.codes import SCREEN
from lintel.steps.assessments.models import (
    Assessment,
    FamilyAssessment,
    HistoryUse,
    Midpoint,
    ParentView,
    ToSee,
    Writer,
)
from lintel.steps.assessments.practice.actions import lay_down as lay_down_practice
from lintel.steps.assessments.practice.reading import Practice
from lintel.steps.assessments.writing.actions import NothingSaid, NotTheirChildren, held, mark_writer

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.workforce.models import Team, Worker


def load_assessments(records: Sequence[Assessment], *, by: User, at: datetime) -> Loaded:
    """
    Lay down assessments read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


class UnderWayAlready(Exception):
    """A child of these is being assessed already; it is opened instead."""

    def __init__(self, family: FamilyAssessment) -> None:
        super().__init__()
        self.family = family


class NobodyToAssess(Exception):
    """Nobody was chosen."""


class NotTheirOwn(Exception):
    """Whoever writes an assessment does not hold its mid-point with themselves."""


class NotOnThatDay(Exception):
    """The day is in the future."""


@dataclass(frozen=True, kw_only=True)
class ToAssess:
    """
    One child who is to be assessed.

    :param started_on: the day of the referral; of a further assessment in the same episode, the day it begins.
    :param review_on: by when it is looked at half-way.
    """

    child_id: int
    referral_id: int
    started_on: date
    review_on: date
    team_id: int | None


@transaction.atomic
def begin(
    children: Sequence[ToAssess], *, practice: Practice, worker: Worker, team: Team | None, by: User, at: datetime
) -> FamilyAssessment:
    """
    Begin one assessment of a child, or of brothers and sisters together, under a practice model. One that a file says
    is under way goes on in it.

    :param worker: whose it is, their author; somebody else may take over the children, and no clock starts anew.
    :raises NotAllowed: if this person may not begin assessments.
    :raises NobodyToAssess: if nobody is chosen.
    :raises UnderWayAlready: if one of them is being assessed already.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if not children:
        raise NobodyToAssess
    # Two workers of one family may press at once: the children are held, in one order, and the second finds the first.
    chosen = [each.child_id for each in children]
    list(Person.objects.select_for_update().filter(pk__in=chosen).order_by("pk").values_list("pk"))
    # One that an earlier episode left unfinished belongs to that episode: it is not opened instead.
    episodes = [each.referral_id for each in children]
    under_way = Assessment.objects.filter(
        child__in=chosen, referral__in=episodes, family__isnull=False, authorised_on__isnull=True
    )
    if (one := under_way.select_related("family").first()) and one.family:
        raise UnderWayAlready(one.family)
    lay_down_practice(practice, by=by, at=at)
    family = FamilyAssessment.objects.create(
        practice_model=practice.key, worker=worker, team=team, began_at=at, began_by=by
    )
    for each in children:
        assessment = _taken_over(each) or Assessment(
            key=f"live/assessment/{family.pk}/{each.child_id}", screen=SCREEN, recorded_at=at, child_id=each.child_id,
            referral_id=each.referral_id,
        )  # fmt: skip
        assessment.family, assessment.worker, assessment.team_id = family, worker, each.team_id
        assessment.started_on, assessment.review_on = each.started_on, each.review_on
        assessment.save()
        note("assessment begun", by=by, at=at, subject=assessment, child_id=each.child_id, family=family.pk)
    return family


def _taken_over(each: ToAssess) -> Assessment | None:
    """What a file says is under way for the same referral: it goes on here, so that one assessment is counted once."""
    under_way = Assessment.objects.filter(
        child=each.child_id, referral=each.referral_id, family__isnull=True, authorised_on__isnull=True
    )
    return under_way.select_for_update(of=("self",)).order_by("started_on", "pk").first()


# --- the plan of the assessment ---------------------------------------------------------------------------------------


@transaction.atomic
def say_told(family: FamilyAssessment, *, told_on: date, told_how: str, by: User, at: datetime) -> FamilyAssessment:
    """
    Say when and how the family was told, in plain words, that an assessment is done and what it asks.

    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the children.
    :raises NothingSaid: if it does not say how.
    :raises NotOnThatDay: if the day is in the future.
    :raises AuthorisedAlready: if every child's is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if not told_how.strip():
        raise NothingSaid
    if told_on > local_day(at):
        raise NotOnThatDay
    family = _written(family, by=by, at=at)
    family.told_on, family.told_how = told_on, told_how.strip()
    family.save(update_fields=["told_on", "told_how"])
    note("family told of their assessment", by=by, at=at, subject=family)
    return family


@transaction.atomic
def plan_to_see(family: FamilyAssessment, *, who: str, by_when: date | None, by: User, at: datetime) -> ToSee:
    """
    Put somebody on the plan who is to be seen or asked.

    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the children.
    :raises NothingSaid: if nobody is named.
    :raises AuthorisedAlready: if every child's is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if not who.strip():
        raise NothingSaid
    family = _written(family, by=by, at=at)
    to_see = ToSee.objects.create(family=family, who=who.strip()[:120], by_when=by_when, written_at=at, written_by=by)
    note("somebody to see for an assessment", by=by, at=at, subject=to_see)
    return to_see


@transaction.atomic
def answer_to_see(to_see: ToSee, *, done_on: date | None, dropped_because: str = "", by: User, at: datetime) -> ToSee:
    """
    Say that somebody on the plan was seen, or why they need not be.

    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the children.
    :raises NothingSaid: if it says neither, or both.
    :raises NotOnThatDay: if the day is in the future.
    :raises AuthorisedAlready: if every child's is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if (done_on is None) == (not dropped_because.strip()):
        raise NothingSaid
    if done_on is not None and done_on > local_day(at):
        raise NotOnThatDay
    _written(to_see.family, by=by, at=at)
    to_see = ToSee.objects.select_for_update().get(pk=to_see.pk)
    to_see.done_on, to_see.dropped_because = done_on, dropped_because.strip()
    to_see.save(update_fields=["done_on", "dropped_because"])
    note("seen for an assessment, or not needed", by=by, at=at, subject=to_see)
    return to_see


# --- the views of parents, and history --------------------------------------------------------------------------------


@transaction.atomic
def record_view(
    family: FamilyAssessment, *, person_id: int | None = None, child_id: int | None = None, words: str = "",
    not_sought_because: str = "", by: User, at: datetime,
) -> ParentView:  # fmt: skip
    """
    Write down what a parent or carer thinks, or why they were not asked; said again, it takes the place of the last.

    :param child_id: whose parent, where nobody is on record as that parent.
    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the children.
    :raises NothingSaid: if it says neither, or both.
    :raises AuthorisedAlready: if every child's is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if bool(words.strip()) == bool(not_sought_because.strip()):
        raise NothingSaid
    family = _written(family, by=by, at=at)
    view = ParentView.objects.filter(family=family, person=person_id, child=child_id).first()
    view = view or ParentView(family=family, person_id=person_id, child_id=child_id)
    view.words, view.not_sought_because = words.strip(), not_sought_because.strip()
    view.written_at, view.written_by = at, by
    view.save()
    note("view of a parent written down", by=by, at=at, subject=view, child_id=child_id)
    return view


@transaction.atomic
def weigh_history(
    assessment: Assessment, *, record: str, section: str = "", set_aside_because: str = "", by: User, at: datetime
) -> HistoryUse:  # fmt: skip
    """
    Say which section uses a line of a child's chronology, or why it was set aside.

    :param record: what the line was read from, as the chronology has it: "front_door.childcontact/12".
    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the children.
    :raises NothingSaid: if it says neither, or both.
    :raises AuthorisedAlready: if this child's is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if bool(section) == bool(set_aside_because.strip()):
        raise NothingSaid
    assert assessment.family is not None
    mark_writer(held(assessment.family, by, child_id=assessment.child_id), by=by, at=at)
    use, _ = HistoryUse.objects.update_or_create(
        assessment=assessment, record=record,
        defaults={
            "section": section, "set_aside_because": set_aside_because.strip(), "written_at": at, "written_by": by,
        },
    )  # fmt: skip
    note("history weighed", by=by, at=at, subject=use, child_id=assessment.child_id)
    return use


# --- half-way ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def hold_midpoint(
    family: FamilyAssessment, *, direction: str = "", none_because: str = "", by: User, at: datetime
) -> Midpoint:
    """
    Look at an assessment half-way: give a direction, or say why none is needed.

    :raises NotAllowed, NotTheirChildren: if this person does not authorise assessments, or sees none of the children.
    :raises NothingSaid: if it says neither, or both.
    :raises NotTheirOwn: if they are its author or wrote in it.
    :raises AuthorisedAlready: if every child's they may see is authorised.
    """
    require(by, permissions.AUTHORISE_ASSESSMENTS)
    if bool(direction.strip()) == bool(none_because.strip()):
        raise NothingSaid
    family = held(family, by, child_id=_one_they_see(family, by))
    is_author = by.worker_id is not None and by.worker_id == family.worker_id
    if is_author or Writer.objects.filter(family=family, user=by).exists():
        raise NotTheirOwn
    midpoint = Midpoint.objects.create(
        family=family, held_at=at, held_by=by, direction=direction.strip(), none_because=none_because.strip()
    )
    note("mid-point of an assessment held", by=by, at=at, subject=midpoint, family=family.pk)
    return midpoint


def _one_they_see(family: FamilyAssessment, by: User) -> int:
    """A child of it whom they may see, one who is not authorised first: brothers and sisters may be another team's."""
    seen = family.assessments.filter(child__in=visible_children(by)).order_by("-authorised_on", "pk")
    if (one := seen.first()) is None:
        raise NotTheirChildren
    return one.child_id


def _written(family: FamilyAssessment, *, by: User, at: datetime) -> FamilyAssessment:
    family = held(family, by, child_id=None)
    mark_writer(family, by=by, at=at)
    return family
