"""A plan: posts, a slower change, shorter assessments, or some of each; what becomes of a scenario, and its cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demand_engine.curves import Path, level
from demand_engine.instant import referrals_per_week, weeks_held
from demand_engine.levers import AGENCY_POUNDS, PERMANENT_POUNDS, Levers, PostsLever, pull
from demand_engine.scenario import Policy, Scenario
from demand_engine.sense import LONGEST_WEEKS

# ASSUMED, every authority sets its own: what business support and practice help cost that make one worker's
# assessments one per cent shorter; and early help for a child who is accepted later because the change is slower.
POUNDS_PER_PER_CENT_SHORTER = 8
POUNDS_PER_CHILD_LATER = 300


@dataclass(frozen=True, kw_only=True)
class PostsNeeded:
    """
    Posts of one team whose holders start in one week.

    :param until_week: the first week they are no longer needed; None: they stay.
    :param is_agency: those needed for a time are agency posts.
    """

    team: str
    number: int
    from_week: int
    until_week: int | None = None
    is_agency: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """
    What is done.

    :param paced_over_weeks: the change of conversion in a straight line over so many weeks; None: as it stands.
    :param per_cent_shorter: assessments last so much less; 0: as they do.
    """

    posts: tuple[PostsNeeded, ...] = ()
    paced_over_weeks: int | None = None
    per_cent_shorter: int = 0

    @property
    def new_posts(self) -> int:
        """All posts of the plan, whenever they start."""
        return sum(posts.number for posts in self.posts)


@dataclass(frozen=True, kw_only=True)
class UnitCosts:
    """
    What a plan's parts cost. All ASSUMED until an authority states its own.

    :param pounds_per_week_of_post: a permanent worker, with what the employer pays on top.
    :param pounds_per_week_of_agency: an agency worker; also holds a permanent post while it is being filled.
    :param pounds_per_week_per_per_cent_shorter: for each worker in post and each per cent.
    :param pounds_per_child_later: for each child accepted later because the change is slower.
    """

    pounds_per_week_of_post: int = PERMANENT_POUNDS
    pounds_per_week_of_agency: int = AGENCY_POUNDS
    pounds_per_week_per_per_cent_shorter: int = POUNDS_PER_PER_CENT_SHORTER
    pounds_per_child_later: int = POUNDS_PER_CHILD_LATER


def at_ceiling(scenario: Scenario, ceiling_points: int) -> Scenario:
    """The scenario with the ceiling kept: no override is counted on, and no work that duty does meanwhile."""
    levelled = pull(scenario, Levers(ceiling_points=ceiling_points), name=scenario.name)
    return replace(levelled, allocation=replace(scenario.allocation, policy=Policy.STRICT))


def carried_out(scenario: Scenario, plan: Plan) -> Scenario:
    """
    The scenario with the plan in it.

    :raises MakesNoSense: if a team would have more posts than can be.
    """
    if plan.paced_over_weeks is not None:
        scenario = paced(scenario, plan.paced_over_weeks) or scenario
    levers = Levers(
        assessment_length=1 - plan.per_cent_shorter / 100,
        posts=tuple(
            PostsLever(
                number=posts.number, from_week=posts.from_week, team=posts.team, until_week=posts.until_week,
                is_agency=posts.is_agency,
            )
            for posts in plan.posts
        ),
    )  # fmt: skip
    return pull(scenario, levers, name=scenario.name)


# --- the change, and its pace -----------------------------------------------------------------------------------------


def change_of(scenario: Scenario) -> tuple[int, int] | None:
    """The week in which conversion leaves what it was and the week in which it has arrived; None if it never moves."""
    spans = [
        (_leaves(source.conversion.points)[0], source.conversion.points[-1][0])
        for source in scenario.demand.sources
        if len({share for _, share in source.conversion.points}) > 1
    ]
    if not spans:
        return None
    return max(0, round(min(first for first, _ in spans))), max(0, round(max(last for _, last in spans)))


def paced(scenario: Scenario, over_weeks: int) -> Scenario | None:
    """
    Every change of conversion, from its first week on, in one straight line over so many weeks.

    :return: None where one of them would become faster than it is.
    """
    sources = []
    for source in scenario.demand.sources:
        points = source.conversion.points
        begins, last = _leaves(points), points[-1]
        if begins[1] == last[1]:
            sources.append(source)
            continue
        if last[0] - begins[0] > over_weeks + 1e-3:
            return None
        before = () if begins == points[0] else (points[0],)
        line = Path(points=(*before, begins, (begins[0] + over_weeks, last[1])))
        sources.append(replace(source, conversion=line))
    return replace(scenario, demand=replace(scenario.demand, sources=tuple(sources)))


def _leaves(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The point at which a path leaves the value it began with."""
    before = points[0][1]
    changed = next((place for place, (_, value) in enumerate(points) if value != before), len(points))
    return points[changed - 1]


