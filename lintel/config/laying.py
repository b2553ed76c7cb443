"""
Laying an empty database as the models have it, which takes a tenth of the time of all migrations one by one.

For empty databases only: the demo's first start, a new installation, and tests. The migrations are then marked as done,
and every later change comes through them. `tests/test_laying.py` holds both ways to the same tables, constraints,
indexes and triggers.
"""

from __future__ import annotations

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings


def ours_without_migrations() -> dict[str, str | None]:
    """A setting of `MIGRATION_MODULES` under which our own parts have no migrations: their tables follow the models."""
    ours = [app.label for app in apps.get_app_configs() if app.name.startswith("lintel.")]
    return {**settings.MIGRATION_MODULES, **dict.fromkeys(ours)}


def is_empty(using: str = "default") -> bool:
    """Whether a database has no table yet."""
    return not connections[using].introspection.table_names()


def lay(using: str = "default") -> None:
    """Bring a database up to date: an empty one as the models have it, any other through its migrations."""
    if is_empty(using):
        with override_settings(MIGRATION_MODULES=ours_without_migrations()):
            call_command("migrate", database=using, run_syncdb=True, verbosity=0)
        pgtrigger.install(database=using)
        _mark_as_done(using)
    call_command("migrate", database=using, verbosity=0)


def _mark_as_done(using: str) -> None:
    """Our own migrations, every one: what they would do is done."""
    executor = MigrationExecutor(connections[using])
    ours = ours_without_migrations()
    for app, name in executor.loader.graph.nodes:
        if app in ours:
            executor.recorder.record_applied(app, name)
