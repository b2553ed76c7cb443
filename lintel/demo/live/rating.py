"""Records of supervision read blind by two who see the whole service; the last few drawn still wait for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lintel.demo.chance import Chance, Shares
from lintel.foundation.access.models import User
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import RubricDraw
from lintel.oversight.supervision.rubric.actions import hand_in
from lintel.oversight.supervision.rubric.queries import offered

SEED = 1
LEFT, READ = 2, timedelta(days=5)
# What records show, by dimension: the child is there, what is agreed is clear; what became of it is not.
SHOWS = {
    Dimension.CHILD: Shares({1: 0.2, 2: 0.5, 3: 0.3}),
    Dimension.REFLECTION: Shares({0: 0.3, 1: 0.3, 2: 0.3, 3: 0.1}),
    Dimension.CHALLENGE: Shares({0: 0.2, 1: 0.3, 2: 0.4, 3: 0.1}),
    Dimension.DIRECTION: Shares({1: 0.2, 2: 0.5, 3: 0.3}),
    Dimension.FOLLOW_THROUGH: Shares({0: 0.5, 1: 0.3, 2: 0.2}),
    Dimension.SUPPORT: Shares({0: 0.3, 1: 0.5, 2: 0.2}),
}
# How often the second reader sees a step more or less than the first.
A_STEP = 0.2


def records_are_read_blind(readers: Sequence[User], *, now: datetime) -> None:
    """All that was drawn but the last few, by the first and, where two are asked for, by the second."""
    drawn = list(RubricDraw.objects.order_by("drawn_at", "pk"))
    chance, shown = Chance(SEED, "rubric"), dict[int, dict[Dimension, int]]()
    left = {each.pk for each in drawn[-LEFT:]}
    for reader in readers:
        for each in offered(viewer=reader):
            if each.pk in left:
                continue
            scores = shown.get(each.pk) or {one: chance.share(of) for one, of in SHOWS.items()}
            seen = {one: _seen(score, chance) for one, score in scores.items()} if each.pk in shown else scores
            shown[each.pk] = scores
            hand_in(each.pk, seen, by=reader, at=now - READ)


def _seen(score: int, chance: Chance) -> int:
    return min(3, max(0, score + chance.one_of((-1, 1)))) if chance.happens(A_STEP) else score
