"""Reading what manageable would take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from demand_engine.instant import fluid_of
from demand_engine.levers import pull
from demand_engine.question import Answer, OnAverage, Question
from demand_engine.scenario import Scenario
from demand_engine.scenario_file import built, from_plain, levers_from_plain
from demand_engine.solver import on_average
from lintel.foundation.access.permissions import require
from lintel.oversight.demand.manageable.models import PlanSought
from lintel.oversight.demand.manageable.tables import Tables, tables_of
from lintel.oversight.demand.manageable.words import at_once, in_words
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.permissions import SEE_WHAT_IFS
from lintel.oversight.demand.what_if.rules import is_broken_off

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

CEILINGS_BESIDE = (-6, -4, -2, 0, 2, 4, 6)


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    A finished answer as a page shows it.

    :param promise: what "manageable" means here, stated in full.
    :param is_of_other_levers: somebody has moved the levers since it was asked.
    """

    sentences: list[str]
    promise: str
    tables: Tables
    is_of_other_levers: bool


def last_sought(what_if: WhatIf, *, viewer: User) -> PlanSought | None:
    """
    What was asked last of a what-if, answered or not.

    :raises NotAllowed: if this person may not see what-ifs.
    """
    require(viewer, SEE_WHAT_IFS)
    return what_if.plans_sought.select_related("asked_by").order_by("-asked_at", "-pk").first()


def is_under_way(sought: PlanSought, *, viewer: User, at: datetime) -> bool:
    """Whether an answer can still be expected."""
    require(viewer, SEE_WHAT_IFS)
    return sought.finished_at is None and not is_broken_off(asked_at=sought.asked_at, at=at)


def found_of(sought: PlanSought, *, viewer: User, today: date) -> Found | None:
    """The answer in words and tables; None while there is none."""
    require(viewer, SEE_WHAT_IFS)
    if sought.answer is None:
        return None
    answer, question = built(Answer, sought.answer), built(Question, sought.question)
    return Found(
        sentences=in_words(answer, question, today=today), promise=answer.goal_in_words,
        tables=tables_of(answer, question),
        is_of_other_levers=_scenario(sought.what_if) != question.scenario,
    )  # fmt: skip


def ceiling_of(what_if: WhatIf, *, viewer: User) -> int:
    """What a full-time worker may hold in this what-if."""
    require(viewer, SEE_WHAT_IFS)
    return max(posts.ceiling_points for team in _scenario(what_if).teams for posts in team.posts)


def at_once_of(what_if: WhatIf, *, viewer: User, ceiling: int) -> tuple[str, list[tuple[int, OnAverage]]]:
    """The arithmetic of averages, without waiting: as a sentence for one ceiling, and for those around it."""
    require(viewer, SEE_WHAT_IFS)
    scenario = _scenario(what_if)
    beside = [ceiling + more for more in CEILINGS_BESIDE if ceiling + more > 0]
    peak = max(week.waiting for week in fluid_of(scenario))
    return at_once(on_average(scenario, ceiling), ceiling=ceiling, peak=peak), [
        (each, on_average(scenario, each)) for each in beside
    ]


def _scenario(asked: WhatIf) -> Scenario:
    return pull(from_plain(asked.as_things_are), levers_from_plain(asked.levers), name=asked.name)
