"""Letting go of a child whose episode was closed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.audit_log.actions import note
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.allocation.waiting.actions import Episode, end_holding

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def let_go_with_the_episode(episode: Episode, *, by: User, at: datetime) -> list[Involvement]:
    """
    End the hold of a worker, or of a manager, on a child whose episode was closed: nobody changes, it is over.

    It follows from an act that was allowed, so there is no permission of its own. Where the episode is under way the
    database refuses it (hard stop 5).

    :return: the involvements that ended, so that those who saw the child through them no longer do.
    """
    held = Involvement.objects.select_for_update(of=("self",)).filter(
        referral=episode.referral_id, ended_on__isnull=True
    )
    ended = list(held)
    for involvement in ended:
        involvement.ended_on = max(local_day(at), involvement.began_on)
        involvement.save(update_fields=["ended_on"])
        note("worker let go of a closed child", by=by, at=at, subject=involvement, child_id=involvement.child_id)
    end_holding(episode, by=by, at=at)
    return ended
