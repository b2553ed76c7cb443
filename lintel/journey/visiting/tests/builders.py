"""Visits to the Bells, on the path real ones take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from lintel.foundation.access.models import User
from lintel.journey.visiting.actions import Kept, visit_family
from lintel.steps.visits.codes import Seen
from lintel.steps.visits.rules import OfChild, Said
from tests.cast import NOW, Bells


def said_of_the_bells(bells: Bells, *, at: datetime = NOW, heard: str = "The house was warm.") -> Said:
    """Mia seen alone, Noah asleep, and the baby still expected."""
    children = (
        OfChild(child_id=bells.mia.pk, seen=Seen.ALONE, own_words="I sleep at Nan’s now."),
        OfChild(child_id=bells.noah.pk, seen=Seen.NOT, why_not="asleep"),
        OfChild(child_id=bells.baby.pk, seen=None, observed="All well, the midwife says."),
    )
    return Said(visited_at=at, way="home", seen_and_heard=heard, met="Ruth Bell, mother", children=children)


def said_of(children: Sequence[int], *, at: datetime = NOW, heard: str = "All were at home.") -> Said:
    """Some children, all seen."""
    seen = tuple(OfChild(child_id=pk, seen=Seen.SEEN) for pk in children)
    return Said(visited_at=at, way="home", seen_and_heard=heard, children=seen)


def bells_visited(
    bells: Bells, *, by: User, at: datetime = NOW, heard: str = "The house was warm.", sent_once: UUID | None = None
) -> Kept:
    """The Bells visited and written down at the same moment."""
    said = said_of_the_bells(bells, at=at, heard=heard)
    return visit_family(said, sent_once=sent_once or uuid4(), by=by, at=at)
