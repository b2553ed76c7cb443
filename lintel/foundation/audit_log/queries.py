"""Reading the audit log, and finding out whether it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import READ_AUDIT_LOG, VERIFY_AUDIT_LOG, require
from lintel.foundation.audit_log.models import Entry, NextTransaction, OwnTransaction, Seal, SealedEntry
from lintel.foundation.audit_log.rules import NOTHING_BEFORE, digest_of, root_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MOST_FAULTS_NAMED = 1_000


class Kind(StrEnum):
    """What somebody did to the log."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    SEAL_BROKEN = "seal broken"
    SEAL_REMOVED = "seal removed"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with the log: what, and with which entry or seal."""

    kind: Kind
    seal: int | None = None
    entry: int | None = None
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """
    Whether the log is whole. `faults` names the first thousand of `faults_found`.

    `head` is the last root: whoever keeps it elsewhere can prove later that nothing before it was rewritten.
    `waiting` entries are not sealed yet; only the database's own refusal protects them.
    `is_restored`: the server counts transactions anew, as after a restore from a dump, and nobody has yet run
    `seal_after_restore`.
    """

    entries: int
    seals: int
    waiting: int
    head: str
    faults_found: int
    faults: tuple[Fault, ...]
    is_restored: bool

    @property
    def is_whole(self) -> bool:
        return self.faults_found == 0


@dataclass(frozen=True, kw_only=True)
class PublishedRoot:
    """A root as it was when it was copied to somewhere else."""

    seal: int
    root: str


def trail(
    *, viewer: User, child_id: int | None = None, user: User | None = None, since: datetime | None = None
) -> QuerySet[Entry]:
    """
    Entries about a child, by a person, or since a moment; newest first. Reading them is an act: the screen notes it.

    :raises NotAllowed: if the viewer may not read the audit log.
    """
    require(viewer, READ_AUDIT_LOG)
    entries = Entry.objects.select_related("by", "sealed__seal").order_by("-at", "-pk")
    if child_id is not None:
        entries = entries.filter(child_id=child_id)
    if user is not None:
        entries = entries.filter(by=user)
    if since is not None:
        entries = entries.filter(at__gte=since)
    return entries


def published_roots(*, viewer: User, after: int = 0) -> Iterator[Seal]:
    """Every seal after the one of that number, to be kept where nobody who can write to this database can write."""
    require(viewer, VERIFY_AUDIT_LOG)
    return Seal.objects.filter(pk__gt=after).order_by("pk").iterator()


def entries_sealed(*, viewer: User) -> int:
    """How many entries `verify` will look at, for a progress bar."""
    require(viewer, VERIFY_AUDIT_LOG)
    return SealedEntry.objects.count()


@transaction.atomic
def verify(
    *,
    viewer: User,
    published: Iterable[PublishedRoot] = (),
    progress: Callable[[int], None] = lambda checked: None,
) -> Verdict:
    """
    Hash every sealed entry again and name each that was changed, removed or slipped in. Memory stays bounded.

    Somebody who rewrites the seals as well, or cuts off the end of the log, is found only by `published`: roots that
    were kept elsewhere.

    :param progress: called with the number of entries looked at since the last call.
    :raises NotAllowed: if the viewer may not verify the audit log.
    """
    require(viewer, VERIFY_AUDIT_LOG)
    last = Seal.objects.order_by("pk").last()
    is_restored = last is not None and last.sealed_before > _next_transaction()
    seals = entries = found = 0
    named: list[Fault] = []
    kept_elsewhere = {each.seal: each.root for each in published}
    for batch, before in _with_the_one_before(_batches(last)):
        faults = list(_faults_of(batch, before, kept_elsewhere.pop(batch.number, None)))
        named += faults[: MOST_FAULTS_NAMED - len(named)]
        found += len(faults)
        seals += 1
        entries += len(batch.lines)
        progress(len(batch.lines))
    slipped_in = iter(()) if is_restored else _slipped_in(last)
    for fault in chain(_last_seals_gone(last), _published_and_gone(kept_elsewhere), slipped_in):
        named += [fault][: MOST_FAULTS_NAMED - len(named)]
        found += 1
    return Verdict(
        entries=entries,
        seals=seals,
        waiting=_not_sealed().count(),
        head=last.root if last else NOTHING_BEFORE,
        faults_found=found,
        faults=tuple(named),
        is_restored=is_restored,
    )


# --- what can be wrong ------------------------------------------------------------------------------------------------


def _faults_of(batch: Batch, before: Seal | None, published: str | None) -> Iterator[Fault]:
    seal = batch.seal
    if seal is None:
        entries = f"{len(batch.lines)} entries" if len(batch.lines) > 1 else "one entry"
        yield _fault(Kind.SEAL_REMOVED, f"Seal {batch.number}, of {entries}, was removed.", seal=batch.number)
        return
    for line in batch.lines:
        yield from _faults_of_line(line, seal)
    for place in sorted(set(range(seal.entries)) - {line.position for line in batch.lines}):
        yield _fault(Kind.REMOVED, f"The entry in place {place + 1} of seal {seal.pk} was removed.", seal=seal.pk)
    if seal.previous_id != (before.pk if before else None):
        yield _fault(Kind.SEAL_REMOVED, f"The seal just before seal {seal.pk} was removed.", seal=seal.pk)
    elif _root_again(batch, before, seal) != seal.root:
        sentence = f"Seal {seal.pk} does not fit its entries, or does not fit onto the seal before it."
        yield _fault(Kind.SEAL_BROKEN, sentence, seal=seal.pk)
    if published is not None and published != seal.root:
        yield _fault(Kind.SEAL_BROKEN, f"Seal {seal.pk} is not the one that was published.", seal=seal.pk)


def _faults_of_line(line: Line, seal: Seal) -> Iterator[Fault]:
    where = f"(seal {seal.pk})"
    if line.position >= seal.entries:
        yield _fault(Kind.INSERTED, f"Entry {line.entry} was slipped in after sealing {where}.", line)
    elif line.columns is None:
        yield _fault(Kind.REMOVED, f"Entry {line.entry} was removed after it was sealed {where}.", line)
    elif digest_of(line.columns) != line.digest:
        yield _fault(Kind.CHANGED, f"Entry {line.entry} was changed after it was sealed {where}.", line)


def _root_again(batch: Batch, before: Seal | None, seal: Seal) -> str:
    return root_of(
        previous=before.root if before else NOTHING_BEFORE,
        sealed_at=seal.sealed_at,
        sealed_before=seal.sealed_before,
        digests=[line.digest for line in batch.lines],
    )


def _last_seals_gone(last: Seal | None) -> Iterator[Fault]:
    """Entries that say they were sealed after the last seal there is."""
    there = Seal.objects.filter(pk=OuterRef("seal_id"))
    orphans = SealedEntry.objects.filter(~Exists(there), seal__gt=last.pk if last else 0)
    for number in orphans.order_by("seal").values_list("seal_id", flat=True).distinct().iterator():
        yield _fault(Kind.SEAL_REMOVED, f"Seal {number}, at the end of the log, was removed.", seal=number)


def _published_and_gone(published: Mapping[int, str]) -> Iterator[Fault]:
    for number in sorted(published):
        yield _fault(Kind.SEAL_REMOVED, f"Seal {number} was published and is not here any more.", seal=number)


def _slipped_in(last: Seal | None) -> Iterator[Fault]:
    """Entries that no seal covers, although they claim a transaction sealed long ago or one that is yet to come."""
    past = Q(transaction__lt=last.sealed_before if last else 0)
    future = Q(transaction__gte=NextTransaction()) & ~Q(transaction=OwnTransaction())
    for entry in _not_sealed().filter(past | future).order_by("pk").values_list("pk", flat=True).iterator():
        sentence = f"Entry {entry} was slipped in: it claims a transaction that it was not written in."
        yield Fault(kind=Kind.INSERTED, entry=entry, sentence=sentence)


def _fault(kind: Kind, sentence: str, line: Line | None = None, *, seal: int | None = None) -> Fault:
    if line is not None:
        return Fault(kind=kind, seal=line.seal, entry=line.entry, sentence=sentence)
    return Fault(kind=kind, seal=seal, sentence=sentence)


# --- reading the log in the order it was sealed -----------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """An entry as a seal lists it; `columns` is None where the entry itself is gone."""

    seal: int
    position: int
    entry: int
    digest: str
    columns: Mapping[str, Any] | None


@dataclass(frozen=True)
class Batch:
    """A seal with what it covers; `seal` is None where the entries say they were sealed and the seal is gone."""

    number: int
    seal: Seal | None
    lines: Sequence[Line]


def _with_the_one_before(batches: Iterator[Batch]) -> Iterator[tuple[Batch, Seal | None]]:
    before: Seal | None = None
    for batch in batches:
        yield batch, before
        before = batch.seal or before


def _batches(last: Seal | None) -> Iterator[Batch]:
    """Every seal up to the last one with its lines, read side by side so that no more than one is in memory."""
    until = last.pk if last else 0
    listed = groupby(_lines(until), key=attrgetter("seal"))

    def next_listed() -> tuple[int | None, list[Line]]:
        number, lines = next(listed, (None, iter(())))
        return number, list(lines)

    number, lines = next_listed()
    for seal in Seal.objects.filter(pk__lte=until).order_by("pk").iterator():
        while number is not None and number < seal.pk:
            yield Batch(number, None, lines)
            number, lines = next_listed()
        if number == seal.pk:
            yield Batch(seal.pk, seal, lines)
            number, lines = next_listed()
        else:
            yield Batch(seal.pk, seal, [])


def _lines(until: int) -> Iterator[Line]:
    in_order = ("seal_id", "position")
    listed = SealedEntry.objects.filter(seal__lte=until).order_by(*in_order)
    entries = Entry.objects.filter(sealed__seal__lte=until).order_by(*(f"sealed__{column}" for column in in_order))
    held = entries.values().iterator()
    columns = next(held, None)
    for seal, position, entry, digest in listed.values_list(*in_order, "entry_id", "digest").iterator():
        if columns is not None and columns["id"] == entry:
            yield Line(seal, position, entry, digest, columns)
            columns = next(held, None)
        else:
            yield Line(seal, position, entry, digest, None)


def _next_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NextTransaction.template}")
        return int(cursor.fetchone()[0])


def _not_sealed() -> QuerySet[Entry]:
    return Entry.objects.filter(sealed__isnull=True)
