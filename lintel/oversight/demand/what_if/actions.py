"""Asking what if: drawing a question up, moving its levers, running it and signing the answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from demand_engine.levers import Levers, pull
from demand_engine.scenario_file import from_plain, levers_from_plain
from demand_engine.scenario_file import to_plain as written_down
from demand_engine.sense import MakesNoSense
from demand_engine.simulate import simulate
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.demand.calibration.queries import as_things_are as fitted_on
from lintel.oversight.demand.what_if import permissions
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.rules import RUNS_TO_SIGN
from lintel.oversight.demand.what_if.summary import summarised, to_plain

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


__all__ = [
    "AlreadySigned", "LeversMoved", "MakesNoSense", "NameMissing", "TooFewRuns", "draw_up", "draw_up_from_record",
    "move_levers", "run", "sign",
]  # fmt: skip


class NameMissing(Exception):
    """A what-if has a name people will know it by."""


class AlreadySigned(Exception):
    """A signed what-if never changes; draw up another."""


class LeversMoved(Exception):
    """Somebody moved the levers while it ran: run it again."""


class TooFewRuns(Exception):
    """Nothing is signed on fewer than 4,000 runs."""


@transaction.atomic
def draw_up(name: str, *, as_things_are: dict[str, Any], by: User, at: datetime) -> WhatIf:
    """
    Draw up a question, with no lever moved yet.

    :param as_things_are: the scenario it starts from, as `demand_engine.scenario_file` writes it down.
    :raises NotAllowed: if this person may not ask what if.
    :raises MakesNoSense: if the scenario cannot be.
    :raises NameMissing: if it has no name.
    """
    require(by, permissions.ASK_WHAT_IF)
    if not name.strip():
        raise NameMissing
    scenario = from_plain(as_things_are)
    drawn = WhatIf.objects.create(
        name=name.strip(), starts_on=scenario.starts_on, weeks=scenario.weeks, as_things_are=written_down(scenario),
        levers=written_down(Levers()), drawn_up_by=by, drawn_up_at=at,
    )  # fmt: skip
    note("what-if drawn up", subject=drawn, by=by, at=at, name=drawn.name)
    return drawn


def draw_up_from_record(name: str, *, on: date, weeks_ahead: int = 52, by: User, at: datetime) -> WhatIf:
    """
    Draw up a question that starts from things as they are on a day.

    :raises NotAllowed: if this person may not ask what if.
    :raises MakesNoSense: if the record holds too little, or that far ahead cannot be foreseen.
    :raises NameMissing: if it has no name.
    """
    require(by, permissions.ASK_WHAT_IF)
    found = fitted_on(viewer=by, on=on, weeks_ahead=weeks_ahead)
    return draw_up(name, as_things_are=written_down(found.scenario), by=by, at=at)


@transaction.atomic
def move_levers(what_if: WhatIf, *, levers: dict[str, Any], by: User, at: datetime) -> WhatIf:
    """
    Move the levers; the answer there was is gone.

    :param levers: as `demand_engine.scenario_file` writes levers down.
    :raises NotAllowed: if this person may not ask what if.
    :raises AlreadySigned: if it is signed.
    :raises MakesNoSense: if what comes out cannot be; nothing is changed.
    """
    require(by, permissions.ASK_WHAT_IF)
    locked = _unsigned(what_if)
    moved = levers_from_plain(levers)
    pull(from_plain(locked.as_things_are), moved, name=locked.name)
    locked.levers, locked.answer, locked.runs = written_down(moved), None, 0
    locked.save(update_fields=["levers", "answer", "runs"])
    note("levers moved", subject=locked, by=by, at=at, levers=locked.levers)
    return locked


def run(what_if: WhatIf, *, runs: int, by: User, at: datetime) -> WhatIf:
    """
    Run it and keep the answer: 1,000 times to look at, 4,000 or more to sign.

    :raises NotAllowed: if this person may not ask what if.
    :raises MakesNoSense: if that number of runs makes no sense.
    :raises AlreadySigned: if it is signed.
    :raises LeversMoved: if somebody moved the levers meanwhile; the answer is not kept.
    """
    require(by, permissions.ASK_WHAT_IF)
    levers = levers_from_plain(what_if.levers)
    scenario = pull(from_plain(what_if.as_things_are), levers, name=what_if.name)
    answer = to_plain(summarised(simulate(scenario, runs=runs, seed=what_if.seed)))
    with transaction.atomic():
        locked = _unsigned(what_if)
        if locked.levers != what_if.levers:
            raise LeversMoved
        locked.answer, locked.runs = answer, runs
        locked.save(update_fields=["answer", "runs"])
        note("what-if run", subject=locked, by=by, at=at, runs=runs, seed=locked.seed)
    return locked


@transaction.atomic
def sign(what_if: WhatIf, *, by: User, at: datetime) -> WhatIf:
    """
    Put one's name to the answer. From then on nothing of it changes.

    :raises NotAllowed: if this person may not sign.
    :raises AlreadySigned: if it is signed.
    :raises TooFewRuns: if it has no answer of 4,000 runs or more.
    """
    require(by, permissions.SIGN_WHAT_IF)
    locked = _unsigned(what_if)
    if locked.answer is None or locked.runs < RUNS_TO_SIGN:
        raise TooFewRuns
    locked.signed_by, locked.signed_at = by, at
    locked.save(update_fields=["signed_by", "signed_at"])
    note("what-if signed", subject=locked, by=by, at=at, runs=locked.runs)
    return locked


def _unsigned(what_if: WhatIf) -> WhatIf:
    locked = WhatIf.objects.select_for_update().get(pk=what_if.pk)
    if locked.signed_at is not None:
        raise AlreadySigned
    return locked
