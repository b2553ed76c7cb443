"""What was moved, one line for each lever, in words somebody who never saw the levers understands."""

from __future__ import annotations

from datetime import date, timedelta

from demand_engine.levers import EVERY, AgencyLeavesLever, ConversionLever, Levers, PostsLever, StepDownLever
from demand_engine.scenario import Scenario, Wave


def moved_in_words(levers: Levers, scenario: Scenario) -> list[str]:
    """
    Every lever that was moved, a sentence each; empty where nothing was.

    :param scenario: things as they are, to say what the lever is moved away from.
    """
    return [
        *(_conversion(lever, scenario) for lever in levers.conversion),
        *_volume(levers.volume),
        *(_wave(wave, scenario) for wave in levers.waves),
        *_length("Assessments take", levers.assessment_length),
        *_length("After the assessment, children stay with their worker for", levers.length_after_assessment),
        *(_posts(lever, scenario) for lever in levers.posts),
        *(_agency(lever, scenario) for lever in levers.agency_leaves),
        *_ceiling(levers.ceiling_points, scenario),
        *(_step_down(lever) for lever in levers.step_down),
    ]


def posts_added(levers: Levers) -> tuple[int, int, int]:
    """How many posts were added; how many of them are agency posts, and how many have no funding line."""
    return (
        sum(lever.number for lever in levers.posts),
        sum(lever.number for lever in levers.posts if lever.is_agency),
        sum(lever.number for lever in levers.posts if not lever.is_funded),
    )


def _conversion(lever: ConversionLever, scenario: Scenario) -> str:
    whose = "all contacts" if lever.source == EVERY else f"the contacts from {lever.source}"
    to, now = round(100 * lever.to), round(100 * _conversion_now(lever, scenario))
    begins = _day(scenario, lever.from_week)
    how = (
        f"in a straight line over {_plural(lever.over_weeks, 'week')} from {begins}" if lever.over_weeks
        else f"all at once on {begins}"
    )  # fmt: skip
    return f"{to} in 100 of {whose} become a referral instead of {now} in 100, {how}."


def _conversion_now(lever: ConversionLever, scenario: Scenario) -> float:
    """The share accepted in the week the lever begins to move it, over the sources it moves."""
    sources = [source for source in scenario.demand.sources if lever.source in (EVERY, source.name)]
    contacts = sum(source.contacts_per_week for source in sources)
    accepted = sum(source.contacts_per_week * source.conversion.at(lever.from_week) for source in sources)
    return accepted / contacts if contacts else 0.0


def _volume(factor: float) -> list[str]:
    return [f"{_changed(factor, 'more', 'fewer')} contacts come in than today."] if _is_moved(factor) else []


def _wave(wave: Wave, scenario: Scenario) -> str:
    weeks = _plural(wave.over_weeks, "week")
    return (
        f"A backlog of {_plural(round(wave.contacts), 'contact')} arrives from {wave.source}, spread over {weeks} from"
        f" {_day(scenario, wave.from_week)}."
    )


def _length(what: str, factor: float) -> list[str]:
    return [f"{what} {_changed(factor, 'more', 'less')} time than today."] if _is_moved(factor) else []


def _posts(lever: PostsLever, scenario: Scenario) -> str:
    where = "shared out over all teams" if lever.team == EVERY else f"in {lever.team}"
    kind = "more agency post" if lever.is_agency else "more post"
    until = f" until {_day(scenario, lever.until_week)}" if lever.until_week is not None else ""
    money = "" if lever.is_funded else "; without a funding line so far, so that nobody can start"
    return f"{_plural(lever.number, kind)}, {where}, from {_day(scenario, lever.from_week)}{until}{money}."


def _agency(lever: AgencyLeavesLever, scenario: Scenario) -> str:
    whose = "every team" if lever.team == EVERY else lever.team
    return f"The agency workers of {whose} leave by {_day(scenario, lever.from_week)}, and nobody replaces them."


def _step_down(lever: StepDownLever) -> str:
    return (
        f"{round(100 * lever.share)} in 100 of the children whose assessment would be followed by {lever.outcome} step"
        " down when it ends instead."
    )


def _ceiling(points: int | None, scenario: Scenario) -> list[str]:
    if points is None:
        return []
    now = max(posts.ceiling_points for team in scenario.teams for posts in team.posts)
    return [f"A full-time worker holds at most {_plural(points, 'child', 'children')} instead of {now}."]


def _is_moved(factor: float) -> bool:
    return round(100 * factor) != 100


def _changed(factor: float, more: str, less: str) -> str:
    percent = round(100 * factor) - 100
    return f"{abs(percent)}% {more if percent > 0 else less}"


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _day(scenario: Scenario, week: int) -> str:
    day: date = scenario.starts_on + timedelta(weeks=week)
    return f"{day:%-d %B %Y}"
