"""Of which child a conference may decide, and how: what holds before anything of it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences.actions import NothingSaid
from lintel.steps.conferences.models import ChildInConference, ConferenceRequest
from lintel.steps.conferences.reach import HeldAlready, locked

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheChair(Exception):
    """What a conference decided is written down by its chair."""


class NotHeldYet(Exception):
    """Nothing is decided before the conference was held."""


class DecidedAlready(Exception):
    """What was decided about this child stands; a later conference decides anew."""


class NoCategory(Exception):
    """A plan has a category of abuse; where there is no plan there is none."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided about one child, and what the child and the parents say of it, in their own words."""

    led_to_plan: bool
    because: str
    category: str = ""
    childs_view: str = ""
    parents_view: str = ""


def to_decide(part: ChildInConference, decided: Decided, *, by: User) -> ChildInConference:
    """
    A child's part that may be decided so, held until the transaction is over.

    :raises: what `decide` raises.
    """
    part = part_of(part, by)
    if part.request.held_on is None:
        raise NotHeldYet
    if not decided.because.strip():
        raise NothingSaid
    if decided.led_to_plan != (decided.category in ABUSE_CATEGORY) or (decided.category and not decided.led_to_plan):
        raise NoCategory
    return part


def part_of(part: ChildInConference, by: User) -> ChildInConference:
    """
    A child's part of a conference this person chairs, held until the transaction is over; it is not decided yet.

    :raises NotTheChair, DecidedAlready: see there.
    :raises HeldAlready, NotTheirChild: see `locked`.
    """
    request = locked(part.request, by=by, even_held=True)
    refuse_who_is_not_the_chair(request, by)
    part = ChildInConference.objects.select_related("request", "child").get(pk=part.pk)
    if part.withdrawn_at is not None:
        raise HeldAlready
    if part.conference_id is not None:
        raise DecidedAlready
    return part


def refuse_who_is_not_the_chair(request: ConferenceRequest, by: User) -> None:
    """:raises NotTheChair: if somebody else chairs this conference."""
    if request.chair_id != by.pk:
        raise NotTheChair
