"""Writing notices down: batches looked at and taken in, notices and their versions, rows set aside and mended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.queries import agency_of
from lintel.foundation.audit_log.actions import note, note_each
from lintel.steps.police_notifications import permissions
from lintel.steps.police_notifications.codes import BatchState, CameBy
from lintel.steps.police_notifications.households import likeness_of
from lintel.steps.police_notifications.models import (
    Batch,
    Notification,
    PersonInNotification,
    QuarantinedRow,
    Recognised,
)
from lintel.steps.police_notifications.reading.files import FileUnreadable, headings_not_known, read_file
from lintel.steps.police_notifications.reading.headings import of_the_notice
from lintel.steps.police_notifications.reading.notices import Notice, PersonTold, Problem, RowRead, in_words
from lintel.steps.police_notifications.rules import what_changed

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.agencies.models import Agency
    from lintel.foundation.people.models import Person
    from lintel.steps.front_door.models import AdultInContact, ChildContact, Contact

__all__ = [
    "BatchTakenIn", "FileUnreadable", "NoReasonGiven", "NotForThisAgency", "Row", "Seems", "ToWrite", "Version",
    "answer_recognised",
    "begin_taking_in", "finish_batch", "insist_on_agency", "offer_batch", "recognise",
    "row_is_mended", "set_message_aside",
    "withdraw_batch", "write_notifications",
]  # fmt: skip


class NotForThisAgency(Exception):
    """The agency is not a police force, or this person does not answer for it."""


class BatchTakenIn(Exception):
    """The batch was taken in, or withdrawn, already."""


class NoReasonGiven(Exception):
    """This is done for a reason, or not at all."""


def insist_on_agency(agency: Agency, *, sender: User) -> None:
    """
    Refuse an agency that is no police force, or another one's than the sender's own.

    :raises NotForThisAgency: if so.
    """
    own = agency_of(viewer=sender)
    if agency.kind != AgencyKind.POLICE or (own is not None and own.pk != agency.pk):
        raise NotForThisAgency
    if own is None and sender.holds(permissions.WORK_FOR_THE_POLICE):
        raise NotForThisAgency


# --- batches ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def offer_batch(
    content: bytes, *, file_name: str, agency: Agency, keep_unreadable: bool = False, by: User, at: datetime
) -> Batch:
    """
    Receive a file of notices: it is received now, whenever it is taken in. Bad rows are set aside with their reasons.

    :param keep_unreadable: where nobody is there to be told, a file that cannot be read is one row set aside.
    :raises NotAllowed: if this person or channel may not send notices in.
    :raises NotForThisAgency: if it is not the sender's own police force.
    :raises FileUnreadable: if the file as a whole cannot be read.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    insist_on_agency(agency, sender=by)
    try:
        rows = read_file(content, received_at=at)
    except FileUnreadable as why:
        if not keep_unreadable:
            raise
        cells = {"the file": content[:20_000].decode("latin-1").replace("\0", "\ufffd")}
        rows = [RowRead(1, cells, problems=(Problem("", str(why)),))]
    return _keep(rows, content=content, file_name=file_name, agency=agency, came_by=CameBy.BATCH, by=by, at=at)


