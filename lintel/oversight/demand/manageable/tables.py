"""What manageable takes, as rows: the posts with their days, the ways side by side, and what delay costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from demand_engine.goal import Chance
from demand_engine.plan import Plan, PostsNeeded, decide_by
from demand_engine.question import Answer, Question


@dataclass(frozen=True, kw_only=True)
class PostsRow:
    """Posts of one team that start together, and the days by which they must be signed for."""

    team: str
    number: int
    starts_on: date
    ends_on: date | None
    is_agency: bool
    sign_by: date
    surer_by: date


@dataclass(frozen=True, kw_only=True)
class WayRow:
    """One way to the goal: what it does, how often it misses, what it costs."""

    name: str
    new_posts: int
    pace_weeks: int | None
    per_cent_shorter: int
    missed: float
    at_most: float
    runs: int
    pounds: int


@dataclass(frozen=True, kw_only=True)
class DelayRow:
    """The posts so many weeks later."""

    weeks: int
    peak_waiting: int
    child_weeks: int
    missed: float


@dataclass(frozen=True, kw_only=True)
class Tables:
    """All of them. `posts` are those of posts alone, `mixed_posts` those of the cheapest mix where it is another."""

    posts: list[PostsRow]
    mixed_posts: list[PostsRow]
    ways: list[WayRow]
    delays: list[DelayRow]
    weeks_of_cost: int


def tables_of(answer: Answer, question: Question) -> Tables:
    """The rows of an answer."""
    alone = answer.by_posts.plan if answer.by_posts else Plan()
    mixed = answer.mix.plan if answer.mix else Plan()
    return Tables(
        posts=[_posts(posts, question) for posts in _in_order(alone)],
        mixed_posts=[] if mixed == alone else [_posts(posts, question) for posts in _in_order(mixed)],
        ways=_ways(answer),
        delays=[
            DelayRow(
                weeks=delay.weeks, peak_waiting=delay.peak_waiting, child_weeks=delay.child_weeks,
                missed=delay.chance.share,
            )
            for delay in answer.delays
        ],
        weeks_of_cost=answer.weeks_of_cost,
    )  # fmt: skip


def _in_order(plan: Plan) -> list[PostsNeeded]:
    return sorted(plan.posts, key=lambda posts: (posts.from_week, posts.team))


def _posts(posts: PostsNeeded, question: Question) -> PostsRow:
    scenario = question.scenario
    ends = None if posts.until_week is None else scenario.starts_on + timedelta(weeks=posts.until_week)
    return PostsRow(
        team=posts.team, number=posts.number, starts_on=scenario.starts_on + timedelta(weeks=posts.from_week),
        ends_on=ends, is_agency=posts.is_agency, sign_by=decide_by(scenario, posts, 0.5),
        surer_by=decide_by(scenario, posts, 0.9),
    )  # fmt: skip


def _ways(answer: Answer) -> list[WayRow]:
    found = [
        ("Posts alone", answer.by_posts), ("Pacing alone", answer.by_pace),
        ("Shorter assessments alone", answer.by_shorter), ("The cheapest mix", answer.mix),
    ]  # fmt: skip
    return [
        _way(name, way.plan, way.chance, way.pounds)
        for name, way in found
        if way is not None and way.plan is not None and way.chance is not None
    ]


def _way(name: str, plan: Plan, chance: Chance, pounds: int) -> WayRow:
    return WayRow(
        name=name, new_posts=plan.new_posts, pace_weeks=plan.paced_over_weeks, per_cent_shorter=plan.per_cent_shorter,
        missed=chance.share, at_most=chance.at_most(), runs=chance.runs, pounds=pounds,
    )  # fmt: skip
