"""
Builders that walk the real path once, and then stand in the record again for every test that asks.

Opening everybody's account takes some three hundred questions to the database. The first test of a worker that asks
for the cast has it built; what that wrote, in whichever tables and by whichever triggers, is copied out, and copied
in again for the next. Tests that commit (browsers, threads) build anew: they empty the database behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import connection, transaction

Built = TypeVar("Built")
Lines = dict[str, list[bytes]]


@dataclass(frozen=True)
class _Kept:
    """What a builder returned, and what it wrote."""

    built: Any
    wrote: Lines


_kept: dict[str, _Kept] = {}


def once(name: str, build: Callable[[], Built], request: pytest.FixtureRequest) -> Built:
    """
    What `build` returns, with what it writes in the record; built once, copied in afterwards.

    Each test has people of its own: what one changes on them, in memory or in the record, the next does not see.
    """
    if _commits(request):
        return build()
    if name in _kept:
        _copy_in(_kept[name].wrote)
    else:
        _kept[name] = _build(build)
    return deepcopy(_kept[name].built)  # type: ignore[no-any-return]


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(request.fixturenames)
    return bool(asked) or (marker is not None and bool(marker.kwargs.get("transaction")))


def _build(build: Callable[[], Any]) -> _Kept:
    before = _record()
    built = build()
    after = _record()
    changed = [table for table, lines in before.items() if not set(lines) <= set(after[table])]
    assert not changed, f"The builder changes what stood in {changed}: it cannot be copied in."
    wrote = {table: [line for line in lines if line not in set(before[table])] for table, lines in after.items()}
    return _Kept(deepcopy(built), {table: lines for table, lines in wrote.items() if lines})


def _record() -> Lines:
    """Every row of every table as COPY writes it, in the order in which they were written."""
    found: Lines = {}
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            with cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as copy:
                found[table] = b"".join(copy).splitlines(keepends=True)
    return found


@cache
def _tables() -> dict[str, str]:
    """Each table with the columns that are written; the others the database works out."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return {
        model._meta.db_table: ", ".join(
            f'"{field.column}"' for field in model._meta.local_concrete_fields if not field.generated
        )
        for model in models
    }


def _copy_in(lines: Lines) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Triggers wrote their rows when it was built, and those rows are among what is copied in.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in lines.items():
            with cursor.copy(f'COPY "{table}" ({_tables()[table]}) FROM STDIN') as copy:
                copy.write(b"".join(rows))
        cursor.execute("SET LOCAL session_replication_role = origin")
