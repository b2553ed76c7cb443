"""Cases: the members of the lists that every number is the length of. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from lintel.statute.ages import age_band, age_on

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Child:
    """What an indicator may know of a child: enough to filter by, nothing to name them."""

    id: int
    born_on: date | None
    ethnicity_group: str

    def age_band_on(self, day: date) -> str:
        """The age band of the statistics on a day."""
        return age_band(age_on(self.born_on, day) if self.born_on else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One member of the list behind a number.

    `on` is the day the clock stopped or, for a stock, the day it was looked at. `counts` says whether the case is in
    the numerator. `value` is what the case contributes where a number is a sum or a distribution (days, hours,
    children); `weight` what it stands for in a denominator that is not a count of cases (full-time equivalents).
    `child` is None where the case is a worker; `child_ids` are then the children behind that worker.
    """

    kind: str
    pk: int
    on: date
    child: Child | None = None
    counts: bool = True
    value: float | None = None
    weight: float = 1.0
    label: str = ""
    category: str = ""
    event: int | None = None
    team_id: int | None = None
    source_group: str = ""
    child_ids: tuple[int, ...] = ()

    @property
    def child_id(self) -> int | None:
        return self.child.id if self.child else None

    @property
    def children(self) -> tuple[int, ...]:
        """The ids of all children behind this case."""
        return (self.child.id,) if self.child else self.child_ids

    @property
    def age_band(self) -> str:
        return self.child.age_band_on(self.on) if self.child else ""

    @property
    def ethnicity_group(self) -> str:
        return self.child.ethnicity_group if self.child else ""


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both counted."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @cached_property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @classmethod
    def week_of(cls, day: date) -> Period:
        """The week, Monday to Sunday, that a day lies in."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6))

    @classmethod
    def weeks_to(cls, day: date, weeks: int) -> Period:
        """The last so many whole weeks that were over at the end of that day."""
        sunday = day if day.weekday() == 6 else day - timedelta(days=day.weekday() + 1)
        return cls(sunday - weeks * WEEK + timedelta(days=1), sunday)

    @classmethod
    def quarter_to(cls, day: date) -> Period:
        """The last thirteen whole weeks."""
        return cls.weeks_to(day, 13)


@dataclass(frozen=True)
class Filters:
    """What a number is narrowed to. Empty means all. Lives in the address of a page."""

    team_id: int | None = None
    source_group: str = ""
    age_band: str = ""
    ethnicity_group: str = ""

    @property
    def in_use(self) -> frozenset[str]:
        """The names of the filters that narrow anything."""
        return frozenset(f.name for f in fields(self) if getattr(self, f.name) not in (None, ""))

    def keeps(self, case: Case) -> bool:
        return all(getattr(case, name) == getattr(self, name) for name in self.in_use)

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> Filters:
        """Read filters out of an address (`?team=3&source=Police`); what cannot be read narrows nothing."""
        team = str(query.get("team", ""))
        return cls(
            team_id=int(team) if team.isascii() and team.isdigit() and len(team) < 10 else None,
            source_group=str(query.get("source", "")),
            age_band=str(query.get("age", "")),
            ethnicity_group=str(query.get("ethnicity", "")),
        )

    def as_query(self) -> dict[str, str]:
        """What to put into an address to find the same filters again."""
        said = {
            "team": str(self.team_id or ""), "source": self.source_group,
            "age": self.age_band, "ethnicity": self.ethnicity_group,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


NO_FILTERS = Filters()
