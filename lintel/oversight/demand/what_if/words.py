"""The answer in words, before any chart: what happens, how bad, until when it can be prevented, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demand_engine.curves import Path
from demand_engine.instant import fluid_of
from demand_engine.plan import change_of
from demand_engine.scenario import Scenario
from lintel.oversight.demand.what_if.summary import Summary

WEEKS_THAT_MAKE_A_WAIT = 3
SLOWEST_PHASING = 104
WEEKS_SEEN_AFTER = 4  # a phasing counts only where its full effect is seen for as long
SHARE_OF_A_WEEK = 1 / 8  # fewer waiting than this share of a week's referrals is the ordinary ups and downs


@dataclass(frozen=True, kw_only=True)
class Pacing:
    """Conversion moved more slowly: over how many weeks, and the most who then wait."""

    over_weeks: int
    peak: float


def start_of_waiting(waiting: Sequence[float]) -> int | None:
    """The first of three weeks running that end with children waiting; None where there are none."""
    for week in range(len(waiting)):
        following = waiting[week : week + WEEKS_THAT_MAKE_A_WAIT]
        if all(children > 0 for children in following):
            return week
    return None


def sign_by(starts_on: date, week: int, lead_days: int) -> date:
    """The last day to sign for posts whose holders start in a week."""
    return starts_on + timedelta(days=7 * week - lead_days)


def in_words(
    summary: Summary, *, today: date, pacing: Pacing | None = None, begins: int | None = None
) -> list[str]:  # fmt: skip
    """
    The answer, a sentence each.

    :param today: to say whether the last safe day has passed.
    :param begins: the week in which conversion begins to change (`week_of_the_change`), or None where it does not.
    :param pacing: the fastest phasing that avoids the wait with the staff there is (`gentlest`), or None.
    """
    waiting = summary.band("waiting")
    start = start_of_waiting(waiting)
    if start is None:
        return [_nobody(summary), *_caseload(summary)]
    return [
        f"Children start to wait in week {start}, the week of {_day(summary.week_of(start))}.",
        _peak(summary),
        *_oldest(summary),
        *_clears(summary, start),
        _sign(summary, start, today, begins),
        *([_paced(pacing)] if pacing else []),
        *_caseload(summary),
    ]


def as_it_goes_on(summary: Summary) -> list[str]:
    """A forecast in which nothing is decided, a sentence each: nothing to sign, nothing to pace."""
    start = start_of_waiting(summary.band("waiting"))
    if start is None:
        return [_nobody(summary), *_caseload(summary)]
    begins = f"If nothing is decided, children wait from week {start} on, the week of {_day(summary.week_of(start))}."
    return [begins, _peak(summary), *_oldest(summary), *_caseload(summary)]


def on_average(flow: dict[str, list[float]], *, starts_on: date) -> list[str]:
    """The flow of averages, a sentence each: what can be said at once, before any run."""
    waiting, caseload = flow["waiting"], flow["caseload"]
    holding = f"Workers hold {caseload[0]:,.1f} children each in the first week and {caseload[-1]:,.1f} in the last."
    start = next((week for week, children in enumerate(waiting) if round(children) > 0), None)
    if start is None:
        return ["On average no child waits.", holding]
    peak = max(waiting)
    worst = waiting.index(peak)
    ends = (
        f" When the {len(waiting)} weeks end, {_children(round(waiting[-1]))}."
        if round(waiting[-1]) > 0
        else " When they end, nobody waits."
    )
    return [
        f"On average children start to wait in week {start}, the week of {_day(starts_on + timedelta(weeks=start))}.",
        f"At the peak, in week {worst}, {_children(round(peak))}.{ends}",
        holding,
    ]


def in_short(summary: Summary) -> str:
    """One sentence for one of several side by side: who waits, from when and how many at worst."""
    waiting = summary.band("waiting")
    start = start_of_waiting(waiting)
    if start is None:
        return "In the middle of the range no child waits for three weeks running."
    low, middle, high = summary.peak_waiting
    return (
        f"Children start to wait in week {start}, the week of {_day(summary.week_of(start))}; in the middle run"
        f" {middle:,} at worst, in eight out of ten between {low:,} and {high:,}."
    )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _children(number: int) -> str:
    return "1 child waits" if number == 1 else f"{number:,} children wait"


def _nobody(summary: Summary) -> str:
    share = summary.share_of_runs_waiting
    if share == 0:
        return f"In none of {summary.runs:,} runs does a child wait at the end of any week."
    often = f"in {share:.0%} of {summary.runs:,} runs" if share >= 0.01 else "in fewer than one run in a hundred"
    words = f"In the middle of the range no child waits for three weeks running. Some wait at the end of a week {often}"
    worst = summary.peak_waiting[1]
    return words + (f"; in the middle run at most {worst:,} at once." if worst else ".")


def _peak(summary: Summary) -> str:
    waiting = summary.band("waiting")
    week = waiting.index(max(waiting))
    low, high = summary.band("waiting", "low80")[week], summary.band("waiting", "high80")[week]
    return (
        f"At the peak, in week {week}, {_children(waiting[week])};"
        f" in eight runs out of ten between {low:,} and {high:,}."
    )


def _oldest(summary: Summary) -> list[str]:
    longest = max(summary.band("oldest_wait"))
    return [f"The longest wait reaches {longest:,} days."] if longest > 1 else []


def _clears(summary: Summary, start: int) -> list[str]:
    after = summary.band("waiting")[start:]
    if after[-1] > 0:
        return [f"Children are still waiting when the {summary.weeks} weeks end."]
    last = max(week for week, children in enumerate(after) if children > 0)
    return [f"The last week in which children wait is week {start + last}."]


def _sign(summary: Summary, start: int, today: date, begins: int | None) -> str:
    half, most = summary.lead_days
    last = sign_by(summary.starts_on, start, half)
    surer = sign_by(summary.starts_on, start, most)
    words = f"To have people in post by then, the posts must be signed for by {_day(last)}"
    if surer < last:
        words += f" (by {_day(surer)} to be surer: one post in ten takes longer than {most} days to fill)"
    words += "."
    if begins is not None and last < summary.week_of(begins):
        weeks = -(-(summary.week_of(begins) - last).days // 7)
        words += f" That is {weeks} {'week' if weeks == 1 else 'weeks'} before the change begins."
    return words + (" That day has passed." if last < today else "")


def _paced(pacing: Pacing) -> str:
    words = f"Pacing the change over {pacing.over_weeks} weeks avoids it with the staff you have"
    if pacing.peak >= 0.5:
        return words + f"; on average no more than {round(pacing.peak)} would wait at any time."
    return words + "."


def _caseload(summary: Summary) -> list[str]:
    middle, high, most = (max(summary.band(name)) for name in ("caseload_p50", "caseload_p90", "caseload_max"))
    return [
        f"At its highest, half of the workers hold {middle:,} children or more, one in ten {high:,} or more, and one"
        f" {most:,}."
    ]


def week_of_the_change(scenario: Scenario) -> int | None:
    """The week in which the conversion of some source begins to change; None where it stays as it is."""
    change = change_of(scenario)
    return change[0] if change else None


def gentlest(scenario: Scenario) -> Pacing | None:
    """
    The fastest phasing of the same change that leaves nobody to speak of waiting, by the flow of averages.

    None where the scenario changes no conversion, does not make children wait, or no phasing helps.
    """
    if not _waits(scenario):
        return None
    paths = [source.conversion for source in scenario.demand.sources]
    if all(len({share for _, share in path.points}) == 1 for path in paths):
        return None
    begins = max(_last_before_the_change(path.points)[0] for path in paths)
    longest = min(SLOWEST_PHASING, int(scenario.weeks - begins) - WEEKS_SEEN_AFTER)
    for weeks in range(2, longest + 1, 2):
        paced = _over(scenario, weeks)
        if paced is not None and not _waits(paced):
            return Pacing(over_weeks=weeks, peak=max(week.waiting for week in fluid_of(paced)))
    return None


def _waits(scenario: Scenario) -> bool:
    return any(week.waiting > week.referrals * SHARE_OF_A_WEEK for week in fluid_of(scenario))


def _over(scenario: Scenario, weeks: int) -> Scenario | None:
    """Every change of conversion from its first week on, in one straight line over so many weeks; None if faster."""
    sources = []
    for source in scenario.demand.sources:
        points = source.conversion.points
        begins, last = _last_before_the_change(points), points[-1]
        if begins[1] == last[1]:
            sources.append(source)
            continue
        if last[0] - begins[0] > weeks + 1e-3:
            return None
        paced = Path(points=(points[0], begins, (begins[0] + weeks, last[1])) if begins != points[0] else (
            begins, (begins[0] + weeks, last[1])
        ))  # fmt: skip
        sources.append(replace(source, conversion=paced))
    return replace(scenario, demand=replace(scenario.demand, sources=tuple(sources)))


def _last_before_the_change(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The point at which a path leaves the value it began with."""
    level = points[0][1]
    changed = next((place for place, (_, value) in enumerate(points) if value != level), len(points))
    return points[changed - 1]
