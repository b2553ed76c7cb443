"""What a scenario file has to say, for the command line: words, table and picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demand_engine.levers import pull
from demand_engine.scenario import Scenario
from demand_engine.scenario_file import read
from demand_engine.sense import MakesNoSense
from demand_engine.simulate import simulate
from lintel.oversight.demand.what_if.fans import drawn
from lintel.oversight.demand.what_if.summary import Summary, summarised
from lintel.oversight.demand.what_if.tables import as_text
from lintel.oversight.demand.what_if.words import gentlest, in_words, week_of_the_change

__all__ = ["Answer", "MakesNoSense", "answers", "drawn"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One scenario answered."""

    summary: Summary
    sentences: list[str]
    table: str


def answers(file: Path, *, runs: int, seed: int, today: date) -> list[Answer]:
    """
    The scenario of a file and each of its choices, on the same children.

    :raises MakesNoSense: in words for whoever wrote the file.
    """
    scenario, choices = read(file)
    return [
        _answer(each, runs=runs, seed=seed, today=today)
        for each in (scenario, *(pull(scenario, levers, name=name) for name, levers in choices))
    ]


def _answer(scenario: Scenario, *, runs: int, seed: int, today: date) -> Answer:
    summary = summarised(simulate(scenario, runs=runs, seed=seed))
    return Answer(
        summary=summary,
        sentences=in_words(summary, today=today, pacing=gentlest(scenario), begins=week_of_the_change(scenario)),
        table=as_text(summary),
    )
