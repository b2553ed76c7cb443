"""How long the home page's numbers take, fresh and kept, on the whole of Ravenshire."""

from __future__ import annotations

import os
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

UNTIL = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.test.utils import setup_databases, teardown_databases
    from rich.console import Console
    from rich.table import Table

    from lintel.config import laying
    from lintel.demo.seeding import seed
    from lintel.foundation.access.actions import service_account
    from lintel.oversight.performance import queries
    from lintel.steps.front_door.models import ChildContact

    settings.MIGRATION_MODULES = laying.ours_without_migrations()  # laid as an empty database is, in seconds
    databases = setup_databases(verbosity=0, interactive=False)
    try:
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
    finally:
        teardown_databases(databases, verbosity=0)
