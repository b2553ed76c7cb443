"""
How long a year of an authority of Wigan's size takes to read and to store.

    python -m bench imports

It uses a database of its own, which is dropped afterwards. Nothing is asserted: the numbers depend on the machine.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bench import empty_database

AT = datetime(2025, 4, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))
Answer = TypeVar("Answer")


def timed(what: str, rows: int, do: Callable[[], Answer]) -> Answer:
    """Do something and print a line of the table."""
    began = time.perf_counter()
    answer = do()
    seconds = time.perf_counter() - began
    print(f"{what:<44}{rows:>10,}{seconds:>10.1f}{rows / seconds:>12,.0f}")
    return answer


def main() -> None:
    """Print the table."""
    with empty_database("bench_lintel"), tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        settings.MEDIA_ROOT = folder
        measure()


def measure() -> None:
    from lintel.foundation.access.actions import service_account
    from lintel.journey.imports import actions
    from lintel.journey.imports.tests.builders import workbook, year

    by = service_account(at=AT)
    lists = year()
    rows = sum(map(len, lists.values()))
    print(f"{'':<44}{'rows':>10}{'seconds':>10}{'rows/s':>12}")
    for what, which in (("a year of Annex A", lists), ("the same rows in another order", _backwards(lists))):
        file = timed(f"{what}: written", rows, lambda which=which: workbook(which))
        load = timed(
            f"{what}: read", rows, lambda file=file: actions.offer(file, kind="annex_a", name="a.xlsx", by=by, at=AT)
        )
        timed(f"{what}: stored", rows, lambda load=load: actions.store(load, by=by, at=AT))


def _backwards(lists):  # type: ignore[no-untyped-def]
    return {sheet: list(reversed(rows)) for sheet, rows in lists.items()}


if __name__ == "__main__":
    main()
