"""What a planner can move: levers, pulled on a scenario to make another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from demand_engine.curves import Path, Point
from demand_engine.scenario import Outcome, Posts, Scenario, Source, Team, Wave
from demand_engine.sense import HIGHEST_CEILING, LONGEST_WEEKS, MakesNoSense, Problem

EVERY = "every"
PAST = "A change cannot start in the past, nor take less than no time: week 0 is the first."
PERMANENT_POUNDS = 1_150  # a week; ASSUMED: about £46,000 a year and a fifth on top; every authority sets its own
AGENCY_POUNDS = 1_850  # a week; ASSUMED: about £50 an hour, 37 hours


@dataclass(frozen=True, kw_only=True)
class ConversionLever:
    """Conversion moves to `to` from a week on, in a straight line over some weeks."""

    to: float
    from_week: int = 0
    over_weeks: int = 0
    source: str = EVERY


@dataclass(frozen=True, kw_only=True)
class PostsLever:
    """Posts added to a team, or to all teams in turn where `team` is EVERY."""

    number: int
    from_week: int
    team: str = EVERY
    is_agency: bool = False
    is_funded: bool = True
    until_week: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgencyLeavesLever:
    """The agency workers of a team (of all teams: EVERY) are gone from a week on, and nobody replaces them."""

    from_week: int
    team: str = EVERY


@dataclass(frozen=True, kw_only=True)
class StepDownLever:
    """Of the children an outcome would go on holding, this share steps down instead when the assessment ends."""

    outcome: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Levers:
    """
    Everything a planner has moved; nothing moved is as things are.

    :param volume: 1.1 is ten per cent more contacts.
    :param assessment_length: 0.8 makes every assessment a fifth shorter.
    :param length_after_assessment: 0.8 is a quicker step-down: what follows the assessment lasts a fifth less.
    :param ceiling_points: the ceiling of a full-time, experienced worker; others keep their proportion of it.
    """

    conversion: tuple[ConversionLever, ...] = ()
    volume: float = 1.0
    waves: tuple[Wave, ...] = ()
    assessment_length: float = 1.0
    length_after_assessment: float = 1.0
    posts: tuple[PostsLever, ...] = ()
    ceiling_points: int | None = None
    agency_leaves: tuple[AgencyLeavesLever, ...] = ()
    step_down: tuple[StepDownLever, ...] = ()

    @property
    def is_untouched(self) -> bool:
        """Whether everything is as things are."""
        return self == Levers()


def pull(scenario: Scenario, levers: Levers, *, name: str) -> Scenario:
    """
    The scenario as it would be with the levers moved.

    :raises MakesNoSense: if what comes out cannot be.
    """
    _insist_on(levers, scenario)
    demand = replace(
        scenario.demand,
        sources=tuple(_converted(source, levers) for source in scenario.demand.sources),
        waves=scenario.demand.waves + levers.waves,
    )
    work = replace(
        scenario.work,
        assessment=scenario.work.assessment.stretched(levers.assessment_length),
        outcomes=_stepped_down(
            tuple(
                replace(outcome, lasts=outcome.lasts.stretched(levers.length_after_assessment))
                for outcome in scenario.work.outcomes
            ),
            levers.step_down,
        ),
    )
    teams = _with_ceiling(_with_posts(_without_agency(scenario.teams, levers), levers), levers.ceiling_points)
    return replace(scenario, name=name, demand=demand, work=work, teams=teams)


def _insist_on(levers: Levers, scenario: Scenario) -> None:
    """What the scenario that comes out could not say: a name nobody has, a week in the past, a factor below nothing."""
    problems = (*_names(levers, scenario), *_weeks(levers), *_sizes(levers))
    if problems:
        raise MakesNoSense(problems)


def _names(levers: Levers, scenario: Scenario) -> Iterator[Problem]:
    sources = {EVERY, *(source.name for source in scenario.demand.sources)}
    teams = {EVERY, *(team.name for team in scenario.teams)}
    outcomes = {outcome.name for outcome in scenario.work.outcomes}
    named: list[tuple[str, str, set[str], list[str]]] = [
        ("conversion", "source", sources, [each.source for each in levers.conversion]),
        ("posts", "team", teams, [each.team for each in levers.posts]),
        ("agency_leaves", "team", teams, [each.team for each in levers.agency_leaves]),
        ("step_down", "outcome", outcomes, [each.outcome for each in levers.step_down]),
    ]
    for lever, kind, known, names in named:
        for name in names:
            if name not in known:
                yield _problem(lever, f"There is no {kind} called {name}.")
    yield from _nobody_to_leave(levers, scenario)


def _nobody_to_leave(levers: Levers, scenario: Scenario) -> Iterator[Problem]:
    for gone in levers.agency_leaves:
        teams = [team for team in scenario.teams if gone.team in (EVERY, team.name)]
        if teams and not any(posts.is_agency for team in teams for posts in team.posts):
            yield _problem("agency_leaves", "Nobody there is from an agency: there is nobody who could leave.")


def _weeks(levers: Levers) -> Iterator[Problem]:
    named: list[tuple[str, list[int]]] = [
        ("conversion", [week for each in levers.conversion for week in (each.from_week, each.over_weeks)]),
        ("agency_leaves", [each.from_week for each in levers.agency_leaves]),
    ]
    for name, weeks in named:
        if any(week < 0 for week in weeks):
            yield _problem(name, PAST)
    named += [
        ("posts", [week for each in levers.posts for week in (each.from_week, each.until_week or 0)]),
        ("waves", [week for each in levers.waves for week in (each.from_week, each.over_weeks)]),
    ]
    for name, weeks in named:
        if any(week > LONGEST_WEEKS for week in weeks):
            yield _problem(name, f"Week {max(weeks):,} cannot be foreseen; {LONGEST_WEEKS} is the last that can.")


def _sizes(levers: Levers) -> Iterator[Problem]:
    for name, factor in _factors(levers):
        if not 0.1 <= factor <= 10:
            yield _problem(name, f"A factor is between 0.1 and 10; {factor:g} cannot be.")
    for step in levers.step_down:
        if not 0 <= step.share <= 1:
            yield _problem("step_down", f"Between 0% and 100% of children step down; {step.share:.0%} cannot be.")
    points = levers.ceiling_points
    if points is not None and not 1 <= points <= HIGHEST_CEILING:
        yield _problem("ceiling_points", f"A ceiling is between 1 and {HIGHEST_CEILING:,}; {points:,} cannot be.")


def _factors(levers: Levers) -> tuple[tuple[str, float], ...]:
    return (
        ("volume", levers.volume), ("assessment_length", levers.assessment_length),
        ("length_after_assessment", levers.length_after_assessment),
    )  # fmt: skip


def _problem(lever: str, words: str) -> Problem:
    return Problem(where=f"levers.{lever}", words=words)


def _converted(source: Source, levers: Levers) -> Source:
    path = source.conversion
    for lever in levers.conversion:
        if lever.source in (EVERY, source.name):
            path = bent(path, to=lever.to, from_week=lever.from_week, over_weeks=lever.over_weeks)
    return replace(source, contacts_per_week=source.contacts_per_week * levers.volume, conversion=path)


def bent(path: Path, *, to: float, from_week: float, over_weeks: float) -> Path:
    """The path as it was until a week, then in a straight line to another value."""
    turn: list[Point] = [(from_week, path.at(from_week)), (from_week + over_weeks, to)] if over_weeks > 0 else [
        (from_week - 1e-6, path.at(from_week - 1e-6)), (from_week, to)
    ]  # fmt: skip
    kept = [point for point in path.points if point[0] < turn[0][0]]
    return Path(points=(*kept, *turn))


def _stepped_down(outcomes: tuple[Outcome, ...], moved: tuple[StepDownLever, ...]) -> tuple[Outcome, ...]:
    """Shares moved from outcomes that go on holding children to the one that lets go of them soonest."""
    soonest = min(outcomes, key=lambda outcome: outcome.lasts.mean_days).name if outcomes else ""
    for lever in moved:
        held = next(outcome for outcome in outcomes if outcome.name == lever.outcome)
        if held.name == soonest:
            continue
        ordinary, marginal = held.share * lever.share, _marginal(held) * lever.share
        outcomes = tuple(
            replace(outcome, share=outcome.share - ordinary, share_of_marginal=_marginal(outcome) - marginal)
            if outcome.name == held.name
            else replace(outcome, share=outcome.share + ordinary, share_of_marginal=_marginal(outcome) + marginal)
            if outcome.name == soonest
            else outcome
            for outcome in outcomes
        )
    return outcomes


def _marginal(outcome: Outcome) -> float:
    return outcome.share if outcome.share_of_marginal is None else outcome.share_of_marginal


def _without_agency(teams: tuple[Team, ...], levers: Levers) -> tuple[Team, ...]:
    """The teams with the agency posts they have ended; those a lever adds are another matter."""
    for lever in levers.agency_leaves:
        teams = tuple(
            replace(team, posts=tuple(_ended(posts, lever.from_week) for posts in team.posts))
            if lever.team in (EVERY, team.name)
            else team
            for team in teams
        )
    return teams


def _ended(posts: Posts, week: int) -> Posts:
    if not posts.is_agency or (posts.until_week is not None and posts.until_week <= week):
        return posts
    # A post that would start later, or in that very week, never starts.
    return replace(posts, is_funded=False) if posts.from_week >= week else replace(posts, until_week=week)


def _with_posts(teams: tuple[Team, ...], levers: Levers) -> tuple[Team, ...]:
    for lever in levers.posts:
        teams = tuple(
            replace(team, posts=(*team.posts, _new_posts(team, lever, number))) if number else team
            for team, number in zip(teams, _shared_out(teams, lever), strict=True)
        )
    return teams


def _shared_out(teams: tuple[Team, ...], lever: PostsLever) -> list[int]:
    """How many of the posts each team gets: all to the named one, or as evenly as they divide."""
    if lever.team != EVERY:
        return [lever.number if team.name == lever.team else 0 for team in teams]
    each, over = divmod(lever.number, len(teams))
    return [each + (place < over) for place in range(len(teams))]


def _new_posts(team: Team, lever: PostsLever, number: int) -> Posts:
    pattern = max(team.posts, key=lambda posts: posts.ceiling_points)
    return replace(
        pattern, number=number, from_week=lever.from_week, until_week=lever.until_week, is_agency=lever.is_agency,
        is_funded=lever.is_funded, pounds_per_week=AGENCY_POUNDS if lever.is_agency else PERMANENT_POUNDS,
    )  # fmt: skip


def _with_ceiling(teams: tuple[Team, ...], points: int | None) -> tuple[Team, ...]:
    if points is None:
        return teams
    highest = max(posts.ceiling_points for team in teams for posts in team.posts) or 1
    return tuple(
        replace(
            team,
            posts=tuple(
                replace(posts, ceiling_points=max(1, round(posts.ceiling_points * points / highest)))
                for posts in team.posts
            ),
        )
        for team in teams
    )
