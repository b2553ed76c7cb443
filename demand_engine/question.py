"""What the solver is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from demand_engine.delay import Delay, InTime
from demand_engine.goal import Chance, Manageable
from demand_engine.plan import Plan, UnitCosts
from demand_engine.scenario import Scenario
from demand_engine.sense import MakesNoSense, Problem


class Move(StrEnum):
    """What may be moved to reach the goal."""

    POSTS = "posts"
    PACE = "pace"
    SHORTER = "shorter"


class WhyNot(StrEnum):
    """Why one way alone does not reach the goal."""

    NOTHING_CHANGES = "nothing changes"  # conversion stays as it is: there is no change to slow down
    TOO_MANY_ALREADY = "too many already"  # children wait even without the change
    TOO_MANY_IN_THE_END = "too many in the end"  # once it has happened the workers there are cannot hold it
    NOT_ENOUGH = "not enough"  # the most of it that is tried falls short
    NOT_BORNE_OUT = "not borne out"  # the search found one, fresh seeds did not bear it out


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    What is asked.

    :param scenario: the future as it would come, with every lever already moved.
    :param decided_on: the day on which something is decided: nothing acts before it and its lead time.
    :param may_move: what the answer may use.
    :raises MakesNoSense: if nothing may be moved, or a cost is negative.
    """

    scenario: Scenario
    goal: Manageable
    decided_on: date
    may_move: tuple[Move, ...] = tuple(Move)
    costs: UnitCosts = field(default_factory=UnitCosts)
    seed: int = 1

    def __post_init__(self) -> None:
        problems = []
        if not self.may_move:
            problems.append(Problem(where="may_move", words="Choose at least one thing that may move."))
        if min(vars(self.costs).values()) < 0:
            problems.append(Problem(where="costs", words="A cost cannot be negative."))
        if problems:
            raise MakesNoSense(tuple(problems))


@dataclass(frozen=True, kw_only=True)
class OnAverage:
    """
    The arithmetic of averages, at once: what it takes in the long run, when the last week goes on for ever.

    :param workers: needed to hold everybody at the ceiling, by Little's law.
    :param workers_in_post: funded posts of that week.
    :param conversion: share of children in contacts who are referred in that week.
    """

    workers: int
    workers_in_post: int
    conversion: float
    children_per_week: float
    weeks_held: float


@dataclass(frozen=True, kw_only=True)
class ByPosts:
    """
    Posts that do it.

    :param workers: most in post in any week with the plan, and `workers_there` without it in the same week.
    :param at_least: the fewest new posts that fresh seeds do not plainly refuse: the answer lies between these and
        `plan.new_posts`, which surely does.
    """

    plan: Plan
    chance: Chance
    workers: int
    workers_there: int
    at_least: int
    pounds: int


@dataclass(frozen=True, kw_only=True)
class OneWay:
    """
    The pace or the shortening that does it alone, or why none does.

    :param weeks_looked_at: a slower change is looked at until its full effect has been seen.
    :param nearest: where none does: what came nearest of what was tried, and how often it missed the goal.
    """

    plan: Plan | None = None
    chance: Chance | None = None
    weeks_looked_at: int = 0
    pounds: int = 0
    why_not: WhyNot | None = None
    nearest: Plan | None = None
    nearest_chance: Chance | None = None


@dataclass(frozen=True, kw_only=True)
class Mix:
    """The cheapest plan found at the stated costs; what may be moved alone is among those compared."""

    plan: Plan
    chance: Chance
    pounds: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """
    What manageable takes. A way that was not asked about is None.

    :param as_it_stands: how often the goal is missed if nothing is done.
    :param goal_in_words: what was promised, as one sentence.
    :param weeks_of_cost: every plan is priced over these weeks: long enough to see a slower change to its end.
    :param delays: the posts, later and later: what each week of delay costs.
    :param in_time: what a decision of the day asked can still reach, and what it cannot.
    """

    goal: Manageable
    goal_in_words: str
    on_average: OnAverage
    weeks_of_cost: int
    as_it_stands: Chance
    by_posts: ByPosts | None = None
    posts_why_not: WhyNot | None = None
    by_pace: OneWay | None = None
    by_shorter: OneWay | None = None
    mix: Mix | None = None
    delays: tuple[Delay, ...] = ()
    in_time: InTime | None = None

    @property
    def is_met_already(self) -> bool:
        """Whether nothing needs to be done."""
        return self.as_it_stands.at_most() <= self.goal.chance_accepted
