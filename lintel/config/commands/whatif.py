"""`lintel whatif`: what a decision would do to the work, from a scenario file or in every English authority."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from lintel.config.command import fail, start_django

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ONLY_WITH_AUTHORITIES = ("cluster", "populations", "conversion_to", "over_weeks", "weeks", "starts_on",
                         "pounds_per_core_hour")  # fmt: skip

LAST_YEAR = 2100


@click.command()
@click.argument("scenario", type=FILE, required=False)
@click.option("--runs", default=1_000, show_default=True, help="How often to run it; 4,000 for anything to be signed.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the children waiting to this file.")
@click.option("--authorities", help='Instead of a SCENARIO: all, or names such as "Wigan, Leeds".')
@click.option("--cluster", help="With --authorities: the Dask scheduler to run on, such as tcp://host:8786.")
@click.option("--populations", type=FILE, help="With --authorities: a CSV of code,name,children aged 0 to 17.")
@click.option("--conversion-to", type=float, help="With --authorities: per cent of contacts that become a referral.")
@click.option("--over-weeks", type=int, help="With --conversion-to: weeks that it takes, in a straight line.")
@click.option("--weeks", type=int, help="With --authorities: how far to look ahead; 52 if not said.")
@click.option(
    "--starts-on", type=click.DateTime(["%Y-%m-%d"]), help="With --authorities: a Monday; the next if not said."
)
@click.option(
    "--pounds-per-core-hour", type=float, help="With --authorities: the price of computing; 0.04 if not said."
)
def command(
    scenario: Path | None, runs: int, seed: int, svg: Path | None, authorities: str | None, **more: Any
) -> None:
    """
    Say what the SCENARIO file would do to the work, and each choice in it, on the same children.

    With --authorities: what one change would do in every English authority, at national rates scaled by the children
    who live there. It takes the cores here, or a cluster.

    Exit code 0 if it could be said; 1 if it makes no sense, with what to change.
    """
    if (scenario is None) == (authorities is None):
        fail("Give either a SCENARIO file or --authorities: one of the two, and not both.")
    start_django()
    if scenario:
        alone = [name for name in ONLY_WITH_AUTHORITIES if more[name] is not None]
        if alone:
            fail(f"--{alone[0].replace('_', '-')} goes with --authorities. A SCENARIO file says all of it itself.")
        _from_file(scenario, runs=runs, seed=seed, svg=svg)
    elif svg:
        fail("--svg goes with a SCENARIO file: there is no one picture of many authorities.")
    else:
        _everywhere(authorities or "", runs=runs, seed=seed, **more)


def _from_file(scenario: Path, *, runs: int, seed: int, svg: Path | None) -> None:
    from django.utils import timezone

    from lintel.oversight.demand import from_file

    if svg and not svg.parent.is_dir():
        fail(f"There is no folder {svg.parent} to draw the picture in.")
    try:
        found = from_file.answers(scenario, runs=runs, seed=seed, today=timezone.localdate())
    except from_file.MakesNoSense as problems:
        fail(f"This scenario cannot be:\n{problems}")
    for answer in found:
        click.secho(f"\n{answer.summary.name}", bold=True)
        for sentence in answer.sentences:
            click.echo(f"  {sentence}")
        click.echo(f"\n{answer.table}")
    click.echo(f"\n{runs:,} runs each, seed {seed}. The middle of the range, and where eight runs in ten lie.")
    if svg:
        svg.write_text(from_file.drawn(found[0].summary, "waiting"), "utf-8")
        click.echo(f"The children waiting are drawn in {svg}.")


def _everywhere(
    wanted: str, *, runs: int, seed: int, cluster: str | None, populations: Path | None, conversion_to: float | None,
    over_weeks: int | None, weeks: int | None, starts_on: datetime | None, pounds_per_core_hour: float | None,
) -> None:  # fmt: skip
    from lintel.oversight.demand import nation

    if over_weeks is not None and conversion_to is None:
        fail("--over-weeks says how fast conversion moves: say where to with --conversion-to.")
    if pounds_per_core_hour is not None and not 0 <= pounds_per_core_hour < 1_000_000:
        fail("A price is not negative, and a number of pounds.")
    if starts_on is not None and starts_on.year > LAST_YEAR:
        fail(f"That far ahead nothing can be foreseen: start before {LAST_YEAR + 1}.")
    try:
        everywhere = nation.populations(populations)
        asked = nation.Asked(
            authorities=nation.chosen(wanted, everywhere), runs=runs, seed=seed, over_weeks=over_weeks or 0,
            conversion_to=None if conversion_to is None else conversion_to / 100,
            weeks=52 if weeks is None else weeks, starts_on=starts_on.date() if starts_on else _next_monday(),
        )  # fmt: skip
        with nation.executor(cluster) as executor:
            report = nation.run(asked, executor, _tell(len(asked.authorities)))
    except nation.Refused as problem:
        fail(str(problem))
    rests_on = f"the figures of {populations.name}" if populations else "aged 0 to 17, ONS, mid-2024"
    price = nation.POUNDS_PER_CORE_HOUR if pounds_per_core_hour is None else pounds_per_core_hour
    click.echo(f"\n{nation.as_text(report)}\n")
    for sentence in nation.in_words(report, populations=rests_on):
        click.echo(sentence)
    click.echo()
    for sentence in nation.cost_in_words(report, everywhere, price):
        click.echo(sentence)


def _tell(all_of_them: int) -> Any:
    """Each authority as it finishes, beside the result and not in it."""

    def tell(one: Any, number: int) -> None:
        click.echo(f"{number:>4} of {all_of_them}  {one.authority.name}", err=True)

    return tell


def _next_monday() -> date:
    from django.utils import timezone

    today = timezone.localdate()
    return today + timedelta(days=-today.weekday() % 7)
