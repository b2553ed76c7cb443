"""What indicators know of supervision and of managers' decisions. Plain values, without a word of any record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lintel.oversight.supervision.rubric.rules import Agreed


class Held(NamedTuple):
    """A case supervision the supervisor signed. `is_after_call`: signed after an inspection was announced."""

    pk: int
    worker_id: int
    held_on: date
    is_late: bool
    is_after_call: bool


class Spoken(NamedTuple):
    """
    A child spoken of in a signed session; whether it was signed with a direction, and with nothing that was not only
    given again.
    """

    pk: int
    child_id: int
    held_on: date
    has_direction: bool
    is_only_again: bool


class Listed(NamedTuple):
    """A child on the list of a signed session; whether they were to be spoken of that time, and whether they were."""

    pk: int
    child_id: int
    held_on: date
    is_this_time: bool
    is_spoken_of: bool


class Given(NamedTuple):
    """A direction, by the day first agreed. `is_closed_rightly`: with evidence, or by somebody who did not give it."""

    pk: int
    child_id: int
    due_on: date
    done_on: date | None
    dropped_on: date | None
    is_closed_rightly: bool


class Share(NamedTuple):
    """Of one record, the share of sentences that ask how or why; whose it is, is known only to count heads."""

    held_on: date
    worker_id: int
    share: float


class Carried(NamedTuple):
    """
    Of one record, how many sentences stood in the child's record before; whose it is, is known only to count heads.

    Not of records that are too short, or come after one that is too short, to say so.
    """

    held_on: date
    worker_id: int
    carried: int
    sentences: int


class Wanted(NamedTuple):
    """
    Of one record, how much of what was to be done says who, what, by when and for what change (`directions`), and how
    much says less and was only a note when the supervisor signed.
    """

    held_on: date
    worker_id: int
    directions: int
    notes: int


class Rated(NamedTuple):
    """What one reader gave a record, dimension by dimension."""

    rated_on: date
    draw: int
    scores: tuple[int, ...]


class Reasoned(NamedTuple):
    """A manager's decision about a child: whether it gives a reason, and whether that reason is of this case."""

    kind: str
    pk: int
    child_id: int
    on: date
    has_reason: bool
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Supervision:
    """Everything of supervision for one viewer. What is the pair's own only where the viewer sees the whole service."""

    held: list[Held] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    rated: list[Rated] = field(default_factory=list)
    agreed: Agreed | None = None
    reasoned: list[Reasoned] = field(default_factory=list)
