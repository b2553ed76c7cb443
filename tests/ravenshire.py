"""
Ravenshire for tests: the invented council (see `lintel.demo`), its last day always Monday 3 March 2025.

`council` is what happened, in plain values, the whole of it. `ravenshire` is a twelfth of it in the record, written
once for all tests of all modules in a row that ask for it and gone after the last of them; each test's own writing is
undone. A module that asks for it cannot ask for the cast too: both begin with an empty record.
`whole_ravenshire` is the whole of it in the record, for slow tests.

Writing the whole of it takes a minute. So side by side, the files that ask for it go to one worker, one after another
(`BySharedRecord`), and files with the most to wait for go first.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache as remember
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from xdist.scheduler.loadfile import LoadFileScheduling

from lintel.demo.council import Council, simulate
from lintel.demo.seeding import Seeded, seed

UNTIL = date(2025, 3, 3)
# One worker in each assessment team instead of twelve.
A_TWELFTH = 1 / 12


WHOLE, TWELFTH = "the whole of Ravenshire", "a twelfth of Ravenshire"
ASKS_FOR = {"_whole_ravenshire": WHOLE, "_ravenshire": TWELFTH}
IN_THE_TEXT = {
    WHOLE: re.compile(r"\bwhole_ravenshire\b|def [a-z]\w*\(council\b"),
    TWELFTH: re.compile(r"def \w+\((.*, )?ravenshire[,)]"),
}
# How long a test is waited for, roughly, in quick ones.
SLOW_SECONDS, QUICK_IN_A_SECOND, IN_A_BROWSER = 2, 7, 5


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever asks for the whole council in the record is marked so: `make test-long` runs it."""
    for item in items:
        if _record_asked_by(item) == WHOLE:
            item.add_marker(pytest.mark.long)
    if "PYTEST_XDIST_WORKER" in os.environ:
        _longest_first(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    _held.to_come.update(item.path for item in session.items if _record_asked_by(item))


def _record_asked_by(item: pytest.Item) -> str:
    """Which of the records a test asks for; empty where it asks for none."""
    return next((ASKS_FOR[name] for name in getattr(item, "fixturenames", ()) if name in ASKS_FOR), "")


def _longest_first(items: list[pytest.Item]) -> None:
    """
    So that no worker is left alone at the end with a file that takes minutes.

    Among files that share a record, the tests that ask for it come first: others may want an empty one.
    """
    waited: dict[str, float] = defaultdict(float)
    for item in items:
        waited[_share_of(item.nodeid)] += _takes(item)
    waited[WHOLE] += 10_000

    def place(item: pytest.Item) -> tuple[int, str, bool]:
        share = _share_of(item.nodeid)
        return -waited[share], share, not _record_asked_by(item)

    items.sort(key=place)


def _takes(item: pytest.Item) -> float:
    """Roughly how many quick tests it takes as long as."""
    slow = item.get_closest_marker("slow")
    if slow is not None:
        return float(slow.kwargs.get("takes", SLOW_SECONDS)) * QUICK_IN_A_SECOND
    return IN_A_BROWSER if item.get_closest_marker("browser") else 1


@remember
def _shared_by_file(file: str) -> str:
    path = Path(__file__).resolve().parents[1] / file
    text = path.read_text() if path.suffix == ".py" else ""
    return next((record for record, asks in IN_THE_TEXT.items() if asks.search(text)), file)


def _share_of(nodeid: str) -> str:
    """What goes to one worker as a whole: a file, or all files that ask for the same record."""
    return _shared_by_file(nodeid.split("::", 1)[0])


class BySharedRecord(LoadFileScheduling):  # type: ignore[misc]
    """Files to workers; those that ask for Ravenshire in the record together, in the order they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return _share_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySharedRecord | None:
    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return BySharedRecord(config, log)


@dataclass
class _Held:
    """What is in the record now, and for whom."""

    record: str = ""
    seeded: Seeded | None = None
    council: Council | None = None
    open: ExitStack = field(default_factory=ExitStack)
    to_come: Counter[Path] = field(default_factory=Counter)

    def write(self, record: str, *, scale: float, blocker: Any) -> Seeded:
        if self.record != record or self.seeded is None:
            self.undo()
            self.open.enter_context(blocker.unblock())
            self.seeded, self.record = self.open.enter_context(written(scale=scale)), record
            if record == WHOLE:
                self.council = self.seeded.council
        return self.seeded

    def undo(self) -> None:
        self.record, self.seeded = "", None
        self.open.close()


_held = _Held()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """What is in the record goes with the last test of a module that asks for it, unless the next asks for the same."""
    try:
        return (yield)
    finally:
        _held.to_come[item.path] -= bool(_record_asked_by(item))
        is_between = nextitem is not None and nextitem.path == item.path and _held.to_come[item.path] > 0
        asks_again = nextitem is not None and _record_asked_by(nextitem) == _held.record
        if _held.record and not (is_between or asks_again):
            _held.undo()


@contextmanager
def written(*, scale: float) -> Iterator[Seeded]:
    """The council in the record, for as long as this lasts."""
    with transaction.atomic():
        seeded = seed(until=UNTIL, scale=scale)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what was planned for an empty table takes for ever on a full one
        connection.check_constraints()  # once, and not for every row again after every test
        yield seeded
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="session")
def council() -> Council:
    """Everything that happened in the whole council. Nothing is in the record."""
    return _held.council or simulate(until=UNTIL)


@pytest.fixture(scope="module")
def _ravenshire(django_db_setup: Any, django_db_blocker: Any) -> Seeded:
    return _held.write(TWELFTH, scale=A_TWELFTH, blocker=django_db_blocker)


@pytest.fixture(scope="module")
def _whole_ravenshire(django_db_setup: Any, django_db_blocker: Any) -> Seeded:
    return _held.write(WHOLE, scale=1, blocker=django_db_blocker)


@pytest.fixture
def ravenshire(_ravenshire: Seeded, db: None) -> Seeded:
    """A twelfth of the council, in the record."""
    return _ravenshire


@pytest.fixture
def whole_ravenshire(_whole_ravenshire: Seeded, db: None) -> Seeded:
    """The whole council, in the record."""
    return _whole_ravenshire
