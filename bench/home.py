"""How long the home page's numbers take, fresh and kept, on the whole of Ravenshire."""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bench import empty_database

UNTIL = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))


def main() -> None:
    with empty_database():
        _measure()


def _measure() -> None:
    from django.core.cache import cache
    from rich.console import Console
    from rich.table import Table

    from lintel.demo.seeding import seed
    from lintel.foundation.access.actions import service_account
    from lintel.oversight.performance import queries
    from lintel.steps.front_door.models import ChildContact

    seed(until=UNTIL)
    viewer = service_account(at=NOW)
    cache.clear()
    took = {}
    for name in ("fresh", "kept"):
        begun = time.perf_counter()
        queries.tiles(viewer=viewer, as_at=UNTIL)
        took[name] = time.perf_counter() - begun
    table = Table(title=f"Ten tiles of the home page, {ChildContact.objects.count():,} child-contacts")
    for heading in ("", "seconds", "ratio to kept"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, seconds in took.items():
        table.add_row(name, f"{seconds:.3f}", f"{seconds / took['kept']:.0f}")
    Console().print(table)
