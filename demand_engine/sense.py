"""What makes no sense in a scenario, in words for the person who typed it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demand_engine.curves import Curve
    from demand_engine.scenario import Allocation, Demand, OpenWork, Posts, Scenario, Screening, Source, Team, Work

LONGEST_WEEKS = 260
MOST_CONTACTS_PER_WEEK = 20_000
MOST_WORKERS_PER_TEAM = 1_000
HIGHEST_CEILING = 1_000
HIGHEST_POINTS = 1_000
LONGEST_DAYS, LONGEST_ASSESSMENT_DAYS = 500_000, 100_000  # at the very end of a tail; the kernel counts in 32 bits
OLDEST_DAYS = 36_500
MOST_OPEN_CHILDREN = 100_000
ALMOST_CERTAINLY = 1 - 2.0**-53


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that cannot be: where it stands, as `teams.Duty 1.posts`, and what to do about it."""

    where: str
    words: str


class MakesNoSense(ValueError):
    """The scenario cannot be; `problems` says why, one by one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{problem.where}: {problem.words}" for problem in problems))
        self.problems = problems


def insist_on(scenario: Scenario) -> None:
    """
    Refuse a scenario that makes no sense.

    :raises MakesNoSense: with everything that is wrong, not only the first.
    """
    problems = tuple(
        [*_horizon(scenario), *_demand(scenario.demand), *_screening(scenario.screening), *_work(scenario.work),
         *_allocation(scenario.allocation), *_teams(scenario), *_staffing(scenario), *_open_work(scenario)]
    )  # fmt: skip
    if problems:
        raise MakesNoSense(problems)


def insist_on_weeks(weeks: int) -> None:
    """
    Refuse to look further ahead than anything can be foreseen, before anything is worked out for so long.

    :raises MakesNoSense: saying how far one can look.
    """
    problems = tuple(_weeks(weeks))
    if problems:
        raise MakesNoSense(problems)


def _weeks(weeks: int) -> Iterator[Problem]:
    if not 1 <= weeks <= LONGEST_WEEKS:
        yield Problem(
            where="weeks", words=f"Look ahead between 1 and {LONGEST_WEEKS} weeks; {weeks:,} weeks cannot be foreseen."
        )


def _horizon(scenario: Scenario) -> Iterator[Problem]:
    yield from _weeks(scenario.weeks)
    if scenario.starts_on.weekday() != 0:
        yield Problem(where="starts_on", words="Weeks start on Mondays: choose the Monday of the first week.")


def _demand(demand: Demand) -> Iterator[Problem]:
    if not demand.sources:
        yield Problem(where="demand", words="Give at least one source of contacts.")
    names = [source.name for source in demand.sources]
    if len(set(names)) < len(names):
        yield Problem(where="demand", words="Each source needs a name of its own.")
    for source in demand.sources:
        yield from _source(source)
    yield from _rhythm(demand)
    yield from _waves(demand, names)


def _rhythm(demand: Demand) -> Iterator[Problem]:
    if len(demand.weekday_factors) != 7 or min(demand.weekday_factors) < 0 or sum(demand.weekday_factors) <= 0:
        yield Problem(where="demand.weekday_factors", words="Give seven factors, Monday to Sunday, none negative.")
    if not 1 <= demand.over_dispersion <= 50:
        yield Problem(
            where="demand.over_dispersion", words="Over-dispersion is 1 or more (1 is chance alone), up to 50."
        )
    if not -0.9 <= demand.growth_per_year <= 5:
        yield Problem(where="demand.growth_per_year", words="Growth is between -90% and +500% a year.")


def _waves(demand: Demand, names: list[str]) -> Iterator[Problem]:
    for wave in demand.waves:
        where = f"demand.waves.{wave.source}"
        if wave.source not in names:
            yield Problem(where=where, words=f"There is no source called {wave.source}.")
        if not 0 <= wave.contacts <= 100_000 or wave.over_weeks < 1 or wave.from_week < 0:
            yield Problem(
                where=where, words="A wave has contacts, starts in week 0 or later and lasts at least a week."
            )


def _source(source: Source) -> Iterator[Problem]:
    where = f"demand.sources.{source.name}"
    if not 0 <= source.contacts_per_week <= MOST_CONTACTS_PER_WEEK:
        yield Problem(where=where, words=f"Contacts a week are between 0 and {MOST_CONTACTS_PER_WEEK:,}.")
    if min(source.children_per_contact, default=-1) < 0 or not adds_to_one(source.children_per_contact):
        yield Problem(where=where, words="The shares of contacts about one child, two, three … add up to 100%.")
    for _, share in source.conversion.points:
        if not 0 <= share <= 1:
            yield Problem(
                where=f"{where}.conversion",
                words=f"Conversion is between 0% and 100%; {share:.0%} of contacts cannot be.",
            )


def _screening(screening: Screening) -> Iterator[Problem]:
    if not 1 <= screening.officers <= 500:
        yield Problem(where="screening.officers", words="Between 1 and 500 people screen contacts.")
    if not 1 <= screening.minutes_per_contact <= 480:
        yield Problem(where="screening.minutes_per_contact", words="A contact takes between 1 and 480 minutes.")
    if not 0 <= screening.opens_at_hour < screening.closes_at_hour <= 24:
        yield Problem(
            where="screening.opens_at_hour", words="The desk opens before it closes, between 0 and 24 o'clock."
        )


def _work(work: Work) -> Iterator[Problem]:
    if not work.outcomes or not adds_to_one([outcome.share for outcome in work.outcomes]):
        yield Problem(where="work.outcomes", words="The shares of what follows an assessment add up to 100%.")
    marginal = [o.share if o.share_of_marginal is None else o.share_of_marginal for o in work.outcomes]
    if not adds_to_one(marginal):
        yield Problem(where="work.outcomes", words="The shares for newly taken children add up to 100% too.")
    if min([o.share for o in work.outcomes] + marginal, default=0) < 0:
        yield Problem(where="work.outcomes", words="A share of outcomes cannot be negative.")
    if not 0 <= work.least_working_days <= 200 or not 1 <= work.deadline_working_days <= 200:
        yield Problem(where="work", words="Working days of an assessment are between 0 and 200.")
    if work.assessment.days_at(0.999) > 2_000:
        yield Problem(where="work.assessment", words="An assessment that lasts over 2,000 days cannot be followed.")
    yield from _weights_and_lengths(work)


def _weights_and_lengths(work: Work) -> Iterator[Problem]:
    points = [work.assessment_points, *(outcome.points for outcome in work.outcomes)]
    if not 0 <= min(points) <= max(points) <= HIGHEST_POINTS:
        yield Problem(where="work", words=f"A child weighs between 0 and {HIGHEST_POINTS:,} points.")
    if not 0 <= work.overload_lengthens_work <= 10:
        yield Problem(where="work", words="Overload makes work up to ten times longer, and never shorter.")
    yield from _lasting(work.assessment, "work.assessment", LONGEST_ASSESSMENT_DAYS)
    for outcome in work.outcomes:
        yield from _lasting(outcome.lasts, f"work.outcomes.{outcome.name}")


def _allocation(allocation: Allocation) -> Iterator[Problem]:
    if not adds_to_one(allocation.priority_shares) or min(allocation.priority_shares) < 0:
        yield Problem(where="allocation.priority_shares", words="The shares of the priorities add up to 100%.")
    if not 0 <= allocation.duty_does_share_of_work <= 1:
        yield Problem(where="allocation.duty_does_share_of_work", words="Duty does between 0% and 100% of the work.")
    if min(allocation.override_after_working_days, allocation.override_up_to_points) < 0:
        yield Problem(where="allocation", words="An override comes after some days and some points, not before.")
    if allocation.override_up_to_points > HIGHEST_POINTS:
        yield Problem(where="allocation", words=f"An override goes up to {HIGHEST_POINTS:,} points above the ceiling.")
    if allocation.leaves_the_line_after is not None:
        yield from _lasting(allocation.leaves_the_line_after, "allocation.leaves_the_line_after")


def _lasting(curve: Curve, where: str, longest: int = LONGEST_DAYS) -> Iterator[Problem]:
    if curve.days_at(ALMOST_CERTAINLY) > longest:
        yield Problem(
            where=where, words=f"Nothing may last longer than {longest:,} days, not even once in a very long time."
        )


def _teams(scenario: Scenario) -> Iterator[Problem]:
    names = [team.name for team in scenario.teams]
    if not names or len(set(names)) < len(names):
        yield Problem(where="teams", words="Give at least one team, and each a name of its own.")
    if names and not adds_to_one([team.share_of_referrals for team in scenario.teams]):
        yield Problem(where="teams", words="The teams' shares of referrals add up to 100%.")
    for team in scenario.teams:
        yield from _team(team)


def _team(team: Team) -> Iterator[Problem]:
    where = f"teams.{team.name}"
    if not 0 <= team.share_of_referrals <= 1:
        yield Problem(where=where, words="A team's share of referrals is between 0% and 100%.")
    if team.managers < 1:
        yield Problem(where=where, words="A team has at least one manager.")
    if not 0 < sum(posts.number for posts in team.posts) <= MOST_WORKERS_PER_TEAM:
        yield Problem(where=where, words=f"A team has between 1 and {MOST_WORKERS_PER_TEAM:,} posts.")
    for posts in team.posts:
        yield from _posts(posts, f"{where}.posts")


def _posts(posts: Posts, where: str) -> Iterator[Problem]:
    if posts.number < 0:
        yield Problem(where=where, words=f"There cannot be {posts.number} posts; to end posts, say when they end.")
    if not 0 <= posts.ceiling_points <= HIGHEST_CEILING:
        yield Problem(where=where, words=f"A ceiling is between 0 and {HIGHEST_CEILING:,}.")
    if posts.from_week < 0:
        yield Problem(where=where, words="A post cannot start in the past: week 0 is the first.")
    if posts.until_week is not None and posts.until_week <= posts.from_week:
        yield Problem(where=where, words="A post ends after it starts.")
    if posts.weeks_to_full_load < 0 or posts.pounds_per_week < 0:
        yield Problem(where=where, words="Weeks and pounds are not negative.")


def _staffing(scenario: Scenario) -> Iterator[Problem]:
    staffing = scenario.staffing
    if not (0 <= staffing.leaving_per_year <= 12 and 0 <= staffing.agency_leaving_per_year <= 12):
        yield Problem(where="staffing", words="Leaving is between 0 and 12 times a year for each post.")
    if not 0 <= staffing.sickness_share < 0.9 or staffing.sickness_days <= 0:
        yield Problem(where="staffing", words="Sickness takes less than 90% of the time, in spells of some days.")
    yield from _lasting(staffing.time_to_recruit, "staffing.time_to_recruit")
    yield from _lasting(staffing.time_to_replace_agency, "staffing.time_to_replace_agency")


def _open_work(scenario: Scenario) -> Iterator[Problem]:
    teams = {team.name for team in scenario.teams}
    stages = {"waiting", "assessment", *(outcome.name for outcome in scenario.work.outcomes)}
    for piece in scenario.open_work:
        yield from _piece(piece, teams, stages)


def _piece(piece: OpenWork, teams: set[str], stages: set[str]) -> Iterator[Problem]:
    where = f"open_work.{piece.team}"
    if piece.team not in teams:
        yield Problem(where=where, words=f"There is no team called {piece.team}.")
    if piece.stage not in stages:
        yield Problem(where=where, words=f"There is no stage called {piece.stage}.")
    if piece.children < 0 or (piece.age_days is not None and piece.age_days < 0):
        yield Problem(where=where, words="Open children and their days are not negative.")
    if piece.children > MOST_OPEN_CHILDREN or (piece.age_days or 0) > OLDEST_DAYS:
        yield Problem(
            where=where,
            words=f"At most {MOST_OPEN_CHILDREN:,} children are open in one place, for {OLDEST_DAYS:,} days.",
        )


def adds_to_one(shares: tuple[float, ...] | list[float]) -> bool:
    """Whether shares add up to 1, within what rounding to three places leaves."""
    return math.isclose(sum(shares), 1, abs_tol=0.002)
