"""What an enquiry leads to, sending it to a manager, sending it back, and signing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.models import User as AnyUser
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.enquiry_work import permissions
from lintel.steps.enquiry_work.actions import NothingSaid, held, mark_writer
from lintel.steps.enquiry_work.codes import Became, Outcome
from lintel.steps.enquiry_work.models import EnquiryWork, Sending, SignedItem
from lintel.steps.enquiry_work.rules import may_sign

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NoOutcomeYet(Exception):
    """Nothing says what it leads to for this child."""


class SentAlready(Exception):
    """It is with the manager already."""


class NotSent(Exception):
    """It is not with a manager: it was not sent, or was sent back."""


class WrittenSinceRead(Exception):
    """Somebody wrote in it after the manager opened it to read."""


class OwnEnquiry(Exception):
    """Nobody signs an enquiry they wrote in, or are the author of (hard stop 8)."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """
    A significant item of history as it reads now, and what has become of it.

    :param said: how it is used, or why it is set aside.
    """

    record: str
    happened_on: date
    what: str
    detail: str
    matters_because: str
    whose: Sequence[int]
    became: Became
    section: str = ""
    said: str = ""


@transaction.atomic
def conclude(work: EnquiryWork, *, outcome: Outcome | None, by: User, at: datetime) -> EnquiryWork:
    """
    Say what the enquiry leads to for this child; brothers and sisters may differ.

    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    :raises SignedAlready: if it is signed.
    """
    require(by, permissions.WRITE_ENQUIRIES)
    work = held(work, by)
    if work.outcome == (outcome or ""):
        return work
    mark_writer(work, by=by, at=at)
    work.outcome = outcome or ""
    work.save(update_fields=["outcome"])
    _note("enquiry concluded", work, by=by, at=at, outcome=work.outcome)
    return work


@transaction.atomic
def send(work: EnquiryWork, *, by: User, at: datetime) -> Sending:
    """
    Send an enquiry to a manager. What is missing is shown to them; it stops nobody.

    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    :raises NoOutcomeYet: if nothing says what it leads to.
    :raises SentAlready: if it is with a manager.
    :raises SignedAlready: if it is signed.
    """
    require(by, permissions.WRITE_ENQUIRIES)
    work = held(work, by)
    if not work.outcome:
        raise NoOutcomeYet
    if _open_sending(work) is not None:
        raise SentAlready
    mark_writer(work, by=by, at=at)
    sending = Sending.objects.create(work=work, sent_at=at, sent_by=by)
    _note("enquiry sent to a manager", work, by=by, at=at)
    return sending


@transaction.atomic
def send_back(work: EnquiryWork, *, missing: str, by: User, at: datetime) -> Sending:
    """
    Send an enquiry back, and say what is missing.

    :raises NotAllowed, NotTheirChild: if this person does not sign enquiries, or may not see the child.
    :raises NothingSaid: if nothing is said to be missing.
    :raises NotSent: if it is not with a manager.
    :raises SignedAlready: if it is signed.
    """
    require(by, permissions.SIGN_ENQUIRIES)
    if not missing.strip():
        raise NothingSaid
    work = held(work, by)
    sending = _sent(work)
    sending.returned_at, sending.returned_by, sending.missing = at, by, missing.strip()
    sending.save(update_fields=["returned_at", "returned_by", "missing"])
    _note("enquiry sent back", work, by=by, at=at)
    return sending


@transaction.atomic
def sign(
    work: EnquiryWork, *, items: Sequence[Item], read_at: datetime | None = None, by: User, at: datetime
) -> EnquiryWork:  # fmt: skip
    """
    Sign an enquiry: from now on nothing in it changes. Items of history that nobody used or set aside stop nobody;
    they stand on the record, with the name of whoever signed.

    :param items: every significant item of the child's chronology, with what has become of it.
    :param read_at: when the page was opened on which it was read.
    :raises NotAllowed, NotTheirChild: if this person does not sign enquiries, or may not see the child.
    :raises OwnEnquiry: if they are its author or wrote in it.
    :raises NotSent: if it is not with a manager.
    :raises WrittenSinceRead: if somebody wrote in it since it was read.
    :raises SignedAlready: if a colleague was first.
    """
    require(by, permissions.SIGN_ENQUIRIES)
    work = held(work, by)
    worker = work.enquiry.worker_id
    authors = set(AnyUser.objects.filter(worker=worker).values_list("pk", flat=True)) if worker else set()
    if not may_sign(by=by.pk, writers=set(work.writers.values_list("user_id", flat=True)), authors=authors):
        raise OwnEnquiry
    _sent(work)
    if read_at is not None and work.written_at is not None and work.written_at > read_at:
        raise WrittenSinceRead
    SignedItem.objects.bulk_create(
        SignedItem(
            work=work, record=item.record, happened_on=item.happened_on, what=item.what, detail=item.detail,
            matters_because=item.matters_because, whose=list(item.whose), became=item.became, section=item.section,
            said=item.said,
        )
        for item in items
    )  # fmt: skip
    work.signed_at, work.signed_by = at, by
    work.save(update_fields=["signed_at", "signed_by"])
    uncovered = sum(item.became is Became.UNCOVERED for item in items)
    _note("enquiry signed", work, by=by, at=at, outcome=work.outcome, items=len(items), uncovered=uncovered)
    return work


def _open_sending(work: EnquiryWork) -> Sending | None:
    return Sending.objects.select_for_update().filter(work=work, returned_at__isnull=True).first()


def _sent(work: EnquiryWork) -> Sending:
    if (sending := _open_sending(work)) is None:
        raise NotSent
    return sending


def _note(act: str, work: EnquiryWork, *, by: User, at: datetime, **details: object) -> None:
    note(act, by=by, at=at, subject=work, child_id=work.enquiry.child_id, **details)
