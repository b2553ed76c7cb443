"""`lintel indicators`: every indicator as it stands."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from lintel.config.command import fail, start_django

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.performance.answers import Reading


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every definition.")
@click.option(
    "--as-at", type=click.DateTime(["%Y-%m-%d"]), help="As at the end of this day; without it, the last day known."
)
@click.option("--as", "email", help="As this person sees them (their e-mail address); without it, the whole service.")
def command(as_json: bool, as_at: datetime | None, email: str | None) -> None:
    """
    Every indicator as it stands.

    Exit code 0 if it could be said; 1 if there is no such person or they may not see indicators.
    """
    start_django()
    from django.utils import timezone

    from lintel.foundation.access.permissions import NotAllowed
    from lintel.oversight.performance import queries

    viewer = _viewer(email, timezone.now())
    try:
        day = as_at.date() if as_at else queries.last_day_known(viewer=viewer) or timezone.localdate()
        found = queries.readings(viewer=viewer, as_at=day)
    except NotAllowed as refusal:
        fail(f"{viewer.name} may not {refusal.permission.name}.")
        return
    if as_json:
        click.echo(json.dumps(as_plain(found), indent=2, ensure_ascii=False))
    else:
        _table(found)


def _viewer(email: str | None, now: datetime) -> User:
    from lintel.foundation.access.actions import service_account
    from lintel.foundation.access.models import User

    if email is None:
        return service_account(at=now)
    viewer = User.objects.filter(email__iexact=email).first()
    if viewer is None:
        fail(f"Nobody signs in as {email}. `lintel demo` prints the people of Ravenshire.")
    assert viewer is not None
    return viewer


def as_plain(readings: list[Reading]) -> dict[str, Any]:
    """Readings as plain values for other programs. Names and meanings are kept stable."""
    return {
        "as_at": str(readings[0].as_at if readings else date.min),
        "indicators": [_plain(reading) for reading in readings],
    }


def _plain(reading: Reading) -> dict[str, Any]:
    interval, spread = reading.interval, reading.spread
    return {
        "code": reading.code,
        "name": reading.indicator.name,
        "state": reading.state.value,
        "why": reading.why,
        "period": {"start": str(reading.period.start), "end": str(reading.period.end)},
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "value": reading.value,
        "shown": reading.shown,
        "interval_95": {"low": interval.low, "high": interval.high} if interval else None,
        "spread": {"median": spread.median, "p90": spread.p90, "maximum": spread.maximum} if spread else None,
        "also": dict(reading.also),
        "mix": dict(reading.mix),
        "note": reading.note,
        "definition": {name.lower().replace(" ", "_"): text for name, text in reading.indicator.words.items()},
    }


def _table(readings: list[Reading]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"As at {readings[0].as_at:%-d %B %Y}", title_justify="left")
    for heading in ("Code", "Indicator", "Period", "Reads", "More"):
        table.add_column(heading, overflow="fold")
    for reading in readings:
        more = [f"{name.lower()}: {text}" for name, text in reading.also] + [text for text in (reading.note,) if text]
        table.add_row(
            reading.code, reading.indicator.name, _period(reading), reading.shown, reading.why or "; ".join(more)
        )
    Console().print(table)


def _period(reading: Reading) -> str:
    start, end = reading.period.start, reading.period.end
    return f"{end:%-d %b %Y}" if start == end else f"{start:%-d %b} to {end:%-d %b %Y}"
