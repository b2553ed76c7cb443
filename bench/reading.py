"""
How long it takes to look at a long assessment: 6,000 words in ten passages, about four children.

    python -m bench reading

The words are invented and the same every time. Nothing of a database is asked; a page adds its few questions.
"""

from __future__ import annotations

import os
import time
from statistics import median
from typing import Any

TIMES = 15
NAMES = ("Mia", "Noah", "Ava", "Leo")
SENTENCES = (
    "{n} told me that the stairs are the worst bit, because nobody comes when it is dark.",
    "When Ruth drinks in the evening, {n} makes supper for the others and is late to bed.",
    "{n}'s case was discussed at the ICPC, where it was agreed that the threshold had been met.",
    "Owen Hartley denies the allegation and did not engage with the multi-agency intervention.",
    "She likes the reading tent and the quiet, and would like Nan to be asked.",
    "The recommendation is for a period of robust monitoring with clear expectations and timescales.",
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"What the words say, {TIMES} times each")
    for heading in ("words", "children", "passages", "ms, first", "ms, p50", "ms, most"):
        table.add_column(heading, justify="right")
    for words in (600, 6_000, 20_000):
        table.add_row(*_measured(words))
    Console().print(table)


def _measured(words: int) -> tuple[str, ...]:
    from lintel.oversight.reading.codes import Measure
    from lintel.oversight.reading.looking import look
    from lintel.oversight.reading.people import Adult, Child, People

    people = People(
        [Child(str(n), name, (f"{name} Bell",)) for n, name in enumerate(NAMES)],
        [Adult(("Ruth Bell",)), Adult(("Owen Hartley",))],
    )
    passages, took, found = _passages(words), [], None
    for _ in range(TIMES):
        begun = time.perf_counter()
        found = look(passages, people, needs={}, measures=frozenset(Measure))
        took.append(1000 * (time.perf_counter() - begun))
    looked = found.words if found else 0
    return (
        f"{looked:,}",
        str(len(NAMES)),
        str(len(passages)),
        *(f"{ms:.0f}" for ms in (took[0], median(took), max(took))),
    )


def _passages(words: int) -> list[Any]:
    from lintel.oversight.reading.looking import SHARED, Passage

    whose, parts = [SHARED, SHARED, *map(str, range(len(NAMES)))] * 2, []
    for place, owner in enumerate(whose[:10]):
        text: list[str] = []
        while sum(len(each.split()) for each in text) < words / 10:
            name = NAMES[int(owner) if owner != SHARED else len(text) % len(NAMES)]
            text.append(SENTENCES[(len(text) + place) % len(SENTENCES)].format(n=name))
        parts.append(Passage(owner, f"Section {place + 1}", " ".join(text)))
    return parts
