"""What is asked of every authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from demand_engine.levers import ConversionLever, Levers, pull
from demand_engine.nation import Authority, as_nationally
from demand_engine.scenario import NATIONAL_CONVERSION, Calendar, Scenario
from demand_engine.sense import LONGEST_WEEKS
from lintel.statute.calendar import england


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    One question to every authority.

    :param conversion_to: the share of contacts that become a referral in the end; None leaves it as it is.
    :param over_weeks: how long it takes to get there from week 0, in a straight line.
    """

    authorities: Sequence[Authority]
    starts_on: date
    weeks: int = 52
    runs: int = 1_000
    seed: int = 1
    conversion_to: float | None = None
    over_weeks: int = 0

    def scenario_of(self, authority: Authority) -> Scenario:
        """
        The authority's scenario with the lever moved.

        :raises MakesNoSense: in words.
        """
        after = self.starts_on + timedelta(weeks=min(max(0, self.weeks), LONGEST_WEEKS))
        closed = frozenset(day for day in england().bank_holidays if self.starts_on <= day < after)
        scenario = as_nationally(
            authority, starts_on=self.starts_on, weeks=self.weeks, calendar=Calendar(bank_holidays=closed)
        )
        if self.conversion_to is None:
            return scenario
        lever = ConversionLever(to=self.conversion_to, over_weeks=self.over_weeks)
        return pull(scenario, Levers(conversion=(lever,)), name=authority.name)

    def in_words(self) -> str:
        """What is changed."""
        before = f"{NATIONAL_CONVERSION:.0%} of contacts"
        if self.conversion_to is None:
            return f"Nothing is changed: {before} become a referral throughout."
        over = f"in a straight line over {self.over_weeks} weeks" if self.over_weeks else "at once"
        return f"Conversion moves from {before} to {self.conversion_to:.0%}, {over}."
