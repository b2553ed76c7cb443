"""What stands on the two pages of a signed what-if, in plain values: the figures, the table, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.oversight.demand.calibration.backtest import Backtest
from lintel.oversight.demand.what_if.afterwards import shown
from lintel.oversight.demand.what_if.summary import Summary

FITTED_TO_WEEKS = 26  # what a question drawn up from the record is fitted to
ROWS_OF_THE_TABLE = 7
LEVERS_IN_THE_QUESTION = 2

DOES_NOT_KNOW = (
    "decisions nobody has taken yet, here or at the police, in schools or in health services",
    "weeks unlike those it was fitted to, such as after an inquiry, a new law or a local emergency",
    "whether posts will be filled faster or more slowly than so far",
    "whether children are safer or families helped: it counts children, waits and caseloads, not the quality of work",
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One big number: what it counts, its value with its range, and the same in the first week."""

    name: str
    value: str
    range: str
    beside: str


def figures(summary: Summary, *, added: tuple[int, int, int]) -> list[Figure]:
    """The numbers somebody remembers, each with its range and with the first week beside it."""
    return [
        _at_its_highest(summary, "waiting", "children waiting for a worker at the peak"),
        _at_its_highest(summary, "oldest_wait", "days: the longest wait at its worst"),
        _at_its_highest(summary, "caseload_p50", "children held by the middle worker, at the highest"),
        _at_its_highest(summary, "caseload_max", "children held by the fullest worker, at the highest"),
        _cost(summary),
        _posts(added),
    ]


def _at_its_highest(summary: Summary, measure: str, name: str) -> Figure:
    week = peak_of(summary, measure)
    low, middle, high = (summary.band(measure, which) for which in ("low80", "median", "high80"))
    return Figure(
        name=name, value=f"{middle[week]:,}", range=_range(f"{low[week]:,}", f"{high[week]:,}"),
        beside=f"in the first week: {middle[0]:,}",
    )  # fmt: skip


def _range(low: str, high: str) -> str:
    return f"{low} to {high}" if low != high else "the same"


def peak_of(summary: Summary, measure: str) -> int:
    """The week in which the middle of the range is highest; where it is level, the upper end decides."""
    middle, high = summary.band(measure), summary.band(measure, "high80")
    return max(range(summary.weeks), key=lambda week: (middle[week], high[week], -week))


def _cost(summary: Summary) -> Figure:
    low, middle, high = (summary.band("pounds", which) for which in ("low80", "median", "high80"))
    return Figure(
        name="a week for the workers in post, in the last week", value=f"£{middle[-1]:,}",
        range=_range(f"£{low[-1]:,}", f"£{high[-1]:,}"), beside=f"in the first week: £{middle[0]:,}",
    )  # fmt: skip


def _posts(added: tuple[int, int, int]) -> Figure:
    number, agency, unfunded = added
    parts = [f"{count:,} {words}" for count, words in ((agency, "agency"), (unfunded, "not funded yet")) if count]
    beside = ", ".join(parts) if parts else "as asked for"
    return Figure(name="posts added", value=f"{number:,}", range="", beside=beside if number else "none asked for")


def asked_to_decide(name: str, moved: Sequence[str]) -> str:
    """What is asked to be decided, in a sentence."""
    if not moved:
        return f"Whether things can stay as they are: “{name}” changes nothing, and shows how the work goes on."
    told = [sentence.removesuffix(".") for sentence in moved[:LEVERS_IN_THE_QUESTION]]
    more = len(moved) - len(told)
    rest = f"; and {'one more change' if more == 1 else f'{more} more changes'}, listed overleaf" if more else ""
    first, *others = told
    return "Whether to go ahead with this: " + "; ".join((first[0].lower() + first[1:], *others)) + rest + "."


def rows(summary: Summary) -> list[tuple[date, tuple[str, ...]]]:
    """Every few weeks and the last: referrals, waiting with its range, longest wait, caseloads, late, pounds."""
    every = max(4, 4 * -(-summary.weeks // (4 * ROWS_OF_THE_TABLE)))
    weeks = sorted({*range(0, summary.weeks, every), summary.weeks - 1})
    return [(summary.week_of(week), _row(summary, week)) for week in weeks]


def _row(summary: Summary, week: int) -> tuple[str, ...]:
    def one(measure: str, which: str = "median") -> str:
        return f"{summary.band(measure, which)[week]:,}"

    return (
        one("referrals"), one("waiting"), f"{one('waiting', 'low80')} to {one('waiting', 'high80')}",
        one("oldest_wait"), one("caseload_p50"), one("caseload_p90"), one("caseload_max"), one("open_late"),
        f"£{one('pounds')}",
    )  # fmt: skip


def how_well_it_foretold(tests: Sequence[Backtest]) -> list[str]:
    """Forecasts made the same way, earlier, that knew nothing of what was decided since; a sentence each."""
    return [
        f"A forecast made {test.weeks} weeks earlier: children waiting were inside its range in {_inside(test)} weeks,"
        f" and off by {shown('waiting', round(test.error('waiting')))} on average."
        for test in tests
        if not test.decisions_given
    ]  # fmt: skip


def _inside(test: Backtest) -> str:
    told = test.of("waiting")
    return f"{sum(each.is_inside for each in told)} of {len(told)}"
