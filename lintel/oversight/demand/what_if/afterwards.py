"""After go-live: a signed answer held against what happens, week by week, speaking up when outside its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lintel.oversight.demand.calibration.backtest import HELD_AGAINST, Told
from lintel.oversight.demand.calibration.happened import Week
from lintel.oversight.demand.what_if.summary import Summary

NAMES = {
    "waiting": "children waiting for a worker", "caseload_mean": "children for each worker",
    "open": "children with a worker", "referrals": "referrals",
}  # fmt: skip
WEEKS_LOOKED_BACK = 4
IN_HUNDREDTHS = ("caseload_mean",)


@dataclass(frozen=True, kw_only=True)
class Afterwards:
    """
    Weeks that are over, held against a signed answer.

    :param told: a week and a measure each; weeks the answer does not reach are left out.
    """

    told: tuple[Told, ...]

    @property
    def weeks(self) -> int:
        """How many weeks are over."""
        return len({each.week for each in self.told})

    def of(self, measure: str) -> list[Told]:
        """The weeks of one measure."""
        return [each for each in self.told if each.measure == measure]

    def coverage(self, measure: str) -> float:
        """The share of weeks inside the 80% band (K121)."""
        told = self.of(measure)
        return sum(each.is_inside for each in told) / len(told) if told else 1.0


def held_against(summary: Summary, weeks: Sequence[Week]) -> Afterwards:
    """A signed answer beside the weeks since."""
    told = []
    for measure in HELD_AGAINST:
        name = measure.name.lower()
        if name not in summary.bands[""]:
            continue  # an answer signed before this measure was kept
        low, middle, high = (summary.band(name, which) for which in ("low80", "median", "high80"))
        told += [
            Told(
                measure=name, week=number, low=low[number], median=middle[number], high=high[number],
                happened=week.of(measure),
            )
            for number, week in enumerate(weeks[: summary.weeks])
        ]  # fmt: skip
    return Afterwards(told=tuple(told))


def speaks_up(afterwards: Afterwards) -> list[str]:
    """
    What was outside its 80% band in the last week, in plain words, and for how many of the last weeks.

    One week in five outside is what such a band promises: a single week is said as such.
    """
    sentences = []
    for measure, name in NAMES.items():
        recent = afterwards.of(measure)[-WEEKS_LOOKED_BACK:]
        if not recent or recent[-1].is_inside:
            continue
        last = recent[-1]
        direction = "More" if last.happened > last.high else "Fewer"
        outside = sum(not each.is_inside for each in recent)
        words = (
            f"{direction} {name} than foretold: {shown(measure, last.happened)}, where eight runs out of ten lie"
            f" between {shown(measure, last.low)} and {shown(measure, last.high)}."
        )
        often = f" So in {outside} of the last {len(recent)} weeks." if outside > 1 else " For the first week so far."
        sentences.append(words + often)
    return sentences


def shown(measure: str, value: int) -> str:
    """A value as people read it."""
    return f"{value / 100:,.1f}" if measure in IN_HUNDREDTHS else f"{value:,}"
