"""Rows by what they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key")


def group(
    rows: Iterable[Row], key: Callable[[Row], Key], *, order: Callable[[Row], date] | None = None
) -> dict[Key, list[Row]]:
    """Rows by what they belong to, each list in order of its day if asked."""
    grouped: dict[Key, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=order) if order else rows:
        grouped[key(row)].append(row)
    return dict(grouped)
