"""How far a post has come, in which order its dates may stand, and what is due next. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from lintel.foundation.workforce.codes import Stage


@dataclass(frozen=True, kw_only=True)
class Path:
    """
    The dates of one post on its way from empty to case-holding, as far as they are known.

    :param vacant_since: when it opened, or the first day its last holder was no longer there.
    :param signed_on: when the requisition was signed or, where an offer fell through since, the day it did.
    :param starts_on: the start that was agreed; `started_on` is the day somebody did start.
    """

    vacant_since: date | None = None
    signed_on: date | None = None
    advertised_on: date | None = None
    offered_on: date | None = None
    accepted_on: date | None = None
    checks_done_on: date | None = None
    starts_on: date | None = None
    started_on: date | None = None
    first_case_on: date | None = None


def marks(path: Path) -> tuple[tuple[Stage, date | None], ...]:
    """The day on which each stage was reached, in their order; None where nobody wrote it down."""
    return (
        (Stage.VACANCY, path.vacant_since), (Stage.REQUISITION, path.signed_on), (Stage.OFFER, path.offered_on),
        (Stage.CHECKS, path.accepted_on), (Stage.START, path.checks_done_on), (Stage.STARTED, path.started_on),
        (Stage.CASE_HOLDING, path.first_case_on),
    )  # fmt: skip


def stage(path: Path) -> Stage:
    """The furthest stage that was reached; an empty post of which nothing is known is a vacancy."""
    return next((reached for reached, day in reversed(marks(path)) if day is not None), Stage.VACANCY)


def since(path: Path) -> date | None:
    """The day on which the stage it is in was reached."""
    return dict(marks(path))[stage(path)]


def not_written_down(path: Path) -> list[Stage]:
    """The stages before the one it is in of which nobody wrote down when they were reached. When it fell empty is no
    stage that anybody works at."""
    order = list(Stage)
    reached = order.index(stage(path))
    return [each for each, day in marks(path) if day is None and 0 < order.index(each) < reached]


def out_of_order(path: Path) -> tuple[Stage, Stage] | None:
    """The first two stages of which the later is dated before the earlier; None where all is in order."""
    known = [(each, day) for each, day in marks(path) if day is not None and each is not Stage.VACANCY]
    return next(((one, other) for (one, before), (other, after) in pairwise(known) if after < before), None)


def steps(path: Path) -> Iterator[tuple[Stage, int]]:
    """The days from each stage to the next, where both were written down."""
    for (one, before), (_, after) in pairwise(marks(path)):
        if one is not Stage.VACANCY and before is not None and after is not None and after >= before:
            yield one, (after - before).days


def next_due(path: Path) -> str:
    """What somebody has to do next, in words."""
    match stage(path):
        case Stage.VACANCY:
            return "Have the requisition signed, or close the post"
        case Stage.REQUISITION:
            return "Make an offer" if path.advertised_on else "Advertise it, or make an offer"
        case Stage.OFFER:
            return "Hear whether they accept"
        case Stage.CHECKS:
            return "Finish the checks" if path.starts_on else "Finish the checks and agree a start"
        case Stage.START:
            return f"They start on {path.starts_on:%-d %B %Y}" if path.starts_on else "Agree a start"
        case Stage.STARTED:
            return "Their first case"
        case Stage.CASE_HOLDING:
            return ""


def as_known_on(path: Path, day: date) -> Path:
    """The path without what had not happened by the end of a day. An agreed start may lie ahead."""
    hidden = {
        name: None
        for name in (
            "vacant_since", "signed_on", "advertised_on", "offered_on", "accepted_on", "checks_done_on", "started_on",
            "first_case_on",
        )
        if (happened := getattr(path, name)) is not None and happened > day
    }  # fmt: skip
    return replace(path, **hidden)
