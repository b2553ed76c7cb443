"""What came out of every authority's runs, and what it cost: as values, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from demand_engine.many import Followed
from demand_engine.nation import Authority, workers_of
from demand_engine.result import Measure
from lintel.oversight.demand.nation.asked import Asked
from lintel.oversight.demand.what_if.words import start_of_waiting

SHARES = (0.1, 0.5, 0.9)
RUNS_OF_A_FULL_RUN = 1_000
POUNDS_PER_CORE_HOUR = 0.04  # ASSUMED: about what a rented core cost; say your own
HEADS = ("authority", "workers", "waiting", "80% of runs", "from week", "p90")
WIDTHS = (36, 8, 9, 17, 10, 5)


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    Children waiting at the end of the last week, in the middle run and where eight runs in ten lie.

    :param from_week: the first of three weeks running that end with children waiting in the middle run; None: never.
    """

    workers: int
    low: int
    median: int
    high: int
    from_week: int | None


@dataclass(frozen=True, kw_only=True)
class OfAuthority:
    """One authority's line; `caseload_p90`: one worker in ten holds as many or more at the end, in the middle run."""

    authority: Authority
    line: Line
    caseload_p90: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    All authorities in the order of the alphabet, and all of them together.

    :param cpu_seconds: spent in the runs, over all cores and workers; what a cluster spends on itself is not in it.
    """

    asked: Asked
    authorities: tuple[OfAuthority, ...]
    england: Line
    seconds: float
    cpu_seconds: float

    @property
    def children(self) -> int:
        """Children who live in these authorities."""
        return sum(one.authority.children for one in self.authorities)

    def core_hours_of(self, everywhere: Sequence[Authority], runs: int = RUNS_OF_A_FULL_RUN) -> float:
        """Core-hours of the full run, in proportion to children and runs; of this one if it is the full one."""
        children = sum(authority.children for authority in everywhere)
        return self.cpu_seconds / 3600 * children / self.children * runs / self.asked.runs


def of_authority(authority: Authority, followed: Followed) -> OfAuthority:
    """One authority's runs in one line."""
    caseload = _quantile(followed.of(Measure.CASELOAD_P90)[:, -1], 0.5)
    line = _line(followed.of(Measure.WAITING), workers=workers_of(authority))
    return OfAuthority(authority=authority, line=line, caseload_p90=int(caseload))


class Together:
    """Adds authorities up, run by run and week by week, as they come."""

    def __init__(self, *, weeks: int, runs: int) -> None:
        self.waiting: NDArray[np.int64] = np.zeros((runs, weeks), dtype=np.int64)
        self.cpu_seconds = 0.0

    def add(self, followed: Followed) -> None:
        """One more authority."""
        self.waiting += followed.of(Measure.WAITING)
        self.cpu_seconds += followed.cpu_seconds

    def line(self, found: Iterable[OfAuthority]) -> Line:
        """All that were added, in one line."""
        line = _line(self.waiting, workers=sum(one.line.workers for one in found))
        return replace(line, from_week=None)  # somewhere somebody always waits: a week for all of them says nothing


def _line(waiting: NDArray[np.int32] | NDArray[np.int64], *, workers: int) -> Line:
    low, median, high = (int(_quantile(waiting[:, -1], share)) for share in SHARES)
    return Line(
        workers=workers, low=low, median=median, high=high, from_week=start_of_waiting(_quantile(waiting, 0.5).tolist())
    )  # fmt: skip


def _quantile(values: NDArray[np.int32] | NDArray[np.int64], share: float) -> NDArray[np.int64]:
    return np.asarray(np.quantile(values, share, axis=0, method="inverted_cdf"), dtype=np.int64)


def as_text(report: Report) -> str:
    """The table: authorities, then all of them together."""
    lines = [_row(HEADS)]
    lines += [_row(_cells(one.authority.name, one.line, f"{one.caseload_p90}")) for one in report.authorities]
    lines.append(_row(_cells(f"All {len(report.authorities)} together", report.england, "")))
    return "\n".join(lines)


def _cells(name: str, line: Line, caseload: str) -> tuple[str, ...]:
    begins = "" if line.from_week is None else f"{line.from_week}"
    return name, f"{line.workers:,}", f"{line.median:,}", f"{line.low:,} to {line.high:,}", begins, caseload


def _row(cells: tuple[str, ...]) -> str:
    first, *rest = zip(cells, WIDTHS, strict=True)
    return " ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip()


def in_words(report: Report, *, populations: str) -> list[str]:
    """What the table says and what it rests on, a sentence each."""
    waiting = sum(one.line.median > 0 for one in report.authorities)
    england, asked = report.england, report.asked
    return [
        asked.in_words(),
        f"In {waiting} of {len(report.authorities)} authorities children wait at the end in the middle run;"
        f" {england.median:,} in all, and in eight runs out of ten between {england.low:,} and {england.high:,}.",
        "Waiting: children without a worker as the last week ends. From week: the first of three weeks running that"
        " end so. p90: one worker in ten holds as many children or more then.",
        f"National figures, scaled by the children who live there ({populations}): what differs is size, and nothing"
        " else. This foretells no authority, and compares none with another.",
        "Every authority has luck of its own; what would move all of England at once is not in the range.",
        f"{asked.weeks} weeks from {asked.starts_on:%-d %B %Y}, {asked.runs:,} runs each, seed {asked.seed}.",
    ]


def cost_in_words(report: Report, everywhere: Sequence[Authority], pounds_per_core_hour: float) -> list[str]:
    """How long it took, and what the full run costs."""
    full = report.core_hours_of(everywhere)
    is_full = len(report.authorities) == len(everywhere) and report.asked.runs == RUNS_OF_A_FULL_RUN
    cost = f"{full:.2f} core-hours, {_pounds(full * pounds_per_core_hour)}"
    price = f"at £{pounds_per_core_hour:.2f} a core-hour, which is assumed"
    took = f"It took {_time(report.seconds)}, and {report.cpu_seconds:,.1f} seconds of CPU time in the runs."
    if is_full:
        return [took, f"That is the whole of it: {cost} {price}."]
    return [
        took,
        f"All {len(everywhere)} authorities with {RUNS_OF_A_FULL_RUN:,} runs each would take about {cost} {price}:"
        " reckoned from this run by children and runs.",
    ]


def _pounds(pounds: float) -> str:
    return f"£{pounds:,.2f}" if pounds >= 0.01 else "less than a penny"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
