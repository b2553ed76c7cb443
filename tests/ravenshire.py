"""
Ravenshire for tests: the invented council (see `lintel.demo`), its last day always Monday 3 March 2025.

`council` is what happened, in plain values, the whole of it. `ravenshire` is a twelfth of it in the record, written
once for all tests of a module that ask for it and gone after the last of them; each test's own writing is undone. A
module that asks for it cannot ask for the cast too: both begin with an empty record.
`whole_ravenshire` is the whole of it in the record, for slow tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from lintel.demo.council import Council, simulate
from lintel.demo.seeding import Seeded, seed

UNTIL = date(2025, 3, 3)
# One worker in each assessment team instead of twelve.
A_TWELFTH = 1 / 12


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the whole council in the record is marked so, and `-m 'not whole'` leaves it out."""
    for item in items:
        if "_whole_ravenshire" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.whole)


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
    return simulate(until=UNTIL)


@pytest.fixture(scope="module")
def _ravenshire(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Seeded]:
    with django_db_blocker.unblock(), written(scale=A_TWELFTH) as seeded:
        yield seeded


@pytest.fixture(scope="module")
def _whole_ravenshire(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Seeded]:
    with django_db_blocker.unblock(), written(scale=1) as seeded:
        yield seeded


@pytest.fixture
def ravenshire(_ravenshire: Seeded, db: None) -> Seeded:
    """A twelfth of the council, in the record."""
    return _ravenshire


@pytest.fixture
def whole_ravenshire(_whole_ravenshire: Seeded, db: None) -> Seeded:
    """The whole council, in the record."""
    return _whole_ravenshire
