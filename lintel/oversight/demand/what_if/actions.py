"""Asking what if: drawing a question up, moving its levers, running it and signing the answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
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
from lintel.oversight.demand.calibration.queries import own_values_in_words
from lintel.oversight.demand.what_if import permissions
from lintel.oversight.demand.what_if.models import Run, WhatIf
from lintel.oversight.demand.what_if.rules import MOST_SIDE_BY_SIDE, RUNS_TO_LOOK_AT, RUNS_TO_SIGN, is_broken_off
from lintel.oversight.demand.what_if.side_by_side import SideBySide, compared
from lintel.oversight.demand.what_if.side_by_side import to_plain as beside_each_other
from lintel.oversight.demand.what_if.summary import summarised, to_plain

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


__all__ = [
    "AlreadySigned", "AnotherAnswer", "LeversMoved", "MakesNoSense", "NameMissing", "NotTheSameChildren",
    "StillRunning", "TooFewRuns", "TooManySideBySide", "ask_to_compare", "ask_to_run", "copy", "draw_up",
    "draw_up_from_record", "mark_of", "move_levers", "run", "sign", "work_out",
]  # fmt: skip

AS_THINGS_ARE = "As things are"
MOVED_MEANWHILE = "Somebody moved the levers while it ran. Look at them, and run it again."
SIGNED_MEANWHILE = "It was signed while it ran, and keeps the answer it was signed with."


class NameMissing(Exception):
    """A what-if has a name people will know it by."""


class AlreadySigned(Exception):
    """A signed what-if never changes; draw up another."""


class LeversMoved(Exception):
    """Somebody moved the levers while it ran: run it again."""


class TooFewRuns(Exception):
    """Nothing is signed on fewer than 4,000 runs."""


class AnotherAnswer(Exception):
    """It was run again since it was read: read it again before signing."""


class StillRunning(Exception):
    """One run at a time of each what-if: the last is still under way."""


class NotTheSameChildren(Exception):
    """What starts from other records, or from another day, does not meet the same children."""


class TooManySideBySide(Exception):
    """More than four scenarios beside each other cannot be read."""


@transaction.atomic
def draw_up(
    name: str, *, as_things_are: dict[str, Any], own_values: Sequence[str] = (), by: User, at: datetime
) -> WhatIf:  # fmt: skip
    """
    Draw up a question, with no lever moved yet.

    :param as_things_are: the scenario it starts from, as `demand_engine.scenario_file` writes it down.
    :param own_values: what stands in it in place of fitted values, in words.
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
        levers=written_down(Levers()), own_values=list(own_values), drawn_up_by=by, drawn_up_at=at,
    )  # fmt: skip
    note("what-if drawn up", subject=drawn, by=by, at=at, name=drawn.name)
    return drawn


@transaction.atomic
def draw_up_from_record(
    name: str, *, on: date, weeks_ahead: int = 52, levers: dict[str, Any] | None = None, by: User, at: datetime
) -> WhatIf:
    """
    Draw up a question that starts from things as they are on a day.

    :param levers: moved at once, if any.
    :raises NotAllowed: if this person may not ask what if.
    :raises MakesNoSense: if the record holds too little, that far ahead cannot be foreseen, or the levers cannot be.
    :raises NameMissing: if it has no name.
    """
    require(by, permissions.ASK_WHAT_IF)
    found = fitted_on(viewer=by, on=on, weeks_ahead=weeks_ahead)
    own = own_values_in_words(viewer=by)
    drawn = draw_up(name, as_things_are=written_down(found.scenario), own_values=own, by=by, at=at)
    return move_levers(drawn, levers=levers, by=by, at=at) if levers else drawn


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


