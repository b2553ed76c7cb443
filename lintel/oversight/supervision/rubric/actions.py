"""Drawing records at the last signature, and handing in what one reader gave."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.oversight.alike.second_looks.rules import is_drawn
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import Rating, RubricDraw, RubricSeed, SupervisionSession
from lintel.oversight.supervision.rubric import queries


class NotOnTheirList(Exception):
    """It is not this person's to read: their own, read enough already, or of a child they may not see."""


class NotAllRated(Exception):
    """Each of the six dimensions has a number from 0 to 3."""


def draw_of(session: SupervisionSession, *, by: User, at: datetime) -> int:
    """
    Draw from the records of a session that both have signed; how many. The same are drawn however often it is asked.

    It follows from a signature, so there is no permission of its own; the log has how many, and not which.
    """
    seed, limits = _seed(at), all_limits()
    share = limits.number("supervision_rubric_share", on=session.held_on).value
    both = limits.number("supervision_two_raters", on=session.held_on).value
    drawn = [
        RubricDraw(discussed_id=pk, readers=2 if is_drawn(pk, seed=f"{seed}:two", chance=both) else 1, drawn_at=at)
        for pk in session.children.order_by("pk").values_list("pk", flat=True)
        if is_drawn(pk, seed=seed, chance=share)
    ]
    RubricDraw.objects.bulk_create(drawn, ignore_conflicts=True)
    if drawn:
        note("records of supervision drawn", by=None, at=at, drawn=len(drawn))
    return len(drawn)


@transaction.atomic
def hand_in(pk: int, scores: Mapping[Dimension, int], *, by: User, at: datetime) -> Rating:
    """
    Lock what one reader gave a record.

    :raises NotAllowed: if this person may not read blind.
    :raises NotAllRated: if a dimension has no number from 0 to 3.
    :raises NotOnTheirList: if it is not theirs to read.
    """
    require(by, permissions.RATE_SUPERVISION)
    if set(scores) != set(Dimension) or not all(0 <= score <= 3 for score in scores.values()):
        raise NotAllRated
    draw = RubricDraw.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if draw is None or all(each.pk != pk for each in queries.offered(viewer=by)):
        raise NotOnTheirList
    given = Rating.objects.create(
        draw=draw, rated_by=by, rated_at=at, **{str(each): score for each, score in scores.items()}
    )
    note("record of supervision read blind", by=by, at=at, subject=draw, child_id=draw.discussed.child_id)
    return given


def _seed(at: datetime) -> str:
    found = RubricSeed.objects.order_by("pk").first()
    if found is None:
        found = RubricSeed.objects.create(seed=secrets.token_hex(16), made_at=at)
    return found.seed
