"""
What would manageable take?

A goal in, an answer out: so many posts in this team from that week; or this slower change; or assessments so much
shorter; or the cheapest mix. Each answer starts from the arithmetic of averages (shown beside it), is searched for on
one set of luck and validated on another (`trials`). What cannot be reached says why not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from demand_engine.delay import decided_when, later_by
from demand_engine.executors import Executor
from demand_engine.goal import Chance
from demand_engine.instant import (
    children_per_week,
    fluid_of,
    mean_points,
    referrals_per_week,
    weeks_held,
    workers_needed,
)
from demand_engine.mix import cheapest
from demand_engine.plan import (
    Plan,
    at_ceiling,
    change_of,
    judged,
    pounds,
    seen_for,
    unchanged,
    weeks_to_settle,
    workers_in_post,
)  # fmt: skip
from demand_engine.posts import Found, most_at_once, posts_that_do
from demand_engine.question import Answer, ByPosts, Mix, Move, OnAverage, OneWay, Question, WhyNot
from demand_engine.scenario import Scenario
from demand_engine.sense import LONGEST_WEEKS
from demand_engine.trials import FRESH_RUNS, PLAINLY, Trials, first_that

SLOWEST_PACE = 156  # weeks; a change slower than three years is another change
SLOWER_STILL = (-6, 0, 4, 8, 16, 32, 64)  # weeks around the pace that does it on average
SHORTER_TRIED = (10, 20, 30, 40)  # per cent; no plan counts on assessments shorter than that
PACES_BESIDE_POSTS = (13, 26, 52)  # weeks slower, where no pace does it alone
SHORTER_BESIDE_POSTS = (5, 10, 20)  # per cent, likewise
PARTS = (1 / 3, 2 / 3, 1)

Told = Callable[[float, str], None]


def on_average(scenario: Scenario, ceiling_points: int) -> OnAverage:
    """The instant answer: workers it takes in the long run, if the last week of the scenario went on for ever."""
    last = scenario.weeks - 1
    referrals, children = referrals_per_week(scenario, last), children_per_week(scenario, last)
    return OnAverage(
        workers=workers_needed(
            children_per_week=referrals, conversion=1.0, weeks_held=weeks_held(scenario.work),
            ceiling=ceiling_points / (mean_points(scenario.work) or 1.0),
        ),
        workers_in_post=workers_in_post(scenario, last), conversion=referrals / children if children else 0.0,
        children_per_week=children, weeks_held=weeks_held(scenario.work),
    )  # fmt: skip


def solve(
    question: Question, *, runs: int = FRESH_RUNS, executor: Executor | None = None,
    progress: Told = lambda share, doing: None,
) -> Answer:  # fmt: skip
    """
    What the goal takes.

    :param runs: of each validation on fresh seeds.
    :param progress: told the share done (0 to 1) and what is being done, before each trial.
    """
    return _Search(question, runs=runs, executor=executor, stage=_Stage(progress)).answer()


@dataclass
class _Stage:
    """Tells how far a stage has come: each trial takes a tenth of what is left of it."""

    told: Told
    start: float = 0.0
    end: float = 0.0
    doing: str = ""
    trials: int = 0

    def enter(self, start: float, end: float, doing: str) -> None:
        self.start, self.end, self.doing, self.trials = start, end, doing, 0

    def __call__(self) -> None:
        self.told(self.start + (self.end - self.start) * (1 - 0.9**self.trials), self.doing)
        self.trials += 1


class _Search:
    """One question on its way to an answer."""

    def __init__(self, question: Question, *, runs: int, executor: Executor | None, stage: _Stage) -> None:
        self.question, self.goal = question, question.goal
        self.runs, self.executor, self.stage = runs, executor, stage
        self.scenario = at_ceiling(question.scenario, question.goal.ceiling_points)
        self.trials = self._trials(self.scenario)
        self.on_average = on_average(question.scenario, question.goal.ceiling_points)

    def _trials(self, scenario: Scenario) -> Trials:
        return Trials(
            scenario, self.goal, seed=self.question.seed, runs=self.runs, executor=self.executor, tell=self.stage
        )

    def answer(self) -> Answer:
        self.stage.enter(0.0, 0.03, "Looking at things as they stand")
        start = Answer(
            goal=self.goal, goal_in_words=self.goal.in_words(self.scenario.weeks), on_average=self.on_average,
            weeks_of_cost=self.weeks_of_cost, as_it_stands=self._as_it_stands(),
        )  # fmt: skip
        if start.is_met_already:
            return start
        may = self.question.may_move
        found = self._posts() if Move.POSTS in may else None
        by_pace = self._pace() if Move.PACE in may else None
        by_shorter = self._shorter() if Move.SHORTER in may else None
        plan = found.plan if found else Plan()
        return replace(
            start, by_posts=self._by_posts(found) if found else None, by_pace=by_pace, by_shorter=by_shorter,
            posts_why_not=None if found or Move.POSTS not in may else WhyNot.NOT_ENOUGH,
            mix=self._mix(found, by_pace, by_shorter), **self._dates(plan),
        )  # fmt: skip

    def _as_it_stands(self) -> Chance:
        """Few runs where they show plainly that something must be done; as many as to validate where they do not."""
        few = self.trials.fresh(Plan(), runs=self.runs // 10)
        return few if few.at_least(PLAINLY) > self.goal.chance_accepted else self.trials.fresh(Plan(), runs=self.runs)

    # Each way alone

    def _posts(self) -> Found | None:
        self.stage.enter(0.03, 0.4, "Looking for the fewest posts")
        return posts_that_do(self.trials)

    def _by_posts(self, found: Found) -> ByPosts:
        workers, there = most_at_once(self.scenario, found.plan)
        return ByPosts(
            plan=found.plan,
            chance=found.chance,
            workers=workers,
            workers_there=there,
            at_least=found.at_least,
            pounds=self._price(found.plan),
        )

    def _pace(self) -> OneWay:
        self.stage.enter(0.4, 0.6, "Looking for the fastest pace that needs no new post")
        why_not = self._no_pace()
        if why_not is not None:
            return OneWay(why_not=why_not)
        first, slowest = self._paces()
        on_average = self._pace_on_average(first, slowest)
        weeks = [first, *(w for w in (on_average + more for more in SLOWER_STILL) if first < w <= slowest)]
        return self._one_way([Plan(paced_over_weeks=each) for each in weeks])

    def _pace_on_average(self, first: int, slowest: int) -> int:
        """The fastest pace at which hardly anybody waits by the flow of averages: the search looks around it."""
        for weeks in range(first, slowest + 1):
            plan = Plan(paced_over_weeks=weeks)
            flow = fluid_of(judged(self.scenario, plan))
            if max(week.waiting for week in flow) <= self.goal.children_waiting:
                return weeks
        return first

    def _no_pace(self) -> WhyNot | None:
        """Why slowing the change cannot do it, where that is plain before any search."""
        if change_of(self.scenario) is None:
            return WhyNot.NOTHING_CHANGES
        if not self._trials(unchanged(self.scenario)).passes(Plan()):
            return WhyNot.TOO_MANY_ALREADY
        if self.on_average.workers > self.on_average.workers_in_post:
            return WhyNot.TOO_MANY_IN_THE_END
        return None

    def _paces(self) -> tuple[int, int]:
        """The fastest pace slower than the change as it stands, and the slowest that can be looked at to its end."""
        begins, ends = change_of(self.scenario) or (0, 0)
        most = LONGEST_WEEKS - begins - weeks_to_settle(self.scenario)
        return ends - begins + 1, max(ends - begins + 1, min(SLOWEST_PACE, most))

    def _shorter(self) -> OneWay:
        self.stage.enter(0.6, 0.75, "Looking for the smallest shortening of assessments")
        return self._one_way([Plan(per_cent_shorter=each) for each in SHORTER_TRIED])

    def _one_way(self, choices: Sequence[Plan]) -> OneWay:
        """The first of ever stronger choices that does it; then everything between it and the last that did not."""
        first = next((place for place, plan in enumerate(choices) if self.trials.passes(plan)), None)
        if first is None:
            nearest = min(choices, key=lambda plan: self.trials.searched(plan).share)
            return OneWay(why_not=WhyNot.NOT_ENOUGH, nearest=nearest, nearest_chance=self.trials.searched(nearest))
        between = _between(choices[first - 1] if first else None, choices[first])
        found = first_that(lambda place: self.trials.passes(between[place]), among=len(between), near=len(between) // 2)
        stronger = [*between[found or 0 :], *choices[first + 1 :]]
        validated = self.trials.validated(stronger[:3] + stronger[4:12:2])
        if validated is None:
            return OneWay(why_not=WhyNot.NOT_BORNE_OUT)
        plan, chance = validated
        return OneWay(
            plan=plan, chance=chance, weeks_looked_at=judged(self.scenario, plan).weeks, pounds=self._price(plan)
        )

    # All together

    def _mix(self, found: Found | None, by_pace: OneWay | None, by_shorter: OneWay | None) -> Mix | None:
        self.stage.enter(0.75, 0.92, "Looking for the cheapest mix")
        alone = [(each.plan, each.chance) for each in (found, by_pace, by_shorter) if each and each.plan]
        mixed = cheapest(
            self.trials, paces=self._paces_to_mix(by_pace), shorter=self._shorter_to_mix(by_shorter),
            beta=found.beta if found else None, price=self._price,
            below=min((self._price(plan) for plan, _ in alone), default=None),
        )  # fmt: skip
        choices = [*alone, *([mixed] if mixed else [])]
        best = min(choices, key=lambda choice: self._price(choice[0]), default=None)
        if best is None or best[1] is None:
            return None
        return Mix(plan=best[0], chance=best[1], pounds=self._price(best[0]))

    def _paces_to_mix(self, by_pace: OneWay | None) -> list[int | None]:
        if by_pace is None or by_pace.why_not in (WhyNot.NOTHING_CHANGES, WhyNot.TOO_MANY_ALREADY):
            return [None]
        first, slowest = self._paces()
        if by_pace.plan and by_pace.plan.paced_over_weeks:
            more = [round((by_pace.plan.paced_over_weeks - first) * part) for part in PARTS]
        else:
            more = list(PACES_BESIDE_POSTS)
        return [None, *sorted({first + weeks for weeks in more if first + weeks <= slowest})]

    def _shorter_to_mix(self, by_shorter: OneWay | None) -> list[int]:
        if by_shorter is None:
            return [0]
        if by_shorter.plan:
            return sorted({0, *(round(by_shorter.plan.per_cent_shorter * part) for part in PARTS)})
        return [0, *SHORTER_BESIDE_POSTS]

    # Weeks and pounds

    @property
    def weeks_of_cost(self) -> int:
        """The weeks over which every plan is priced: until the slowest change would have been seen to its end."""
        if Move.PACE not in self.question.may_move or change_of(self.scenario) is None:
            return self.scenario.weeks
        first, _ = self._paces()
        begins, _ = change_of(self.scenario) or (0, 0)
        return seen_for(self.scenario, begins + first + PACES_BESIDE_POSTS[-1] + weeks_to_settle(self.scenario)).weeks

    def _price(self, plan: Plan) -> int:
        long = seen_for(self.scenario, self.weeks_of_cost)
        return pounds(long, plan, self.question.costs, decided_on=self.question.decided_on)

    def _dates(self, plan: Plan) -> dict[str, Any]:
        self.stage.enter(0.92, 1.0, "Looking at what a later decision costs")
        self.stage()
        goal, seed, executor = self.goal, self.question.seed, self.executor
        decided_on = self.question.decided_on
        return {
            "in_time": decided_when(self.scenario, plan, goal, decided_on=decided_on, seed=seed, executor=executor),
            "delays": later_by(self.scenario, plan, goal, seed=seed, executor=executor) if plan.posts else (),
        }


def _between(without: Plan | None, with_it: Plan) -> list[Plan]:
    """Every whole week or per cent from just above one plan to another."""
    if with_it.paced_over_weeks is not None:
        low = without.paced_over_weeks or 0 if without else with_it.paced_over_weeks - 1
        return [replace(with_it, paced_over_weeks=weeks) for weeks in range(low + 1, with_it.paced_over_weeks + 1)]
    low = without.per_cent_shorter if without else 0
    return [replace(with_it, per_cent_shorter=each) for each in range(low + 1, with_it.per_cent_shorter + 1)]
