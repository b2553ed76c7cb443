"""Asking for records to read blind, and how far readers agree. Names of the pair are struck out before all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.models import ChildDiscussed, Direction, Rating, RubricDraw
from lintel.oversight.supervision.rubric.rules import Agreed, Scored, agreement_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

STRUCK = "▮▮▮"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A record on somebody's list to read blind: nothing of whose it is."""

    pk: int
    held_on: date


@dataclass(frozen=True, kw_only=True)
class Blind:
    """A record as a reader sees it: the words, what was agreed last time, and nobody's name."""

    pk: int
    child: int
    held_on: date
    parts: Sequence[tuple[str, str]]
    directions: Sequence[tuple[str, date, str]]
    notes: Sequence[str]
    last_time: Sequence[tuple[str, str]]


def offered(*, viewer: User) -> list[Offered]:
    """What this person may read blind, the oldest first: never of their own, never twice, only of children they see."""
    if not may(viewer, permissions.RATE_SUPERVISION):
        return []
    rows = _open_to(viewer).order_by("drawn_at", "pk").values_list("pk", "discussed__session__held_on")
    return [Offered(pk=pk, held_on=held_on) for pk, held_on in rows]


def to_read(pk: int, *, viewer: User) -> Blind:
    """
    One of them, as it was signed: what became a direction afterwards is a note in it.

    :raises NotAllowed: if this person may not read blind.
    :raises RubricDraw.DoesNotExist: if it is not on their list.
    """
    require(viewer, permissions.RATE_SUPERVISION)
    draw = _open_to(viewer).select_related("discussed__session__supervisor", "discussed__session__worker").get(pk=pk)
    said = draw.discussed
    signed_at = said.session.signatures.get(is_of_supervisor=True).signed_at
    given = list(said.directions.filter(set_at__lte=signed_at).select_related("owner").order_by("pk"))
    incomplete = said.notes.filter(Q(became__isnull=True) | Q(became__set_at__gt=signed_at))
    before = list(_of_last_time(said))
    strike = _striker([said.session.supervisor.name, said.session.worker.name, *(each.owner.name for each in given)])
    return Blind(
        pk=pk, child=said.child_id, held_on=said.session.held_on,
        parts=[
            (title, strike(words)) for title, words in (
                ("What has changed for the child", said.changed), ("How else it could be understood", said.otherwise),
                ("What was questioned", said.challenge), ("Nothing was questioned because", said.none_needed_because),
                ("The worker’s own view", said.workers_view),
            ) if words
        ],
        directions=[(strike(each.what), each.due_on, strike(each.for_what)) for each in given],
        notes=[strike(each.words) for each in incomplete.order_by("pk")],
        last_time=[(strike(each.what), _became(each, said.session.held_on)) for each in before],
    )  # fmt: skip


def agreed(*, viewer: User, on: date) -> Agreed:
    """
    How far two readers agree, by squared weighted kappa over all six dimensions. Of no record and nobody.

    :raises NotAllowed: if this person may not read blind.
    """
    require(viewer, permissions.RATE_SUPERVISION)
    ratings = Rating.objects.order_by("draw", "pk")
    scored = [Scored(draw=each.draw_id, scores=each.scores) for each in ratings]
    return agreement_of(scored, floor=all_limits().number("supervision_rubric_floor", on=on).value)


def _open_to(viewer: User) -> QuerySet[RubricDraw]:
    found = RubricDraw.objects.alias(given=Count("ratings")).filter(
        given__lt=F("readers"), discussed__child__in=visible_children(viewer)
    )
    found = found.exclude(discussed__session__supervisor=viewer).exclude(ratings__rated_by=viewer)
    return found if viewer.worker_id is None else found.exclude(discussed__session__worker=viewer.worker_id)


def _of_last_time(said: ChildDiscussed) -> QuerySet[Direction]:
    before = ChildDiscussed.objects.filter(child=said.child_id, session__held_on__lt=said.session.held_on)
    last = before.order_by("-session__held_on", "-pk").values("pk")[:1]
    return Direction.objects.filter(discussed__in=last).order_by("pk")


def _became(direction: Direction, on: date) -> str:
    if direction.done_on and direction.done_on <= on:
        return f"done on {direction.done_on:%-d %B %Y}" + (f": {direction.evidence}" if direction.evidence else "")
    return f"dropped: {direction.dropped_because}" if direction.dropped_at else "not done by then"


def _striker(names: Sequence[str]) -> Callable[[str], str]:
    """What strikes names out of words: whole, and each part of at least three letters."""
    parts = {part for name in names for part in (name, *name.split()) if len(part) >= 3}
    found = re.compile(
        rf"\b(?:{'|'.join(re.escape(part) for part in sorted(parts, key=len, reverse=True)) or '(?!)'})\b",
        re.IGNORECASE,
    )
    return lambda words: found.sub(STRUCK, words)
