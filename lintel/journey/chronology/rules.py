"""What a line of the chronology is, and in which order lines stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One thing that happened. `until` is the first day it no longer held; None for an event or what still holds.

    `lasts` is true for what has a length (an episode, a plan), so that "still open" can be told from "a single day".
    """

    on: date
    what: str
    detail: str = ""
    lasts: bool = False
    until: date | None = None
    came_from: str = ""
    step: str = ""
    pk: int = 0


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Newest first; on one day in the order of the journey, so that a contact stands below the referral it led to."""
    steps = (
        "contact", "early_help", "referral", "allocation", "assessment", "enquiry", "conference", "plan", "visit",
        "promise",
    )  # fmt: skip
    rank = {step: number for number, step in enumerate(steps)}
    return sorted(lines, key=lambda line: (line.on, rank.get(line.step, 0), line.pk), reverse=True)


def as_at(lines: Iterable[Line], day: date) -> list[Line]:
    """The chronology as it stood at the end of a day: nothing later, and nothing ended that had not ended yet."""
    return [line if line.until is None or line.until <= day else _still_open(line) for line in lines if line.on <= day]


def _still_open(line: Line) -> Line:
    return Line(**{**line.__dict__, "until": None})
