"""`lintel duplicates`: find records that may be one person, for a person to decide."""

from __future__ import annotations

import click

from lintel.config.command import fail, start_django


@click.group()
def command() -> None:
    """Find records that may be one person. Nothing is merged; people decide on screen."""


@command.command()
@click.option("--most", default=2_000, show_default=True, help="List no more pairs than this, the likeliest first.")
def find(most: int) -> None:
    """Compare every record with every other (needs the extra `matching`) and list the pairs found."""
    start_django()
    from django.utils import timezone

    from lintel.foundation.access.actions import service_account
    from lintel.foundation.matching.bulk.actions import suspect_duplicates
    from lintel.foundation.matching.in_splink import SplinkIsMissing

    at = timezone.now()
    try:
        found = suspect_duplicates(most=most, by=service_account(at=at), at=at)
    except SplinkIsMissing as missing:
        fail(str(missing), code=2)
        return
    click.echo(f"{found.compared:,} records compared; {found.new:,} new pairs to decide, {found.known:,} known.")
    click.echo("They are listed under Find a person, Records that may be duplicates.")


@command.command()
def index() -> None:
    """Bring the search keys of everybody whose record changed up to date now, instead of within a minute."""
    start_django()
    from django.utils import timezone

    from lintel.foundation.matching.actions import index_waiting

    done = 0
    while some := index_waiting(by=None, at=timezone.now()):
        done += some
    click.echo(f"{done:,} people indexed.")