@transaction.atomic
def copy(what_if: WhatIf, name: str, *, by: User, at: datetime) -> WhatIf:
    """
    Draw up another question from the same things as they are, with the levers as they are in this one.

    :raises NotAllowed: if this person may not ask what if.
    :raises NameMissing: if it has no name.
    """
    require(by, permissions.ASK_WHAT_IF)
    if not name.strip():
        raise NameMissing
    # Word for word as it was kept: what an older Lintel wrote down must stay the same children.
    drawn = WhatIf.objects.create(
        name=name.strip(), starts_on=what_if.starts_on, weeks=what_if.weeks, as_things_are=what_if.as_things_are,
        levers=what_if.levers, own_values=what_if.own_values, seed=what_if.seed, drawn_up_by=by, drawn_up_at=at,
    )  # fmt: skip
    note("what-if copied", subject=drawn, by=by, at=at, name=drawn.name, copy_of=what_if.pk)
    return drawn


def run(
    what_if: WhatIf, *, runs: int, by: User, at: datetime, told: Callable[[float], None] = lambda share: None
) -> WhatIf:
    """
    Run it and keep the answer: 1,000 times to look at, 4,000 or more to sign.

    :param told: called with the share that is done, as it goes.
    :raises NotAllowed: if this person may not ask what if.
    :raises MakesNoSense: if that number of runs makes no sense.
    :raises AlreadySigned: if it is signed.
    :raises LeversMoved: if somebody moved the levers meanwhile; the answer is not kept.
    """
    require(by, permissions.ASK_WHAT_IF)
    levers = levers_from_plain(what_if.levers)
    scenario = pull(from_plain(what_if.as_things_are), levers, name=what_if.name)
    answer = to_plain(summarised(simulate(scenario, runs=runs, seed=what_if.seed, told=told)))
    with transaction.atomic():
        locked = _unsigned(what_if)
        if locked.levers != what_if.levers:
            raise LeversMoved
        if locked.runs <= runs:  # a quick look that finishes late does not take the place of an answer to be signed
            locked.answer, locked.runs = answer, runs
            locked.save(update_fields=["answer", "runs"])
        note("what-if run", subject=locked, by=by, at=at, runs=runs, seed=locked.seed)
    return locked


@transaction.atomic
def ask_to_run(what_if: WhatIf, *, runs: int, by: User, at: datetime) -> Run:
    """
    Have it run beside the pages; `work_out` does it.

    :raises NotAllowed: if this person may not ask what if.
    :raises AlreadySigned: if it is signed.
    :raises StillRunning: if it is being run with these levers.
    """
    require(by, permissions.ASK_WHAT_IF)
    locked = _unsigned(what_if)
    choice = {"name": locked.name, "levers": locked.levers}
    return _asked_for(locked, [choice], runs=runs, by=by, at=at)


@transaction.atomic
def ask_to_compare(what_if: WhatIf, *, others: Sequence[WhatIf], by: User, at: datetime) -> Run:
    """
    Have it run beside others and beside things as they are, on the same children; `work_out` does it.

    :param others: at most two more, that start from the same things as they are.
    :raises NotAllowed: if this person may not ask what if.
    :raises NotTheSameChildren: if one of them starts from something else.
    :raises TooManySideBySide: if that makes more than four.
    :raises StillRunning: if the same comparison is being made.
    """
    require(by, permissions.ASK_WHAT_IF)
    locked = WhatIf.objects.select_for_update().get(pk=what_if.pk)
    beside = [locked, *(each for each in others if each.pk != locked.pk)]
    if any((each.as_things_are, each.seed) != (locked.as_things_are, locked.seed) for each in beside):
        raise NotTheSameChildren
    if len(beside) + 1 > MOST_SIDE_BY_SIDE:
        raise TooManySideBySide
    choices = [{"name": each.name, "levers": each.levers} for each in beside]
    first = {"name": AS_THINGS_ARE, "levers": written_down(Levers())}
    return _asked_for(locked, [first, *choices], runs=RUNS_TO_LOOK_AT, by=by, at=at)


def _asked_for(what_if: WhatIf, choices: list[dict[str, Any]], *, runs: int, by: User, at: datetime) -> Run:
    for each in what_if.runs_asked_for.filter(finished_at__isnull=True, choices=choices, runs=runs):
        if not is_broken_off(asked_at=each.asked_at, at=at):
            raise StillRunning
    asked = Run.objects.create(what_if=what_if, choices=choices, runs=runs, asked_by=by, asked_at=at)
    note("what-if run asked for", subject=asked, by=by, at=at, runs=runs, choices=len(choices))
    return asked


