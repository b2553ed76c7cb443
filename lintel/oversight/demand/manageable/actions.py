"""Seeking a plan: the question is written down, worked out beside the pages, and answered once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from demand_engine.goal import Manageable
from demand_engine.levers import pull
from demand_engine.plan import UnitCosts
from demand_engine.question import Move, Question
from demand_engine.scenario_file import built, from_plain, levers_from_plain, to_plain
from demand_engine.sense import MakesNoSense, Problem
from demand_engine.solver import solve
from demand_engine.trials import FRESH_RUNS
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.demand.manageable.models import PlanSought
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.permissions import ASK_WHAT_IF
from lintel.oversight.demand.what_if.rules import is_broken_off

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

__all__ = ["MakesNoSense", "StillSeeking", "seek", "work_out"]


class StillSeeking(Exception):
    """One search at a time for each what-if: the last is still under way."""


@transaction.atomic
def seek(
    what_if: WhatIf, *, ceiling: int, chance_accepted: float, may_move: list[str], children_waiting: int = 5,
    costs: dict[str, int] | None = None, on: date, by: User, at: datetime,
) -> PlanSought:  # fmt: skip
    """
    Ask what manageable would take, from a what-if with its levers as they are now. `work_out` answers it.

    :param chance_accepted: the share of futures in which it may still go wrong, from 0.005 to 0.5.
    :param may_move: of `demand_engine.question.Move`.
    :param costs: as `demand_engine.plan.UnitCosts` names them; what is missing is as assumed there.
    :param on: the day something would be decided.
    :raises NotAllowed: if this person may not ask what if.
    :raises MakesNoSense: if the goal cannot be.
    :raises StillSeeking: if the last search of this what-if is under way.
    """
    require(by, ASK_WHAT_IF)
    asked = WhatIf.objects.select_for_update().get(pk=what_if.pk)
    under_way = PlanSought.objects.filter(what_if=asked, finished_at__isnull=True)
    if any(not is_broken_off(asked_at=each.asked_at, at=at) for each in under_way):
        raise StillSeeking
    question = Question(
        scenario=pull(from_plain(asked.as_things_are), levers_from_plain(asked.levers), name=asked.name),
        goal=Manageable(
            ceiling_points=ceiling, chance_accepted=chance_accepted, children_waiting=children_waiting
        ),
        decided_on=on, may_move=_moves(may_move), costs=UnitCosts(**(costs or {})), seed=asked.seed,
    )  # fmt: skip
    sought = PlanSought.objects.create(what_if=asked, question=to_plain(question), asked_by=by, asked_at=at)
    note(
        "plan sought", subject=sought, by=by, at=at, what_if=asked.pk, ceiling=ceiling,
        chance_accepted=chance_accepted, may_move=may_move,
    )  # fmt: skip
    return sought


def _moves(names: list[str]) -> tuple[Move, ...]:
    unknown = sorted(set(names) - {str(move) for move in Move})
    if unknown:
        raise MakesNoSense((Problem(where="may_move", words=f"{', '.join(unknown)} cannot be moved."),))
    return tuple(move for move in Move if move in names)


def work_out(sought: PlanSought, *, by: User, at: datetime, runs: int = FRESH_RUNS) -> PlanSought:
    """
    Answer a question that was asked; a question already answered stays as it is.

    :param runs: of each validation on fresh seeds.
    :raises NotAllowed: if this person may not ask what if.
    """
    require(by, ASK_WHAT_IF)
    sought.refresh_from_db()
    if sought.finished_at is not None:
        return sought

    def tell(share: float, doing: str) -> None:
        PlanSought.objects.filter(pk=sought.pk, finished_at__isnull=True).update(
            progress=min(99, int(100 * share)), doing=doing
        )

    try:
        answer = solve(built(Question, sought.question), runs=runs, progress=tell)
    except MakesNoSense as why:  # a team grew beyond what can be, on the way to an answer
        return _finished(sought, by=by, at=at, failed=" ".join(problem.words for problem in why.problems))
    return _finished(sought, by=by, at=at, answer=to_plain(answer))


@transaction.atomic
def _finished(
    sought: PlanSought, *, by: User, at: datetime, answer: dict[str, object] | None = None, failed: str = ""
) -> PlanSought:
    locked = PlanSought.objects.select_for_update().get(pk=sought.pk)
    if locked.finished_at is None:
        locked.answer, locked.failed, locked.finished_at, locked.progress = answer, failed, at, 100
        locked.save()
        note("plan worked out", subject=locked, by=by, at=at, found=not failed)
    return locked