@transaction.atomic
def set_message_aside(row: RowRead, *, agency: Agency, by: User, at: datetime) -> Batch:
    """
    Keep a message of the feed that cannot be taken in: a row set aside, like one of a file.

    :raises NotAllowed: if this person or channel may not send notices in.
    :raises NotForThisAgency: if it is not the sender's own police force.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    insist_on_agency(agency, sender=by)
    name = f"A message of {agency.name}"
    batch = _keep([row], content=b"", file_name=name, agency=agency, came_by=CameBy.FEED, by=by, at=at)
    batch.state, batch.taken_in_at, batch.taken_in_by, batch.content = BatchState.TAKEN_IN, at, by, None
    batch.save(update_fields=["state", "taken_in_at", "taken_in_by", "content"])
    return batch


def _keep(
    rows: Sequence[RowRead], *, content: bytes, file_name: str, agency: Agency, came_by: CameBy, by: User, at: datetime
) -> Batch:
    bad = [row for row in rows if row.notice is None]
    batch = Batch.objects.create(
        agency=agency, file_name=file_name.replace("\0", "")[:255], sha256=hashlib.sha256(content).hexdigest(),
        content=content, received_at=at, received_from=by, came_by=came_by, rows_in=len(rows),
        rows_accepted=len(rows) - len(bad), rows_set_aside=len(bad),
        headings_not_known=[name[:200].replace("\0", "\ufffd") for name in headings_not_known(content)][:50],
    )  # fmt: skip
    QuarantinedRow.objects.bulk_create(
        QuarantinedRow(
            batch=batch, number=row.number, cells=list(row.cells.items()), reference=_reference(row.cells),
            reasons=[{"column": problem.column, "words": problem.words} for problem in row.problems],
        )
        for row in bad
    )  # fmt: skip
    note("police batch received", by=by, at=at, subject=batch, rows=len(rows), set_aside=len(bad))
    return batch


def _reference(cells: Mapping[str, str]) -> str:
    found = next((text for heading, text in cells.items() if of_the_notice(heading) == "reference"), "")
    return " ".join(found.split())[:60]


@transaction.atomic
def withdraw_batch(batch: Batch, *, because: str, by: User, at: datetime) -> Batch:
    """
    Leave a batch untaken, with the reason: the wrong file. What was set aside in it stays to be read.

    :raises NotAllowed: if this person may not take batches in.
    :raises BatchTakenIn: if it was taken in or withdrawn already.
    :raises NoReasonGiven: if nobody says why.
    """
    require(by, permissions.TAKE_IN_BATCHES)
    if not because.strip():
        raise NoReasonGiven
    batch = _still_offered(batch)
    batch.state, batch.withdrawn_because, batch.content = BatchState.WITHDRAWN, because.strip(), None
    batch.save(update_fields=["state", "withdrawn_because", "content"])
    note("police batch withdrawn", by=by, at=at, subject=batch, because=because.strip())
    return batch


@transaction.atomic
def begin_taking_in(batch: Batch, *, by: User, at: datetime) -> Batch:
    """
    Say that a batch is being taken in, so that nobody begins it twice.

    :raises NotAllowed: if this person or channel may not send notices in.
    :raises BatchTakenIn: if somebody has begun already.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    insist_on_agency(batch.agency, sender=by)
    batch = _still_offered(batch)
    batch.state, batch.taken_in_by = BatchState.TAKING_IN, by
    batch.save(update_fields=["state", "taken_in_by"])
    note("police batch begun", by=by, at=at, subject=batch)
    return batch


def _still_offered(batch: Batch) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)
    if batch.state != BatchState.READ:
        raise BatchTakenIn
    return batch


@transaction.atomic
def finish_batch(batch: Batch, *, new: int, same: int, changed: int, by: User, at: datetime) -> Batch:
    """
    Say that all of a batch is in; its content is then held by its notices and rows.

    :raises NotAllowed: if this person or channel may not send notices in.
    :raises BatchTakenIn: if it is in already.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state in (BatchState.TAKEN_IN, BatchState.WITHDRAWN):
        raise BatchTakenIn
    batch.state, batch.taken_in_at, batch.taken_in_by, batch.content = BatchState.TAKEN_IN, at, by, None
    batch.notices_new, batch.notices_same, batch.notices_changed = new, same, changed
    batch.save()
    note("police batch taken in", by=by, at=at, subject=batch, new=new, same=same, changed=changed)
    return batch


# --- notices ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Version:
    """Which version of a police reference is written, and what differs from the one before."""

    before: Notification | None = None
    changed: tuple[str, ...] = ()

    @classmethod
    def after(cls, before: Notification, notice: Notice) -> Version:
        return cls(before=before, changed=tuple(what_changed(before.said, in_words(notice))))


@dataclass(frozen=True, kw_only=True)
class Row:
    """Where a notice stands in a batch."""

    batch: Batch
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ToWrite:
    """
    One notice to be written down, and on which contact.

    `linked` says for each of its people, in their order, whom of the contact they are. Who they are to us is said
    there, by an officer.
    """

    notice: Notice
    contact: Contact
    linked: Sequence[tuple[ChildContact | None, AdultInContact | None]]
    version: Version
    row: Row | None = None


@transaction.atomic
def write_notifications(
    given: Sequence[ToWrite], *, agency: Agency, came_by: CameBy, received_at: datetime, by: User, at: datetime
) -> list[tuple[Notification, list[PersonInNotification]]]:
    """
    Write notices down with their people, in their order, each on the contact it belongs to.

    :raises NotAllowed: if this person or channel may not send notices in.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    before = [each.version.before.pk for each in given if each.version.before]
    if before:
        Notification.objects.filter(pk__in=before).update(is_latest=False)
    held = Notification.objects.bulk_create(
        _row_of(each, agency=agency, came_by=came_by, received_at=received_at) for each in given
    )
    people = PersonInNotification.objects.bulk_create(
        _person(notification, who, *whom)
        for notification, each in zip(held, given, strict=True)
        for who, whom in zip(each.notice.people, each.linked, strict=True)
    )
    by_notice: dict[int, list[PersonInNotification]] = {notification.pk: [] for notification in held}
    for person in people:
        by_notice[person.notification_id].append(person)
    about = [(notification, None, {"version": notification.version}) for notification in held]
    note_each("police notification received", about, by=by, at=at)
    return [(notification, by_notice[notification.pk]) for notification in held]