def judged(scenario: Scenario, plan: Plan) -> Scenario:
    """The scenario in which a plan is judged: a slower change until its full effect has been seen."""
    if plan.paced_over_weeks is None:
        return carried_out(scenario, plan)
    begins, _ = change_of(scenario) or (0, 0)
    return carried_out(seen_for(scenario, begins + plan.paced_over_weeks + weeks_to_settle(scenario)), plan)


def weeks_to_settle(scenario: Scenario) -> int:
    """Twice the mean weeks a child is held: by then most of a change has reached the workers."""
    return round(2 * weeks_held(scenario.work))


def unchanged(scenario: Scenario) -> Scenario:
    """The scenario without its change: conversion stays what it was."""
    sources = tuple(
        replace(source, conversion=level(source.conversion.points[0][1])) for source in scenario.demand.sources
    )
    return replace(scenario, demand=replace(scenario.demand, sources=sources))


def seen_for(scenario: Scenario, weeks: int) -> Scenario:
    """The same scenario, looked at for at least so many weeks, as far as anything can be foreseen."""
    return replace(scenario, weeks=min(LONGEST_WEEKS, max(scenario.weeks, weeks)))


# --- weeks, days and pounds -------------------------------------------------------------------------------------------


def decide_by(scenario: Scenario, posts: PostsNeeded, share_filled: float) -> date:
    """The last day to sign for posts, so that `share_filled` of them are filled when they are needed."""
    lead = scenario.staffing.time_to_replace_agency if posts.is_agency else scenario.staffing.time_to_recruit
    return scenario.starts_on + timedelta(days=7 * posts.from_week - round(lead.days_at(share_filled)))


def first_week_filled(scenario: Scenario, decided_on: date, share_filled: float, *, is_agency: bool = False) -> int:
    """The first week in which `share_filled` of the posts decided on a day have a holder; never before week 0."""
    lead = scenario.staffing.time_to_replace_agency if is_agency else scenario.staffing.time_to_recruit
    days = (decided_on - scenario.starts_on).days + round(lead.days_at(share_filled))
    return max(0, -(-days // 7))


def workers_in_post(scenario: Scenario, week: int) -> int:
    """Funded posts of a week, filled or not."""
    return sum(
        posts.number
        for team in scenario.teams
        for posts in team.posts
        if posts.is_funded and posts.from_week <= week and (posts.until_week is None or week < posts.until_week)
    )


def pounds(scenario: Scenario, plan: Plan, costs: UnitCosts, *, decided_on: date) -> int:
    """
    What a plan costs over the weeks of the scenario, beyond what there is.

    Permanent posts that are needed before they can be filled are held by agency workers until then.
    """
    filled = first_week_filled(scenario, decided_on, 0.5)
    total = sum(_pounds_of(posts, costs, filled, scenario.weeks) for posts in plan.posts)
    staff = sum(workers_in_post(scenario, week) for week in range(scenario.weeks)) + sum(
        posts.number * (min(posts.until_week or scenario.weeks, scenario.weeks) - posts.from_week)
        for posts in plan.posts
    )
    total += plan.per_cent_shorter * staff * costs.pounds_per_week_per_per_cent_shorter
    return round(total + children_later(scenario, plan) * costs.pounds_per_child_later)


def _pounds_of(posts: PostsNeeded, costs: UnitCosts, filled: int, weeks: int) -> int:
    last = min(posts.until_week or weeks, weeks)
    length = max(0, last - posts.from_week)
    by_agency = length if posts.is_agency else min(length, max(0, filled - posts.from_week))
    return posts.number * (
        by_agency * costs.pounds_per_week_of_agency + (length - by_agency) * costs.pounds_per_week_of_post
    )


def children_later(scenario: Scenario, plan: Plan) -> float:
    """Children who, over the weeks of the scenario, are not accepted in the week they would have been: a mean."""
    slower = paced(scenario, plan.paced_over_weeks) if plan.paced_over_weeks is not None else None
    if slower is None:
        return 0.0
    return sum(
        abs(referrals_per_week(scenario, week) - referrals_per_week(slower, week)) for week in range(scenario.weeks)
    )
