"""Writing passages and needs. Whoever writes anything is written down as a writer, for ever (hard stop 8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.steps.assessments import permissions
from lintel.steps.assessments.models import Assessment, FamilyAssessment, Need, Passage, Writer
from lintel.steps.assessments.rules import holds_whole
from lintel.steps.assessments.writing.queries import words_at

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class WrittenSince(Exception):
    """Somebody changed this passage since it was read. Nothing is lost: theirs stands, yours is in your hands."""

    def __init__(self, passage: Passage, was: str) -> None:
        super().__init__()
        self.passage, self.was = passage, was


class ChangedSince(Exception):
    """Somebody changed this need since it was read."""


class NotTheirChildren(Exception):
    """A part is written by those who may see its child; what a family shares, by those who may see every child."""


class AuthorisedAlready(Exception):
    """A manager has authorised it; what stands in it does not change any more."""


class SignedByThem(Exception):
    """They have authorised a child's assessment in this family, so they do not write in it (hard stop 8)."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class WithdrawnAlready(Exception):
    """A colleague withdrew it first."""


@transaction.atomic
def write_passage(
    family: FamilyAssessment, *, child_id: int | None, section: str, words: str, read_version: int, by: User,
    at: datetime,
) -> Passage:  # fmt: skip
    """
    Write one section: the shared part's where no child is named, else that child's own.

    :param read_version: the version that stood there when it was read; 0 for none.
    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the child.
    :raises AuthorisedAlready: if it is authorised.
    :raises SignedByThem: if they authorised a child of this family.
    :raises WrittenSince: if somebody changed it since, and these words would lose what they wrote.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    family = held(family, by, child_id=child_id)
    passage = Passage.objects.filter(family=family, child=child_id, section=section).first()
    stands = passage.version if passage else 0
    if (passage.words if passage else "") == words:
        return passage or Passage(family=family, child_id=child_id, section=section, version=0)
    if stands != read_version and passage is not None:
        was = words_at(passage, version=read_version, viewer=by)
        if not holds_whole(was=was, theirs=passage.words, yours=words):
            raise WrittenSince(passage, was=was)
    mark_writer(family, by=by, at=at)
    passage = passage or Passage(family=family, child_id=child_id, section=section)
    passage.words, passage.version, passage.written_at, passage.written_by = words, stands + 1, at, by
    passage.save()
    note("assessment written", by=by, at=at, subject=family, child_id=child_id, section=section, version=stands + 1)
    return passage


@transaction.atomic
def write_need(
    assessment: Assessment, *, words: str, evidence: str = "", different: str = "", by_when: date | None = None,
    impact: str = "", by: User, at: datetime,
) -> Need:  # fmt: skip
    """
    Write down one child's need: what is needed, what shows it, what will be different for the child, and by when.

    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the child.
    :raises NothingSaid: if no need is named.
    :raises AuthorisedAlready: if the assessment is authorised.
    :raises SignedByThem: if they authorised a child of this family.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if not words.strip():
        raise NothingSaid
    _held_for_child(assessment, by=by, at=at)
    need = Need.objects.create(
        child_id=assessment.child_id, assessment=assessment, words=words.strip(), evidence=evidence.strip(),
        different=different.strip(), by_when=by_when, impact=impact.strip(), written_at=at, written_by=by,
    )  # fmt: skip
    note("need written down", by=by, at=at, subject=need, child_id=assessment.child_id)
    return need


@transaction.atomic
def change_need(
    need: Need, *, words: str, evidence: str, different: str, by_when: date | None, impact: str, read_at: datetime,
    by: User, at: datetime,
) -> Need:  # fmt: skip
    """
    Change a need; what it said before is kept.

    :param read_at: when what they read was written.
    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the child.
    :raises NothingSaid: if no need is named.
    :raises WithdrawnAlready: if it was withdrawn.
    :raises AuthorisedAlready: if the assessment is authorised.
    :raises ChangedSince: if somebody changed it since.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if not words.strip():
        raise NothingSaid
    need = _held_need(need, by=by, at=at)
    if need.written_at != read_at:
        raise ChangedSince
    need.words, need.evidence, need.different = words.strip(), evidence.strip(), different.strip()
    need.by_when, need.impact, need.written_at, need.written_by = by_when, impact.strip(), at, by
    need.save()
    note("need changed", by=by, at=at, subject=need, child_id=need.child_id)
    return need


@transaction.atomic
def withdraw_need(need: Need, *, because: str, by: User, at: datetime) -> Need:
    """
    Withdraw a need that is no longer true, and say why. It stays readable.

    :raises NotAllowed, NotTheirChildren: if this person may not write assessments, or may not see the child.
    :raises NothingSaid: if no reason is given.
    :raises WithdrawnAlready: if a colleague was first.
    :raises AuthorisedAlready: if the assessment is authorised.
    """
    require(by, permissions.WRITE_ASSESSMENTS)
    if not because.strip():
        raise NothingSaid
    need = _held_need(need, by=by, at=at)
    need.withdrawn_at, need.withdrawn_because = at, because.strip()
    need.save(update_fields=["withdrawn_at", "withdrawn_because"])
    note("need withdrawn", by=by, at=at, subject=need, child_id=need.child_id)
    return need


# --- what every act of writing does first -----------------------------------------------------------------------------


def held(family: FamilyAssessment, by: User, *, child_id: int | None) -> FamilyAssessment:
    """
    The family's assessment, held until the transaction is over, where that part may still be written.

    :raises NotTheirChildren: if they may not see that child or, for the shared part, one of the children.
    :raises AuthorisedAlready: if that child's is authorised or, for the shared part, every child's.
    """
    family = FamilyAssessment.objects.select_for_update().get(pk=family.pk)
    mine = family.assessments.filter(child=child_id) if child_id is not None else family.assessments.all()
    if mine.exclude(child__in=visible_children(by)).exists():
        raise NotTheirChildren
    if not mine.filter(authorised_on__isnull=True).exists():
        raise AuthorisedAlready
    return family


def mark_writer(family: FamilyAssessment, *, by: User, at: datetime) -> None:
    """
    Write down, once, that somebody wrote in an assessment. The family's row must be held.

    :raises SignedByThem: if they authorised a child of this family.
    """
    if family.assessments.filter(authorised_by=by).exists():
        raise SignedByThem
    _, is_new = Writer.objects.get_or_create(family=family, user=by, defaults={"since": at})
    if is_new:
        note("began to write in an assessment", by=by, at=at, subject=family)


def _held_for_child(assessment: Assessment, *, by: User, at: datetime) -> None:
    assert assessment.family is not None
    mark_writer(held(assessment.family, by, child_id=assessment.child_id), by=by, at=at)


def _held_need(need: Need, *, by: User, at: datetime) -> Need:
    if need.assessment is not None and need.assessment.family is not None:
        _held_for_child(need.assessment, by=by, at=at)
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if need.withdrawn_at is not None:
        raise WithdrawnAlready
    return need
