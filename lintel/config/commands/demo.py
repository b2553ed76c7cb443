"""`lintel demo`: run, reset or export the invented council Ravenshire."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lintel.config.command import fail, start_django

if TYPE_CHECKING:
    from lintel.demo.seeding import Seeded

HOST = "127.0.0.1"
DEFAULT_SEED = 1
ANSWERS_WITHIN_SECONDS = 60
STOPS_WITHIN_SECONDS = 20

say = Console(highlight=False).print


class Day(click.ParamType[date]):
    name = "yyyy-mm-dd"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a day. Write it as 2026-03-31.", param, ctx)


@click.group(invoke_without_command=True)
@click.option("--port", default=8000, show_default=True, help="Where the screens answer.")
@click.option("--until", type=Day(), help="The last day of the thirty months. Without it: today.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Another number makes another Ravenshire.")
@click.option("--scale", default=1.0, hidden=True, help="A share of the council, for quick tests.")
@click.pass_context
def command(ctx: click.Context, port: int, until: date | None, seed: int, scale: float) -> None:
    """
    Run the invented council Ravenshire on this machine.

    The first time, thirty months of its work are written down; after that it starts in seconds with everything still
    there. On the first start of a day the last day's contacts come in at the front door. Ctrl-C stops it.
    """
    if ctx.invoked_subcommand is not None:
        return
    _refuse_a_port_in_use(port)
    _prepare()
    from lintel.demo.seeding import is_empty

    if is_empty():
        _seed(until=until or _today(), seed=seed, scale=scale)
    elif until is not None:
        say("Ravenshire is there already, so --until changes nothing. `lintel demo reset` empties it first.")
    _let_the_morning_in()
    _serve(port)


@command.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "starts_on", type=Day(), help="The first day. Without it: the first contact in the record.")
@click.option("--until", type=Day(), help="The last day. Without it: the last day of the record.")
@click.option("--official-only", is_flag=True, help="Only Ofsted's own columns of Annex A, without the extra ones.")
def export(folder: Path, starts_on: date | None, until: date | None, official_only: bool) -> None:
    """Write the record out as an Annex A workbook, a CIN census for each year, and a staff list."""
    start_django()
    from lintel.demo.seeding import is_empty
    from lintel.foundation.access.actions import service_account
    from lintel.oversight.returns.actions import export_returns

    if is_empty():
        fail("There is nothing to write out yet. `lintel demo` makes Ravenshire first.")
    folder.mkdir(parents=True, exist_ok=True)
    now = _now()
    with _bar() as bar:
        written = export_returns(
            folder, starts_on=starts_on, until=until, official_only=official_only, by=service_account(at=now), at=now,
            progress=bar,
        )  # fmt: skip
    for path in written:
        say(f"{path}  ({path.stat().st_size / 1e6:.1f} MB)")


@command.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Empty the embedded database, files and all, so that the next `lintel demo` begins anew."""
    if os.environ.get("LINTEL_PRODUCTION") == "1" or os.environ.get("DATABASE_URL"):
        fail("Only the embedded database of the demo can be emptied like this. Nothing was changed.")
    if not yes:
        click.confirm("Empty the demo's database with everything in it?", abort=True)
    start_django()
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        if cursor.fetchone() != (0,):
            fail("Ravenshire is running. Stop it first, with Ctrl-C where it runs; nothing was changed.")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    cache.clear()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    shutil.rmtree(settings.DOCUMENTS_ROOT, ignore_errors=True)
    say("Emptied. `lintel demo` begins anew.")


# --- setting up -------------------------------------------------------------------------------------------------------


def _prepare() -> None:
    say("Starting the database …")
    start_django()
    from django.conf import settings

    from lintel.config.laying import lay

    if settings.IS_PRODUCTION:
        fail("LINTEL_PRODUCTION is set. The demo only runs where all people are invented.")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    say("Bringing the tables up to date …")
    lay()


