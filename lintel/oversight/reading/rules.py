"""
When a measure is no longer on trial: enough people have rated the same texts, and agree with it in every group.

Plain values in, verdicts out (PRODUCT.md, Q5: 100 texts, three raters, Spearman at least 0.6, in no group below 0.4,
checked again every year).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lintel.oversight.reading.codes import Standing

AGREE_FROM = 0.6
IN_NO_GROUP_BELOW = 0.4
FEWEST_TEXTS = 100
FEWEST_RATERS = 3
FEWEST_GROUPS = 2
HOLDS_FOR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Rated:
    """What came of holding a measure against people who rated the same texts."""

    rated_on: date
    texts: int
    raters: int
    agreement: float
    groups: Mapping[str, float]
    lists_version: str


def standing(record: Rated | None, *, lists_version: str, on: date) -> tuple[Standing, str]:
    """Whether a measure is on trial on a day, and why."""
    why = "Nobody has rated the same texts yet." if record is None else _missing(record, lists_version, on)
    if why:
        return Standing.TRIAL, why
    return Standing.VALIDATED, "People who rated the same texts agree with it, in every group that was looked at."


def _missing(record: Rated, lists_version: str, on: date) -> str:
    """The first thing that keeps it on trial, or nothing."""
    lowest = min(record.groups, key=lambda name: record.groups[name], default="")
    checks: Sequence[tuple[bool, str]] = (
        (record.texts < FEWEST_TEXTS, f"Only {record.texts} texts were rated; it takes {FEWEST_TEXTS}."),
        (record.raters < FEWEST_RATERS, f"Only {record.raters} people rated; it takes {FEWEST_RATERS}."),
        (record.agreement < AGREE_FROM, f"Agreement with people is {record.agreement:.2f}; it takes {AGREE_FROM}."),
        (len(record.groups) < FEWEST_GROUPS, "It was not looked at in groups of children."),
        (
            bool(lowest) and record.groups[lowest] < IN_NO_GROUP_BELOW,
            f"For {lowest} it is {record.groups.get(lowest, 0):.2f}; it takes {IN_NO_GROUP_BELOW} in every group.",
        ),
        (record.lists_version != lists_version, "The word lists have changed since it was rated."),
        (on - record.rated_on >= HOLDS_FOR, "It was rated more than a year ago and must be rated again."),
    )
    return next((why for is_missing, why in checks if is_missing), "")


def spans_on(switched: Iterable[tuple[datetime, bool]]) -> list[tuple[datetime, datetime | None]]:
    """From when until when a measure was on, by its switches in their order; None while it still is."""
    spans: list[tuple[datetime, datetime | None]] = []
    for at, is_on in switched:
        is_open = bool(spans) and spans[-1][1] is None
        if is_on and not is_open:
            spans.append((at, None))
        elif is_open and not is_on:
            spans[-1] = (spans[-1][0], at)
    return spans
