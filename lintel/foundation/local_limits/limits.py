"""What is in force on a day: the authority's own number where it has set one, else what law and guidance say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lintel.statute import clocks, numbers
from lintel.statute.limits import LocalNumber


@dataclass(frozen=True)
class LocalChange:
    """One number the authority set for itself, and the day it takes effect."""

    code: str
    amount: float
    effective_from: date
    source: str


@dataclass(frozen=True)
class Limits:
    """All limits and numbers, national and local. Answers for any day without asking the database again."""

    changes: Sequence[LocalChange] = ()

    def number(self, code: str, *, on: date) -> LocalNumber:
        """
        The agreed number in force on a day.

        :raises NoLimitInForce: if there is none.
        """
        agreed = numbers.number(code, on=on)
        local = self._latest(code, on)
        if local is None:
            return agreed
        return replace(agreed, value=local.amount, source=local.source, in_force_from=local.effective_from)

    def time_limit(self, code: str, *, on: date) -> clocks.TimeLimit:
        """
        The time limit in force on a day, in its own unit.

        :raises NoLimitInForce: if there is none.
        """
        agreed = clocks.limit(code, on=on)
        local = self._latest(code, on)
        if local is None:
            return agreed
        return replace(
            agreed, amount=int(local.amount), kind=clocks.Kind.LOCAL, source=local.source,
            in_force_from=local.effective_from,
        )  # fmt: skip

    def _latest(self, code: str, on: date) -> LocalChange | None:
        begun = [change for change in self.changes if change.code == code and change.effective_from <= on]
        return max(begun, key=lambda change: change.effective_from, default=None)