def _row_of(given: ToWrite, *, agency: Agency, came_by: CameBy, received_at: datetime) -> Notification:
    notice, before, row = given.notice, given.version.before, given.row
    told = {
        name: getattr(notice, name)
        for name in (
            "reference", "about", "occurred_on", "occurred_at", "triaged_at", "sent_at", "grade", "grade_as_told",
            "officer", "place", "postcode", "narrative", "children_present", "raw",
        )
    }  # fmt: skip
    return Notification(
        **told, agency=agency, version=before.version + 1 if before else 1, changed=list(given.version.changed),
        contact=given.contact, batch=row.batch if row else None, batch_rows=list(row.numbers) if row else [],
        came_by=came_by, received_at=received_at, doubts=list(notice.doubts), said=in_words(notice),
        sha256=digest_of(notice),
    )  # fmt: skip


def digest_of(notice: Notice) -> str:
    """What a notice says, as a digest: the same notice sent again has the same, whenever and however it is sent."""
    said = sorted(in_words(notice).items())
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _person(
    notification: Notification, who: PersonTold, line: ChildContact | None, adult: AdultInContact | None
) -> PersonInNotification:
    told = {f.name: getattr(who, f.name) for f in fields(who)}
    return PersonInNotification(
        notification=notification,
        likeness=likeness_of(who.given, who.family, who.date_of_birth),
        child_contact=line,
        adult=adult,
        **told,
    )


@transaction.atomic
def row_is_mended(row: QuarantinedRow, *, with_notice: Notification, by: User, at: datetime) -> QuarantinedRow:
    """
    Say that a row that was set aside came again, mended.

    :raises NotAllowed: if this person or channel may not send notices in.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    row = QuarantinedRow.objects.select_for_update().get(pk=row.pk)
    if row.mended_by_id is None:
        row.mended_by, row.mended_at = with_notice, at
        row.save(update_fields=["mended_by", "mended_at"])
        note("row set aside is mended", by=by, at=at, subject=row)
    return row


# --- a child of ours --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seems:
    """That somebody in a notice is, in all we can compare, a child of ours, and whether whoever holds them is told."""

    person: PersonInNotification
    child: Person
    because: str
    is_told: bool


@transaction.atomic
def recognise(found: Sequence[Seems], *, by: User, at: datetime) -> list[Recognised]:
    """
    Write down which children in notices that were just written are the same as a child of ours in all we can compare.
    Nothing is filed by it.

    :raises NotAllowed: if this person or channel may not send notices in.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    held = Recognised.objects.bulk_create(
        Recognised(
            person=each.person, child=each.child, because=each.because, told_at=at if each.is_told else None
        )
        for each in found
    )  # fmt: skip
    about = [(each, each.child_id, {"child_id": each.child_id, "told": each.told_at is not None}) for each in held]
    note_each("child recognised in police notification", about, by=by, at=at)
    return held


@transaction.atomic
def answer_recognised(held: Recognised, *, is_the_child: bool, by: User, at: datetime) -> Recognised:
    """
    Say whether a child in a notice is the child of ours it seems to be. The desk sees the answer, and files.

    :raises NotAllowed: if this person may not read notices.
    """
    require(by, permissions.SEE_NOTIFICATIONS)
    held = Recognised.objects.select_for_update().get(pk=held.pk)
    held.is_the_child, held.answered_by, held.answered_at = is_the_child, by, at
    held.save(update_fields=["is_the_child", "answered_by", "answered_at"])
    note(
        "said whether it is the child", by=by, at=at, subject=held, child_id=held.child_id, is_the_child=is_the_child
    )  # fmt: skip
    return held
