"""Up to four scenarios on the same children: their figures run by run, and what each differs by from the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demand_engine.result import Measure, Result
from lintel.oversight.demand.what_if.summary import Summary, summarised
from lintel.oversight.demand.what_if.summary import from_plain as summary_from
from lintel.oversight.demand.what_if.summary import to_plain as summary_to_plain

Weeks = NDArray[np.int64]  # shape (runs, weeks)
EIGHT_IN_TEN = (0.1, 0.5, 0.9)


@dataclass(frozen=True, kw_only=True)
class Range:
    """The middle of the runs, and where eight in ten of them lie."""

    low: int
    median: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    One thing a scenario comes down to.

    :param of: one for each scenario, in their order.
    :param more: by how much each but the first differs from the first, taken run by run: the same children each time.
    """

    name: str
    unit: str
    of: tuple[Range, ...]
    more: tuple[Range, ...]


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """The bands of each scenario, and their figures."""

    summaries: tuple[Summary, ...]
    figures: tuple[Figure, ...]


def _highest(weeks: Weeks) -> Weeks:
    return np.asarray(weeks.max(axis=1), dtype=np.int64)


def _in_all(weeks: Weeks) -> Weeks:
    return np.asarray(weeks.sum(axis=1), dtype=np.int64)


def _at_the_end(weeks: Weeks) -> Weeks:
    return weeks[:, -1]


FIGURES: tuple[tuple[str, str, Measure, Callable[[Weeks], Weeks]], ...] = (
    ("Most children waiting at once", "children", Measure.WAITING, _highest),
    ("Weeks that children wait, added up", "weeks", Measure.WAITING, _in_all),
    ("Longest wait", "days", Measure.OLDEST_WAIT, _highest),
    ("Highest caseload of the middle worker", "children", Measure.CASELOAD_P50, _highest),
    ("Highest caseload anybody has", "children", Measure.CASELOAD_MAX, _highest),
    ("Most children over one manager", "children", Measure.SPAN, _highest),
    ("Assessments open beyond the limit in the last week", "children", Measure.OPEN_LATE, _at_the_end),
    ("Cost of the workers in post", "pounds", Measure.POUNDS, _in_all),
)


def compared(results: Sequence[Result]) -> SideBySide:
    """
    Results of one seed and as many runs each, beside each other.

    :raises ValueError: if they did not meet the same luck: nothing could be subtracted run by run.
    """
    if len({(each.seed, each.first_run, each.runs) for each in results}) != 1:
        raise ValueError("Scenarios are compared run by run: give them the same seed and as many runs.")
    return SideBySide(
        summaries=tuple(summarised(result) for result in results),
        figures=tuple(_figure(results, *each) for each in FIGURES),
    )


def _figure(
    results: Sequence[Result], name: str, unit: str, measure: Measure, taken: Callable[[Weeks], Weeks]
) -> Figure:
    values = [taken(result.rows[:, 0, :, measure].astype(np.int64)) for result in results]
    return Figure(
        name=name, unit=unit, of=tuple(_range(each) for each in values),
        more=tuple(_range(each - values[0]) for each in values[1:]),
    )  # fmt: skip


def _range(values: Weeks) -> Range:
    low, median, high = (int(value) for value in np.quantile(values, EIGHT_IN_TEN, method="inverted_cdf"))
    return Range(low=low, median=median, high=high)


def to_plain(found: SideBySide) -> dict[str, Any]:
    """As JSON can hold it."""
    return {
        "summaries": [summary_to_plain(each) for each in found.summaries],
        "figures": [asdict(figure) for figure in found.figures],
    }


def from_plain(plain: dict[str, Any]) -> SideBySide:
    """`to_plain` turned round."""
    return SideBySide(
        summaries=tuple(summary_from(each) for each in plain["summaries"]),
        figures=tuple(
            Figure(
                name=each["name"], unit=each["unit"], of=tuple(Range(**of) for of in each["of"]),
                more=tuple(Range(**more) for more in each["more"]),
            )
            for each in plain["figures"]
        ),
    )  # fmt: skip
