"""Writing to the audit log, and sealing what was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

from lintel.foundation.access.permissions import VERIFY_AUDIT_LOG, require
from lintel.foundation.audit_log.models import Entry, Seal, SealedEntry
from lintel.foundation.audit_log.rules import MOST_IN_A_SEAL, NOTHING_BEFORE, digest_of, root_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SEALING_LOCK = 716_002


class TransactionsRestarted(Exception):
    """The database counts transactions from a lower number than the last seal reached: it was restored from a dump."""


def note(
    act: str,
    *,
    by: User | None,
    at: datetime,
    subject: models.Model | None = None,
    child_id: int | None = None,
    **details: Any,
) -> Entry:
    """
    Write down one act, in the transaction of the act itself.

    :param act: what was done, in words: "contact decided", "list opened", "refused: decide a contact".
    :param by: who did it; None only where no person did (a refused sign-in, a rule that ran by itself).
    :param child_id: the child concerned, when there is one, so that their whole trail can be found.
    """
    entry = _entry(act, subject, child_id, details, by=by, at=at)
    entry.save()
    return entry


def note_each(
    act: str,
    about: Iterable[tuple[models.Model, int | None, Mapping[str, Any]]],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """
    Write down one act that was done to each of several subjects, an entry for each; a batch has thousands.

    :param about: each subject, the child concerned when there is one, and the details.
    """
    Entry.objects.bulk_create(
        _entry(act, subject, child_id, details, by=by, at=at) for subject, child_id, details in about
    )


def _entry(
    act: str, subject: models.Model | None, child_id: int | None, details: Mapping[str, Any],
    *, by: User | None, at: datetime,
) -> Entry:  # fmt: skip
    return Entry(
        act=act, by=by, at=at, subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None, child_id=child_id, details=dict(details),
    )  # fmt: skip


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """
    Seal the next batch of finished entries onto the last seal; None when there is nothing to seal.

    An entry's id is drawn before its transaction commits, so "the ids after the last one sealed" would skip entries of
    slow transactions for ever. We take whole transactions instead, up to the oldest one that may still be writing.

    :raises TransactionsRestarted: after a restore from a dump; see `seal_after_restore`.
    """
    _one_sealer_at_a_time()
    last = Seal.objects.order_by("pk").last()
    reached = last.sealed_before if last else 0
    finished = _every_transaction_before_this_is_finished()
    if finished < reached:
        raise TransactionsRestarted
    waiting = Entry.objects.filter(transaction__gte=reached, transaction__lt=finished, sealed__isnull=True)
    batch = _whole_transactions(waiting, finished)
    return _seal(last, waiting.filter(transaction__lt=batch), sealed_before=batch, at=at)


@transaction.atomic
def seal_after_restore(*, by: User, at: datetime) -> Seal | None:
    """
    Seal everything that is not sealed and begin to count transactions anew, and leave an entry that says so.

    Only after a restore from a dump into another server, whose transaction numbers start again. Writers wait meanwhile.

    :raises NotAllowed: if this person may not verify the audit log.
    """
    require(by, VERIFY_AUDIT_LOG)
    _one_sealer_at_a_time()
    note("sealed after a restore", by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{Entry._meta.db_table}" IN SHARE MODE')
    last = Seal.objects.order_by("pk").last()
    finished = _every_transaction_before_this_is_finished()
    return _seal(last, Entry.objects.filter(sealed__isnull=True), sealed_before=finished, at=at)


def _seal(last: Seal | None, entries: models.QuerySet[Entry], *, sealed_before: int, at: datetime) -> Seal | None:
    digests = {entry["id"]: digest_of(entry) for entry in entries.order_by("pk").values()}
    if not digests:
        return None
    root = root_of(
        previous=last.root if last else NOTHING_BEFORE,
        sealed_at=at,
        sealed_before=sealed_before,
        digests=list(digests.values()),
    )
    made = Seal.objects.create(
        sealed_at=at, previous=last, sealed_before=sealed_before, root=root, entries=len(digests)
    )
    SealedEntry.objects.bulk_create(
        SealedEntry(entry_id=pk, seal=made, position=position, digest=digest)
        for position, (pk, digest) in enumerate(digests.items())
    )
    return made


def _whole_transactions(waiting: models.QuerySet[Entry], finished: int) -> int:
    """Where to stop, so that a batch is of about `MOST_IN_A_SEAL` and no transaction lies half inside it."""
    oldest = list(waiting.order_by("transaction").values_list("transaction", flat=True)[: MOST_IN_A_SEAL + 1])
    if len(oldest) <= MOST_IN_A_SEAL:
        return finished
    return max(oldest[0] + 1, oldest[MOST_IN_A_SEAL])


def _every_transaction_before_this_is_finished() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _one_sealer_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
