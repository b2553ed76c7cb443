"""Benchmarks: commands with a table of ratios, never timed assertions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def empty_database(name: str = "") -> Iterator[None]:
    """
    Django set up over an empty database, laid as a new installation's is: from the models, in seconds. It is gone when
    the bench is over.

    :param name: where two benches may run at the same time, a name of its own.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    if name:
        os.environ.setdefault("LINTEL_TEST_DATABASE", name)
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    from lintel.config import laying

    settings.MIGRATION_MODULES = laying.ours_without_migrations()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)
