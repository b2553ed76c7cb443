"""Beginning an assessment from referrals, and every handing on between who writes and who authorises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.models import Exclusion, Restriction
from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import say_answered, tell
from lintel.foundation.people.naming import name_of
from lintel.journey.assessing.page import ToBegin
from lintel.journey.assessing.queries import to_begin
from lintel.statute.calendar import england, local_day
from lintel.steps.assessments import actions as assessments
from lintel.steps.assessments.actions import ToAssess
from lintel.steps.assessments.authorising import actions as authorising
from lintel.steps.assessments.models import Assessment, FamilyAssessment, Midpoint
from lintel.steps.assessments.permissions import WRITE_ASSESSMENTS
from lintel.steps.assessments.practice.queries import practice_in_force
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WITH_MANAGER = "assessment with a manager/{}"


class NobodyHoldsThem(Exception):
    """No worker has these children, and whoever begins is none: find them a worker first."""


class NotTheirs(Exception):
    """They may not see one of these children."""


@transaction.atomic
def begin_assessment(child_id: int, *, chosen: Collection[int], by: User, at: datetime) -> FamilyAssessment:
    """
    Begin one assessment of a child and the brothers and sisters chosen; nothing is asked that is known.

    It is the worker's who holds the child, else of whoever begins. Each clock runs from the child's referral; only a
    further assessment in the same episode begins a clock of its own.

    :param chosen: the children by their ids, the first one among them or not.
    :raises NotAllowed: if this person may not begin assessments.
    :raises NobodyToAssess: if none of those chosen can be assessed.
    :raises NobodyHoldsThem: if there is no worker whose it could be.
    :raises UnderWayAlready: if one of them is being assessed.
    """
    require(by, WRITE_ASSESSMENTS)
    today = local_day(at)
    family = [each for each in to_begin(child_id, viewer=by, on=today) if each.child_id in set(chosen)]
    if not family:
        raise assessments.NobodyToAssess
    held = next((each.held_by for each in family if each.held_by is not None), None)
    worker = held.worker if held else by.worker
    if worker is None:
        raise NobodyHoldsThem
    practice = practice_in_force(viewer=by, on=today)
    team = held.team if held else None
    children = _to_assess(family, today)
    return assessments.begin(children, practice=practice, worker=worker, team=team, by=by, at=at)


def _to_assess(family: Sequence[ToBegin], today: date) -> list[ToAssess]:
    """Each child with the day from which the clock runs. One that a file says is under way is no earlier one."""
    limits, calendar, referrals = all_limits(), england(), [each.referral.pk for each in family]
    before = Assessment.objects.filter(referral__in=referrals, authorised_on__isnull=False)
    assessed = set(before.values_list("referral_id", flat=True))
    found = []
    for each in family:
        started_on = today if each.referral.pk in assessed else each.referral.referred_on
        review = limits.time_limit("assessment_review", on=started_on)
        found.append(
            ToAssess(
                child_id=each.child_id, referral_id=each.referral.pk, started_on=started_on,
                review_on=review.due_on(started_on, calendar),
                team_id=(each.held_by.team_id if each.held_by else None) or each.referral.team_id,
            )
        )  # fmt: skip
    return found


@transaction.atomic
def send_to_manager(parts: Sequence[Assessment], *, by: User, at: datetime) -> None:
    """
    Send the assessments of some children to their manager, who is told once for all of them.

    :raises NotAllowed: if this person may not write assessments.
    :raises NoOutcomeYet: if nothing says what it leads to for one of them.
    :raises SentAlready: if one is with a manager.
    :raises AuthorisedAlready: if one is authorised.
    """
    _must_see(parts, by=by)
    sendings = [authorising.send(each, by=by, at=at) for each in parts]
    sent = {each.pk: sending.pk for each, sending in zip(parts, sendings, strict=True)}
    for team_id in {each.team_id for each in parts if each.team_id}:
        for told in _told_together([each for each in parts if each.team_id == team_id]):
            first = told[0]
            tell(
                key=f"{_key(first)}/{sent[first.pk]}", words=f"{by.name} sent you the assessment of {_names(told)}.",
                path=f"/assessments/{first.family_id}/decide/", child_id=first.child_id, team_id=team_id, by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def send_back_to_writer(parts: Sequence[Assessment], *, missing: str, by: User, at: datetime) -> None:
    """
    Send the assessments of some children back, with what is missing; their author is told.

    :raises NotAllowed: if this person does not authorise assessments.
    :raises NothingSaid: if nothing is said to be missing.
    :raises NotSent: if one is not with a manager.
    :raises AuthorisedAlready: if one is authorised.
    """
    _must_see(parts, by=by)
    for each in parts:
        sending = authorising.send_back(each, missing=missing, by=by, at=at)
        say_answered(key=f"{_key(each)}/{sending.pk}", by=by, at=at)
    for told in _told_together(parts):
        words = f"The assessment of {_names(told)} came back: {missing.strip()}"
        _tell_author(told, key=f"assessment sent back/{told[0].pk}/{at.isoformat()}", words=words, by=by, at=at)


@transaction.atomic
def authorise_assessments(
    parts: Sequence[Assessment], *, read_at: datetime | None = None, by: User, at: datetime
) -> None:  # fmt: skip
    """
    Authorise the assessments of some children. Whether each was seen, the visits say.

    :param read_at: when the page was opened on which they were read.
    :raises NotAllowed: if this person does not authorise assessments.
    :raises OwnAssessment: if they are the author or wrote in it (hard stop 8).
    :raises NotSent: if one is not with a manager.
    :raises WrittenSinceRead: if somebody wrote in one since it was read.
    :raises AuthorisedAlready: if a colleague was first.
    """
    _must_see(parts, by=by)
    for each in parts:
        seen = Visit.objects.filter(
            child=each.child_id, child_seen=True, visited_on__range=(each.started_on, local_day(at))
        )
        authorising.authorise(each, child_seen=seen.exists(), read_at=read_at, by=by, at=at)
        for sending in each.sendings.all():
            say_answered(key=f"{_key(each)}/{sending.pk}", by=by, at=at)
    for told in _told_together(parts):
        words = f"{by.name} authorised the assessment of {_names(told)}."
        _tell_author(told, key=f"assessment authorised/{told[0].pk}", words=words, by=by, at=at)


@transaction.atomic
def midpoint_of(family: FamilyAssessment, *, direction: str, none_because: str, by: User, at: datetime) -> Midpoint:
    """
    Look at an assessment half-way; its author is told what direction was given.

    :raises NotAllowed: if this person does not authorise assessments.
    :raises NothingSaid: if it gives no direction and does not say why, or both.
    :raises NotTheirOwn: if they are its author or wrote in it.
    :raises AuthorisedAlready: if every child's is authorised.
    """
    parts = list(family.assessments.select_related("child", "family").order_by("pk"))
    midpoint = assessments.hold_midpoint(family, direction=direction, none_because=none_because, by=by, at=at)
    for told in _told_together(parts):
        words = f"{by.name} looked at the assessment of {_names(told)}: {direction.strip() or 'no direction needed'}"
        _tell_author(told, key=f"midpoint/{midpoint.pk}/{told[0].pk}", words=words, by=by, at=at)
    return midpoint


def _told_together(parts: Sequence[Assessment]) -> list[list[Assessment]]:
    """
    Who is named in one notice. A child who is kept from somebody is named in one of their own, which is then shown to
    nobody from whom they are kept; brothers and sisters are not named beside them.
    """
    children = [each.child_id for each in parts]
    apart = {
        child
        for kept in (Exclusion, Restriction)
        for child in kept.objects.filter(child__in=children, lifted_at__isnull=True).values_list("child_id", flat=True)
    }
    together = [each for each in parts if each.child_id not in apart]
    return [*([together] if together else []), *([each] for each in parts if each.child_id in apart)]


def _tell_author(told: Sequence[Assessment], *, key: str, words: str, by: User, at: datetime) -> None:
    first = told[0]
    assert first.family is not None
    tell(
        key=key, words=words, path=f"/assessments/{first.family_id}/", child_id=first.child_id,
        worker_id=first.family.worker_id, by=by, at=at,
    )  # fmt: skip


def _must_see(parts: Sequence[Assessment], *, by: User) -> None:
    wanted = {each.child_id for each in parts}
    if not wanted or visible_children(by).filter(pk__in=wanted).count() != len(wanted):
        raise NotTheirs


def _key(assessment: Assessment) -> str:
    return WITH_MANAGER.format(assessment.pk)


def _names(parts: Sequence[Assessment]) -> str:
    return ", ".join(name_of(each.child) for each in parts)