def work_out(asked: Run, *, by: User, at: datetime) -> Run:
    """
    Make the runs that were asked for; those made already stay as they are.

    :raises NotAllowed: if this person may not ask what if.
    """
    require(by, permissions.ASK_WHAT_IF)
    asked.refresh_from_db()
    if asked.finished_at is not None:
        return asked
    try:
        if len(asked.choices) == 1:
            _run_as_asked(asked, by=by, at=at)
            return _finished(asked, by=by, at=at)
        return _finished(asked, by=by, at=at, answer=beside_each_other(_compared(asked)))
    except LeversMoved:
        return _finished(asked, by=by, at=at, failed=MOVED_MEANWHILE)
    except AlreadySigned:
        return _finished(asked, by=by, at=at, failed=SIGNED_MEANWHILE)
    except MakesNoSense as why:
        return _finished(asked, by=by, at=at, failed=" ".join(problem.words for problem in why.problems))


def _run_as_asked(asked: Run, *, by: User, at: datetime) -> None:
    what_if = WhatIf.objects.get(pk=asked.what_if_id)
    if what_if.levers != asked.choices[0]["levers"]:
        raise LeversMoved
    run(what_if, runs=asked.runs, by=by, at=at, told=_telling(asked))


def _compared(asked: Run) -> SideBySide:
    start, results = from_plain(asked.what_if.as_things_are), []
    for number, choice in enumerate(asked.choices):
        scenario = pull(start, levers_from_plain(choice["levers"]), name=choice["name"])
        told = _telling(asked, before=number / len(asked.choices), part=1 / len(asked.choices))
        results.append(simulate(scenario, runs=asked.runs, seed=asked.what_if.seed, told=told))
    return compared(results)


def _telling(asked: Run, *, before: float = 0.0, part: float = 1.0) -> Callable[[float], None]:
    """Writes down how far it has come, whenever that is another hundredth."""
    last = 0

    def told(share: float) -> None:
        nonlocal last
        done = min(99, int(100 * (before + part * share)))
        if done > last:
            last = done
            Run.objects.filter(pk=asked.pk, finished_at__isnull=True).update(progress=done)

    return told


@transaction.atomic
def _finished(
    asked: Run, *, by: User, at: datetime, answer: dict[str, Any] | None = None, failed: str = ""
) -> Run:  # fmt: skip
    locked = Run.objects.select_for_update().get(pk=asked.pk)
    if locked.finished_at is None:
        locked.answer, locked.failed, locked.finished_at, locked.progress = answer, failed, at, 100
        locked.save()
        note("what-if run finished", subject=locked, by=by, at=at, failed=failed)
    return locked


@transaction.atomic
def sign(what_if: WhatIf, *, read: str | None = None, by: User, at: datetime) -> WhatIf:
    """
    Put one's name to the answer. From then on nothing of it changes.

    :param read: `mark_of` the answer that was read, or None where it is the one in `what_if`.
    :raises NotAllowed: if this person may not sign.
    :raises AlreadySigned: if it is signed.
    :raises TooFewRuns: if it has no answer of 4,000 runs or more.
    :raises AnotherAnswer: if the answer is no longer the one that was read.
    """
    require(by, permissions.SIGN_WHAT_IF)
    locked = _unsigned(what_if)
    if locked.answer is None or locked.runs < RUNS_TO_SIGN:
        raise TooFewRuns
    if mark_of(locked) != (mark_of(what_if) if read is None else read):
        raise AnotherAnswer
    locked.signed_by, locked.signed_at = by, at
    locked.save(update_fields=["signed_by", "signed_at"])
    note("what-if signed", subject=locked, by=by, at=at, runs=locked.runs)
    return locked


def mark_of(what_if: WhatIf) -> str:
    """A mark of its levers and its answer: another mark, another answer."""
    kept = json.dumps([what_if.levers, what_if.runs, what_if.answer], sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()


def _unsigned(what_if: WhatIf) -> WhatIf:
    locked = WhatIf.objects.select_for_update().get(pk=what_if.pk)
    if locked.signed_at is not None:
        raise AlreadySigned
    return locked
