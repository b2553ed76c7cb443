"""`lintel whatif`: what a decision would do to the work, from a scenario file."""

from __future__ import annotations

from pathlib import Path

import click

from lintel.config.command import fail, start_django


@click.command()
@click.argument("scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--runs", default=1_000, show_default=True, help="How often to run it; 4,000 for anything to be signed.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the children waiting to this file.")
def command(scenario: Path, runs: int, seed: int, svg: Path | None) -> None:
    """
    Say what the SCENARIO file would do to the work, and each choice in it, on the same children.

    Exit code 0 if it could be said; 1 if the file makes no sense, with what to change.
    """
    start_django()
    from django.utils import timezone

    from lintel.oversight.demand import from_file

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
