"""
Has the threshold moved, and did anybody decide that it should? Plain values in, verdicts out.

Conversion is watched week by week, in all and for each source: a p-chart (`performance.spc`) and beside it a
cumulative sum, which sees a slow slide that no single week shows. A shift is split exactly into volume, threshold and
mix of sources (`performance.decomposition`) and held against the change records; one that nobody decided asks who did.
Source: D. C. Montgomery, *Introduction to Statistical Quality Control*, chapter 9, for the cumulative sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from lintel.oversight.performance.cases import WEEK
from lintel.oversight.performance.decomposition import Counts, Rise, split
from lintel.oversight.performance.spc import BASELINE_POINTS, FEWEST_POINTS, Chart, p_chart

ALL_SOURCES = ""
# In standard errors of a week: a shift of one is to be found; half of it is forgiven each week, and five in sum signal.
FORGIVEN, SIGNALS_AT = 0.5, 5.0
# A change takes a while to be felt, and is sometimes felt before its day.
FELT_AFTER, FELT_BEFORE = timedelta(weeks=6), timedelta(weeks=2)


@dataclass(frozen=True, kw_only=True)
class Week:
    """Contacts decided in the week that begins on a Monday, and those of them that became social care, by source."""

    begins_on: date
    decided: Mapping[str, int]
    statutory: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that somebody decided: a change record."""

    what: str
    changed_on: date
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class Shift:
    """
    Conversion moved and stayed: from about `began_on`, noticed a while later.

    `explained_by` are the changes on record that fall near its beginning. Without any, the question is who decided it.
    """

    source: str
    began_on: date
    noticed_on: date
    is_up: bool
    share_before: float
    share_after: float
    explained_by: tuple[Change, ...]

    @property
    def question(self) -> str:
        """What to ask."""
        if self.explained_by:
            return "Is this what was decided, as far as it was decided?"
        return "No change is on record for this time. Who decided this?"


@dataclass(frozen=True, kw_only=True)
class Line:
    """Conversion of one source, or of all, week by week."""

    source: str
    weeks: tuple[date, ...]
    decided: tuple[int, ...]
    statutory: tuple[int, ...]
    chart: Chart
    sums: tuple[tuple[float, float], ...]
    shift: Shift | None


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Every line, all sources first; and what the change in referrals since the first shift came from."""

    lines: tuple[Line, ...]
    split: Rise | None


def drift_of(
    weeks: Sequence[Week], changes: Sequence[Change], *, baseline: int = BASELINE_POINTS,
    restarts: Sequence[date] = (),
) -> Drift:  # fmt: skip
    """
    Watch conversion in all and by source.

    :param restarts: days from which a signed note draws limits anew.
    """
    sources = sorted({source for week in weeks for source in week.decided})
    lines = [
        line_of(weeks, source, changes, baseline=baseline, restarts=restarts) for source in (ALL_SOURCES, *sources)
    ]
    first = lines[0].shift if lines else None
    return Drift(lines=tuple(lines), split=split_at(weeks, first.began_on) if first else None)


def line_of(
    weeks: Sequence[Week], source: str, changes: Sequence[Change], *, baseline: int = BASELINE_POINTS,
    restarts: Sequence[date] = (),
) -> Line:  # fmt: skip
    """Watch the conversion of one source."""
    decided = [_of(week.decided, source) for week in weeks]
    statutory = [_of(week.statutory, source) for week in weeks]
    days = [week.begins_on for week in weeks]
    anew = sorted(place for day in restarts if (place := sum(begins < day for begins in days)) < len(days))
    chart = p_chart(statutory, decided, baseline=baseline, restarts=anew)
    from_here = anew[-1] if anew else 0
    sums = cumulative_sums(decided, statutory, baseline=baseline, begins=from_here)
    shift = _shift(source, days, decided, statutory, sums, changes)
    return Line(
        source=source, weeks=tuple(days), decided=tuple(decided), statutory=tuple(statutory), chart=chart,
        sums=tuple(sums), shift=shift,
    )  # fmt: skip


def cumulative_sums(
    decided: Sequence[int], statutory: Sequence[int], *, baseline: int = BASELINE_POINTS, begins: int = 0
) -> list[tuple[float, float]]:
    """
    For each week, how far conversion has run above and below the baseline, in standard errors.

    The baseline itself is not judged; with fewer than twelve weeks of it nothing is. A signal stops at its own height,
    so that one week says no more than a week can.
    """
    known = [i for i in range(begins, len(decided)) if decided[i]][:baseline]
    if len(known) < FEWEST_POINTS:
        return [(0.0, 0.0)] * len(decided)
    centre = sum(statutory[i] for i in known) / sum(decided[i] for i in known)
    scores = {i: _score(statutory[i], decided[i], centre) for i in range(begins, len(decided)) if decided[i]}
    spread = max(1.0, sqrt(sum(scores[i] ** 2 for i in known) / len(known)))
    above = below = 0.0
    found = []
    for i in range(len(decided)):
        if i > known[-1] and i in scores:
            above = max(0.0, above + scores[i] / spread - FORGIVEN)
            below = max(0.0, below - scores[i] / spread - FORGIVEN)
        found.append((above, below))
    return found


def split_at(weeks: Sequence[Week], began_on: date) -> Rise | None:
    """Split the change in referrals between as many weeks before a day and after it; None where one side is empty."""
    before = [week for week in weeks if week.begins_on < began_on]
    after = [week for week in weeks if week.begins_on >= began_on]
    length = min(len(before), len(after))
    if not length:
        return None
    return split(_counts(before[-length:]), _counts(after[:length]))


def _of(counts: Mapping[str, int], source: str) -> int:
    return sum(counts.values()) if source == ALL_SOURCES else counts.get(source, 0)


def _score(statutory: int, decided: int, centre: float) -> float:
    one = sqrt(centre * (1 - centre) / decided)
    return (statutory / decided - centre) / one if one else 0.0


def _shift(
    source: str, days: Sequence[date], decided: Sequence[int], statutory: Sequence[int],
    sums: Sequence[tuple[float, float]], changes: Sequence[Change],
) -> Shift | None:  # fmt: skip
    """The first signal, and the week after the sum last stood at nought as its likely beginning."""
    noticed = next((i for i, pair in enumerate(sums) if max(pair) > SIGNALS_AT), None)
    if noticed is None:
        return None
    side = 0 if sums[noticed][0] > SIGNALS_AT else 1
    began = 1 + max((i for i in range(noticed) if sums[i][side] == 0), default=-1)
    return Shift(
        source=source, began_on=days[began], noticed_on=days[noticed], is_up=side == 0,
        share_before=sum(statutory[:began]) / max(1, sum(decided[:began])),
        share_after=sum(statutory[began:]) / max(1, sum(decided[began:])),
        explained_by=tuple(change for change in changes if _explains(change, days[began])),
    )  # fmt: skip


def _explains(change: Change, began_on: date) -> bool:
    return began_on - FELT_AFTER <= change.changed_on <= began_on + WEEK + FELT_BEFORE


def _counts(weeks: Sequence[Week]) -> Counts:
    sources = {source for week in weeks for source in week.decided}
    return Counts(
        decided={source: sum(week.decided.get(source, 0) for week in weeks) for source in sources},
        referred={source: sum(week.statutory.get(source, 0) for week in weeks) for source in sources},
    )
