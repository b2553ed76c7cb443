"""
How long a year of an authority of Wigan's size takes to read and to store.

Run with `python bench/imports.py`; it uses a database of its own, which is dropped afterwards. Nothing is asserted:
the numbers depend on the machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
os.environ.setdefault("LINTEL_TEST_DATABASE", "bench_lintel")

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
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    from lintel.config import laying

    settings.MIGRATION_MODULES = laying.ours_without_migrations()  # laid as an empty database is, in seconds
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.MEDIA_ROOT = folder
            measure()
    finally:
        teardown_databases(old, verbosity=0)


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
