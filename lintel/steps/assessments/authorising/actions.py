"""What an assessment leads to for one child, sending it to a manager, sending it back, and authorising it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.models import User as AnyUser
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.statute.calendar import local_day
from lintel.steps.assessments import permissions
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.models import Assessment, FamilyAssessment, Sending
from lintel.steps.assessments.rules import fault_in_factors, may_sign
from lintel.steps.assessments.writing.actions import AuthorisedAlready, NothingSaid, held, mark_writer

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class FactorsDoNotGoTogether(Exception):
    """The factors cannot stand like this in the census; it says why."""


class NoOutcomeYet(Exception):
    """Nothing says what it leads to for this child."""


class SentAlready(Exception):
    """It is with the manager already."""


class NotSent(Exception):
    """It is not with a manager: it was not sent, or was sent back."""


class WrittenSinceRead(Exception):
    """Somebody wrote in it after the manager opened it to read."""


class OwnAssessment(Exception):
    """Nobody authorises an assessment they wrote in, or are the author of (hard stop 8)."""


@transaction.atomic
def conclude(
    assessment: Assessment, *, factors: Collection[str], outcome: Outcome | None, because: str = "",
    exceeded_because: str = "", by: User, at: datetime,
) -> Assessment:  # fmt: skip
    """
    Say what was found and what it leads to for one child; brothers and sisters may differ.

    :param factors: the census's factors at the end of the assessment.
    :param exceeded_because: why it took longer than it may, where it did.
    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the child.
    :raises FactorsDoNotGoTogether: if the census would refuse them.
    :raises AuthorisedAlready: if it is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    assessment = _held(assessment, by)
    if fault := fault_in_factors(factors, outcome=outcome):
        raise FactorsDoNotGoTogether(fault)
    _wrote(assessment, by=by, at=at)
    assessment.factors, assessment.outcome = sorted(set(factors)), outcome or ""
    assessment.outcome_because, assessment.exceeded_because = because.strip(), exceeded_because.strip()
    assessment.concluded_at = at
    assessment.save(update_fields=["factors", "outcome", "outcome_because", "exceeded_because", "concluded_at"])
    note("assessment concluded", by=by, at=at, subject=assessment, child_id=assessment.child_id, outcome=outcome or "")
    return assessment


@transaction.atomic
def send(assessment: Assessment, *, by: User, at: datetime) -> Sending:
    """
    Send one child's assessment to a manager. What is missing is shown to them; it stops nobody.

    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the child.
    :raises NoOutcomeYet: if nothing says what it leads to.
    :raises SentAlready: if it is with a manager.
    :raises AuthorisedAlready: if it is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    assessment = _held(assessment, by)
    if not assessment.outcome:
        raise NoOutcomeYet
    if _open_sending(assessment) is not None:
        raise SentAlready
    _wrote(assessment, by=by, at=at)
    sending = Sending.objects.create(assessment=assessment, sent_at=at, sent_by=by)
    note("assessment sent to a manager", by=by, at=at, subject=assessment, child_id=assessment.child_id)
    return sending


@transaction.atomic
def send_back(assessment: Assessment, *, missing: str, by: User, at: datetime) -> Sending:
    """
    Send one child's assessment back, and say what is missing.

    :raises NotAllowed, NotTheirChildren: if this person does not authorise assessments, or may not see the child.
    :raises NothingSaid: if nothing is said to be missing.
    :raises NotSent: if it is not with a manager.
    :raises AuthorisedAlready: if it is authorised.
    """
    require(by, permissions.AUTHORISE_ASSESSMENTS)
    if not missing.strip():
        raise NothingSaid
    assessment = _held(assessment, by)
    sending = _sent(assessment)
    sending.returned_at, sending.returned_by, sending.missing = at, by, missing.strip()
    sending.save(update_fields=["returned_at", "returned_by", "missing"])
    note("assessment sent back", by=by, at=at, subject=assessment, child_id=assessment.child_id)
    return sending


@transaction.atomic
def authorise(
    assessment: Assessment, *, child_seen: bool, read_at: datetime | None = None, by: User, at: datetime
) -> Assessment:  # fmt: skip
    """
    Authorise one child's assessment: from now on what stands in it does not change.

    :param child_seen: whether the child was seen between its start and now, as visits say.
    :param read_at: when the page was opened on which it was read.
    :raises NotAllowed, NotTheirChildren: if this person does not authorise assessments, or may not see the child.
    :raises OwnAssessment: if they are its author or wrote in it.
    :raises NotSent: if it is not with a manager.
    :raises WrittenSinceRead: if somebody wrote in it since it was read.
    :raises AuthorisedAlready: if a colleague was first.
    """
    require(by, permissions.AUTHORISE_ASSESSMENTS)
    assessment = _held(assessment, by)
    family = _family(assessment)
    authors = set(AnyUser.objects.filter(worker=family.worker_id).values_list("pk", flat=True))
    if not may_sign(by=by.pk, writers=set(family.writers.values_list("user_id", flat=True)), authors=authors):
        raise OwnAssessment
    _sent(assessment)
    if read_at is not None and _was_written_since(assessment, read_at):
        raise WrittenSinceRead
    assessment.authorised_on, assessment.authorised_at, assessment.authorised_by = local_day(at), at, by
    assessment.child_seen = child_seen
    assessment.needs_support = Outcome(assessment.outcome).needs_support
    assessment.as_authorised = {
        part: {
            each.section: {"words": each.words, "version": each.version}
            for each in family.passages.filter(child=child).order_by("pk")
        }
        for part, child in (("shared", None), ("own", assessment.child_id))
    }
    assessment.save()
    note(
        "assessment authorised", by=by, at=at, subject=assessment, child_id=assessment.child_id,
        outcome=assessment.outcome,
    )  # fmt: skip
    return assessment


def _held(assessment: Assessment, by: User) -> Assessment:
    """One child's assessment, held with its family until the transaction is over; the family always first."""
    held(_family(assessment), by, child_id=assessment.child_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("family").get(pk=assessment.pk)
    if assessment.authorised_on is not None:
        raise AuthorisedAlready
    return assessment


def _family(assessment: Assessment) -> FamilyAssessment:
    assert assessment.family is not None, "an assessment read from a file is not written in"
    return assessment.family


def _wrote(assessment: Assessment, *, by: User, at: datetime) -> None:
    mark_writer(_family(assessment), by=by, at=at)


def _was_written_since(assessment: Assessment, read_at: datetime) -> bool:
    """Whether anything a manager reads of this child was written, concluded or withdrawn after a moment."""
    family, theirs = _family(assessment), Q(child__isnull=True) | Q(child=assessment.child_id)
    said = Q(written_at__gt=read_at)
    return (
        (assessment.concluded_at is not None and assessment.concluded_at > read_at)
        or family.passages.filter(theirs, said).exists()
        or family.parent_views.filter(theirs, said).exists()
        or assessment.needs.filter(said | Q(withdrawn_at__gt=read_at)).exists()
        or assessment.history.filter(said).exists()
    )


def _open_sending(assessment: Assessment) -> Sending | None:
    return Sending.objects.select_for_update().filter(assessment=assessment, returned_at__isnull=True).first()


def _sent(assessment: Assessment) -> Sending:
    if (sending := _open_sending(assessment)) is None:
        raise NotSent
    return sending