def _seed(*, until: date, seed: int, scale: float) -> Seeded:
    from lintel.demo.seeding import seed as write

    say(f"Making Ravenshire: thirty months of work until {until:%-d %B %Y}. This happens once.", soft_wrap=True)
    begun = time.monotonic()
    with _bar() as bar:
        seeded = write(until=until, seed=seed, scale=scale, progress=bar)
    say(f"{sum(seeded.records.values()):,} records in {time.monotonic() - begun:.0f} seconds.")
    _ask_for_forecasts(seeded)
    return seeded


def _let_the_morning_in() -> None:
    """The queue is always of the last day: on the first start of each day its contacts come in."""
    from lintel.demo.live.morning import open_the_door
    from lintel.demo.live.people import NotSeeded

    try:
        came = open_the_door(now=_now())
    except NotSeeded:
        return
    if came:
        say(f"{came} contacts of the last day are at the front door.")


def _ask_for_forecasts(seeded: Seeded) -> None:
    """
    The background worker makes the first one while somebody signs in; after that there is one every Monday. Then it
    makes the one that would have been made ten weeks before, so that some weeks stand beside what was foretold (K121).
    """
    from lintel.foundation.access.actions import service_account
    from lintel.oversight.demand.calibration.actions import ask_for
    from lintel.oversight.demand.calibration.tasks import work_out

    for weeks_ago in (0, 10):
        at = seeded.council.story.ends_at - timedelta(weeks=weeks_ago)
        asked = ask_for(at.date(), by=service_account(at=at), at=at)
        work_out.defer(forecast_id=asked.pk)


class _bar:  # noqa: N801  used like a function
    """A progress bar that is told what is being done and how far it has come."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<32}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
        )

    def __enter__(self) -> Callable[[str, float], None]:
        self._progress.start()
        task = self._progress.add_task("", total=1.0)
        return lambda what, share: self._progress.update(task, description=what, completed=share)

    def __exit__(self, *error: object) -> None:
        self._progress.stop()


def _today() -> date:
    return _now().date()


def _now() -> datetime:
    return datetime.now(tz=ZoneInfo("Europe/London"))


# --- serving ----------------------------------------------------------------------------------------------------------


def _refuse_a_port_in_use(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            fail(
                f"Port {port} is in use. Perhaps Ravenshire runs already. Another port: `lintel demo --port {port + 1}`"
            )


def _serve(port: int) -> None:
    """Run the screens and the background worker until Ctrl-C or until one of them ends by itself."""
    import signal

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stop_as_with_ctrl_c)
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "2",
        "--blocking-threads", "2", "--no-ws", "--log-level", "warning", "lintel.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "lintel.config.worker"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lintel.config.settings"}
    running: list[subprocess.Popen[bytes]] = []
    try:
        for part in (web, worker):
            # In a session of their own: Ctrl-C reaches this process alone, which then stops them in order.
            running.append(subprocess.Popen(part, env=environment, start_new_session=True))  # noqa: S603
        _wait_until_it_answers(port, running)
        _introduce(port)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        fail("A part of Lintel ended by itself; what it said stands above.")
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        _stop(running)
    say("Stopped. Everything is kept; `lintel demo` goes on from here.")


def _stop_as_with_ctrl_c(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_it_answers(port: int, running: list[subprocess.Popen[bytes]]) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < ANSWERS_WITHIN_SECONDS:
        if any(process.poll() is not None for process in running):
            fail("Lintel could not be started; what it said stands above.")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    fail(f"Nothing answered on port {port} within {ANSWERS_WITHIN_SECONDS} seconds.")


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    import signal

    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _introduce(port: int) -> None:
    from lintel.demo.accounts import PASSWORD, people_to_sign_in_as

    people = people_to_sign_in_as()
    say(f"\n[bold]Lintel answers on http://{HOST}:{port}[/bold]\n")
    if not people:
        say("The people of the demo cannot sign in: nobody did for 35 days, or the record was not made by the demo.")
        say("`lintel demo reset` empties it; the next `lintel demo` begins anew.\n")
        return
    width = max(len(person.email) for person in people)
    for person in people:
        say(f"  {person.email:<{width}}  {person.title}: {person.comes_for}", soft_wrap=True)
    say(
        f"\nEverybody's password: [bold]{PASSWORD}[/bold]   All people and places are invented. Ctrl-C stops.\n",
        soft_wrap=True,
    )
