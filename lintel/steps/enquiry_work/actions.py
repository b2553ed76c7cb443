"""Writing an enquiry: its analysis, and what becomes of each item of history. Whoever writes is marked for ever."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.steps.enquiry_work import permissions
from lintel.steps.enquiry_work.codes import Section
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, Passage, Writer
from lintel.steps.enquiry_work.queries import words_at

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.enquiries.models import Section47Enquiry


class NotTheirChild(Exception):
    """An enquiry is written by those who may see its child."""


class SignedAlready(Exception):
    """A manager has signed it; what stands in it does not change any more."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class WrittenSince(Exception):
    """Somebody changed this passage since it was read. Nothing is lost: theirs stands, yours is in your hands."""

    def __init__(self, passage: Passage) -> None:
        super().__init__()
        self.passage = passage


@transaction.atomic
def begin_work(enquiry: Section47Enquiry, *, by: User, at: datetime) -> EnquiryWork:
    """
    The work of an enquiry, begun now where it was not.

    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    """
    require(by, permissions.WRITE_ENQUIRIES)
    if not visible_children(by).filter(pk=enquiry.child_id).exists():
        raise NotTheirChild
    work, is_new = EnquiryWork.objects.get_or_create(enquiry=enquiry, defaults={"began_at": at, "began_by": by})
    if is_new:
        note("enquiry begun to be written", by=by, at=at, subject=work, child_id=enquiry.child_id)
    return work


@transaction.atomic
def write_passage(
    work: EnquiryWork, *, section: Section, words: str, read_version: int, by: User, at: datetime
) -> Passage | None:  # fmt: skip
    """
    Write one section of the analysis; nothing is written where nothing changed.

    :param read_version: the version that stood there when it was read; 0 for none.
    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    :raises SignedAlready: if it is signed.
    :raises WrittenSince: if somebody changed it since, and these words would lose what they wrote.
    """
    require(by, permissions.WRITE_ENQUIRIES)
    work = held(work, by)
    passage = work.passages.filter(section=section).select_related("written_by").first()
    if (passage.words if passage else "") == words:
        return passage
    if passage is not None and passage.version != read_version:
        if words == words_at(passage, version=read_version, viewer=by):
            return passage
        raise WrittenSince(passage)
    mark_writer(work, by=by, at=at)
    passage = passage or Passage(work=work, section=section, version=0)
    passage.words, passage.version, passage.written_at, passage.written_by = words, passage.version + 1, at, by
    passage.save()
    _note("enquiry written", work, by=by, at=at, section=str(section), version=passage.version)
    return passage


@transaction.atomic
def weigh_item(
    work: EnquiryWork, *, record: str, section: Section | None = None, how: str = "", set_aside_because: str = "",
    by: User, at: datetime,
) -> ItemUse:  # fmt: skip
    """
    Say that an item of history is used, in a section or as a word says, or why it is set aside; said again, it takes
    the place of what was said before.

    :param record: what the line was read from, as the chronology has it: "front_door.childcontact/12".
    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    :raises NothingSaid: if it says neither, or both.
    :raises SignedAlready: if it is signed.
    """
    require(by, permissions.WRITE_ENQUIRIES)
    if not record or bool(section or how.strip()) == bool(set_aside_because.strip()):
        raise NothingSaid
    work = held(work, by)
    mark_writer(work, by=by, at=at)
    use, _ = ItemUse.objects.update_or_create(
        work=work, record=record,
        defaults={
            "section": section or "", "how": how.strip(), "set_aside_because": set_aside_because.strip(),
            "written_at": at, "written_by": by,
        },
    )  # fmt: skip
    _note("history weighed in an enquiry", work, by=by, at=at, record=record)
    return use


@transaction.atomic
def take_back_weighing(work: EnquiryWork, *, record: str, by: User, at: datetime) -> None:
    """
    Say that an item is neither used nor set aside after all; what was said of it is kept in its history.

    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    :raises SignedAlready: if it is signed.
    """
    require(by, permissions.WRITE_ENQUIRIES)
    work = held(work, by)
    use = work.items.filter(record=record).first()
    if use is not None:
        mark_writer(work, by=by, at=at)
        use.delete()
        _note("history in an enquiry not weighed after all", work, by=by, at=at, record=record)


# --- what every act of writing does first -----------------------------------------------------------------------------


def held(work: EnquiryWork, by: User) -> EnquiryWork:
    """
    The work, held until the transaction is over, where it may still be written.

    :raises NotTheirChild: if they may not see the child.
    :raises SignedAlready: if it is signed.
    """
    work = EnquiryWork.objects.select_for_update(of=("self",)).select_related("enquiry").get(pk=work.pk)
    if not visible_children(by).filter(pk=work.enquiry.child_id).exists():
        raise NotTheirChild
    if work.signed_at is not None:
        raise SignedAlready
    return work


def mark_writer(work: EnquiryWork, *, by: User, at: datetime) -> None:
    """Write down that something was written in an enquiry now, and once who wrote in it. Its row must be held."""
    work.written_at = at
    work.save(update_fields=["written_at"])
    _, is_new = Writer.objects.get_or_create(work=work, user=by, defaults={"since": at})
    if is_new:
        _note("began to write in an enquiry", work, by=by, at=at)


def _note(act: str, work: EnquiryWork, *, by: User, at: datetime, **details: object) -> None:
    note(act, by=by, at=at, subject=work, child_id=work.enquiry.child_id, **details)
