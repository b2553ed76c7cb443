"""`lintel audit`: seal the audit log, verify it, and copy its roots to somewhere else."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from lintel.config.command import fail, start_django

if TYPE_CHECKING:
    from lintel.foundation.audit_log.queries import PublishedRoot, Verdict

LONG = 20_000
FAULTS_SHOWN = 20
RESTORED = "This database was restored from a dump. Once `verify` is content, run `lintel audit seal --after-restore`."
COLUMNS = ["seal", "sealed_at", "entries", "root"]


@click.group()
def command() -> None:
    """Seal and verify the audit log."""


@command.command()
@click.option(
    "--against", type=click.File(), help="Roots that were kept elsewhere, as `lintel audit roots` wrote them."
)
def verify(against: TextIO | None) -> None:
    """
    Say whether the audit log is whole.

    Exit code 0 if it is; 1 if an entry was changed, removed or slipped in; 2 if the roots to compare cannot be read.
    """
    start_django()
    from django.utils import timezone

    from lintel.foundation.access.actions import service_account
    from lintel.foundation.audit_log import queries
    from lintel.foundation.audit_log.actions import note

    published = list(_read_roots(against)) if against else []
    viewer = service_account(at=timezone.now())
    with _progress(queries.entries_sealed(viewer=viewer)) as looked_at:
        verdict = queries.verify(viewer=viewer, published=published, progress=looked_at)
    note("audit log verified", by=viewer, at=timezone.now(), faults=verdict.faults_found, head=verdict.head)
    if not verdict.is_whole:
        fail(_faults(verdict))
    click.echo(_whole(verdict, compared=len(published)))
    if verdict.is_restored:
        click.echo(RESTORED)


@command.command()
@click.option("--after-restore", is_flag=True, help="Once, after a restore from a dump into another server.")
def seal(after_restore: bool) -> None:
    """
    Seal every finished entry onto the last seal.

    The background worker does this every few seconds; by hand it is needed only where no worker runs.
    """
    start_django()
    from django.utils import timezone

    from lintel.foundation.access.actions import service_account
    from lintel.foundation.audit_log import actions

    now = timezone.now()
    made = []
    try:
        if after_restore and (first := actions.seal_after_restore(by=service_account(at=now), at=now)):
            made.append(first)
        while batch := actions.seal(at=now):
            made.append(batch)
    except actions.TransactionsRestarted:
        fail(RESTORED)
    entries = sum(batch.entries for batch in made)
    click.echo(
        f"Sealed {_count(entries, 'entry')}. The last root is {made[-1].root}."
        if made
        else "There was nothing to seal."
    )


@command.command()
@click.option("--after", default=0, metavar="SEAL", help="Only the seals after this one.")
def roots(after: int) -> None:
    """Write the seals as CSV. Keep them where nobody who can write to the database can write."""
    start_django()
    from django.utils import timezone

    from lintel.foundation.access.actions import service_account
    from lintel.foundation.audit_log.queries import published_roots

    rows = csv.writer(sys.stdout)
    rows.writerow(COLUMNS)
    for each in published_roots(viewer=service_account(at=timezone.now()), after=after):
        rows.writerow([each.pk, each.sealed_at.isoformat(), each.entries, each.root])


def _read_roots(file: TextIO) -> Iterator[PublishedRoot]:
    from lintel.foundation.audit_log.queries import PublishedRoot

    try:
        for row in csv.DictReader(file):
            yield PublishedRoot(seal=int(row["seal"]), root=row["root"])
    except (KeyError, TypeError, ValueError, csv.Error):
        fail(
            "That file does not look like roots written by `lintel audit roots`: it needs the columns seal and root.",
            code=2,
        )


@contextmanager
def _progress(entries: int) -> Iterator:  # type: ignore[type-arg]
    """A bar on long logs, on the terminal only; short logs are done before it could be read."""
    if entries < LONG or not sys.stderr.isatty():
        yield lambda looked_at: None
        return
    with click.progressbar(length=entries, label="Verifying", file=sys.stderr) as bar:
        yield bar.update


def _whole(verdict: Verdict, *, compared: int) -> str:
    sentence = f"The audit log is whole: {_count(verdict.entries, 'entry')} under {_count(verdict.seals, 'seal')}"
    if compared:
        sentence += f"; {_count(compared, 'root')} kept elsewhere {'agrees' if compared == 1 else 'agree'}"
    if verdict.waiting:
        sentence += f"; {_count(verdict.waiting, 'newer entry')} not sealed yet"
    return f"{sentence}. The last root is {verdict.head}."


def _faults(verdict: Verdict) -> str:
    lines = [f"  {fault.sentence}" for fault in verdict.faults[:FAULTS_SHOWN]]
    if verdict.faults_found > len(lines):
        lines.append(f"  … and {verdict.faults_found - len(lines):,} more.")
    return "\n".join([f"The audit log is NOT whole. {_count(verdict.faults_found, 'fault')}:", *lines])


def _count(number: int, thing: str) -> str:
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {thing if number == 1 else plural}"
