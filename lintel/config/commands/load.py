"""`lintel import`: load an Annex A workbook, a CIN census or a staff list from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lintel.config.command import fail, start_django

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.journey.imports.models import Load

REFUSED = 1
QUARANTINED = 3
EXAMPLES = 3

Function = TypeVar("Function", bound=Callable[..., Any])


@click.group()
def command() -> None:
    """
    Load a file: show what is recognised in it, then store it.

    \b
    Exit codes: 0  everything was stored (or, with --preview, can be)
                1  the file was refused; nothing was stored
                2  the command was not understood
                3  stored, and some rows were set aside to be mended
    """


def _takes_a_file(function: Function) -> Function:
    for decorate in (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)),
        click.option("--preview", is_flag=True, help="Show what is recognised, and store nothing."),
        click.option("--quarantine", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                     help="Write the rows that are set aside to this workbook, the reason beside each."),
        click.option("--as", "email", metavar="EMAIL", help="Load as this person; else as the command line itself."),
    ):  # fmt: skip
        function = decorate(function)
    return function


@command.command("annex-a")
@_takes_a_file
def annex_a(file: Path, preview: bool, quarantine: Path | None, email: str | None) -> None:
    """Load Annex A lists: a workbook (.xlsx), or one list as CSV."""
    _load(file, "annex_a", preview=preview, quarantine=quarantine, email=email)


@command.command()
@_takes_a_file
def cin(file: Path, preview: bool, quarantine: Path | None, email: str | None) -> None:
    """Load a CIN census: the XML file made for COLLECT."""
    _load(file, "cin", preview=preview, quarantine=quarantine, email=email)


@command.command()
@_takes_a_file
def staff(file: Path, preview: bool, quarantine: Path | None, email: str | None) -> None:
    """Load a staff list: a workbook (.xlsx) or CSV, like the one `lintel import staff-template` writes."""
    _load(file, "staff", preview=preview, quarantine=quarantine, email=email)


@command.command("staff-template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def staff_template(file: Path) -> None:
    """Write the staff list to fill in, with an invented example and notes."""
    start_django()
    from lintel.journey.imports.sheets import staff_template as template

    file.write_bytes(template())
    click.echo(f"Written to {file}.")


def _load(file: Path, kind: str, *, preview: bool, quarantine: Path | None, email: str | None) -> None:
    start_django()
    from django.utils import timezone

    from lintel.foundation.access.permissions import NotAllowed
    from lintel.journey.imports import actions, queries
    from lintel.journey.imports.refusals import FileRefused

    by = _somebody(email)
    try:
        with file.open("rb") as opened:
            load = actions.receive(opened, kind=kind, name=file.name, by=by, at=timezone.now())
        with _progress("Reading", load):
            load = actions.read(load, by=by, at=timezone.now())
    except (FileRefused, NotAllowed) as refusal:
        fail(str(refusal), code=REFUSED)
    if load.refusal:
        fail(load.refusal, code=REFUSED)
    _show(load)
    if quarantine:
        quarantine.write_bytes(queries.quarantined_workbook(load, viewer=by))
    if preview:
        actions.set_aside(load, by=by, at=timezone.now())
        click.echo("Nothing was stored.")
        return
    with _progress("Storing", load):
        load = actions.store(load, by=by, at=timezone.now())
    if load.refusal:
        fail(load.refusal, code=REFUSED)
    click.echo(f"Stored: {load.rows_in:,} rows in = {load.rows_accepted:,} accepted "
               f"+ {load.rows_quarantined:,} set aside.")  # fmt: skip
    if load.rows_quarantined:
        raise SystemExit(QUARANTINED)


def _somebody(email: str | None) -> User:
    from django.utils import timezone

    from lintel.foundation.access.actions import service_account
    from lintel.foundation.access.models import User

    if email is None:
        return service_account(at=timezone.now())
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise click.BadParameter(f"Nobody signs in as {email}.", param_hint="--as")
    return found


@contextmanager
def _progress(doing: str, load: Load) -> Iterator[None]:
    """A bar that follows the file in which the progress is kept, while the work goes on in this thread."""
    from threading import Event, Thread

    from rich.console import Console
    from rich.progress import Progress

    from lintel.journey.imports import progress

    done = Event()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=100)

        def follow() -> None:
            while not done.wait(0.2):
                bar.update(task, completed=progress.told(load))

        following = Thread(target=follow, daemon=True)
        following.start()
        try:
            yield
        finally:
            done.set()
            following.join()


def _show(load: Load) -> None:
    """The preview."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    found = load.findings
    table = Table("Sheet", "Recognised as")
    for heading in ("First", "Last", "Rows", "Accepted", "Set aside"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found["lists"]:
        counts = (one["rows_in"], one["rows_accepted"], one["rows_quarantined"])
        table.add_row(
            _plain(one["sheet"]), one["title"], one["first"] or "", one["last"] or "", *(f"{n:,}" for n in counts)
        )
    console.print(table)
    for sentence in _sentences(found):
        console.print(_plain(sentence), soft_wrap=True)


def _plain(text: str) -> str:
    """Text of the file shown as it is: rich would take square brackets for its own marks."""
    from rich.markup import escape

    return escape(text)


def _sentences(found: dict[str, Any]) -> Iterator[str]:
    for one in found["sheets_not_read"]:
        yield f"{one['sheet']}: {one['why']}"
    for one in found["lists"]:
        if one["headings"] and one["headings"]["not_recognised"]:
            yield f"{one['sheet']}: not recognised: {', '.join(one['headings']['not_recognised'])}"
        if one["headings"] and one["headings"]["missing"]:
            yield f"{one['sheet']}: missing: {', '.join(one['headings']['missing'])}"
    for one in found["problems"]:
        examples = ", ".join(f"“{text}”" for text in one["examples"][:EXAMPLES])
        yield f"{one['count']:,} × {one['sheet']}, {one['column']} ({one['effect']}): {one['cause']} {examples}"
    if found["contradictions"]:
        yield f"{len(found['contradictions']):,} rows contradict what is held of a child; settle them on screen."
    yield from found["notes"]
