"""Saying whether the last time ended rightly."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.steps.reopening import permissions
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheirChild(Exception):
    """Somebody looks back only at children they may see."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NotEnded(Exception):
    """What has not ended is not the last time."""


@transaction.atomic
def look_back(
    *, child_id: int, earlier_id: int, has_ended: bool, verdict: Verdict, words: str, by: User, at: datetime
) -> LookBack:
    """
    Say whether the way an earlier episode ended was right. A second thought replaces the first, which stays written.

    :param has_ended: whether the episode ended, as the journey reads it off the referral.
    :raises NotAllowed: if this person decides nothing.
    :raises NotTheirChild, NothingSaid, NotEnded: see there.
    """
    require(by, permissions.LOOK_BACK)
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
    standing = LookBack.objects.select_for_update().filter(earlier=earlier_id, replaced_at__isnull=True).first()
    if not has_ended:
        raise NotEnded
    if not words.strip():
        raise NothingSaid
    if standing is not None:
        standing.replaced_at = at
        standing.save(update_fields=["replaced_at"])
    made = LookBack.objects.create(
        child_id=child_id, earlier_id=earlier_id, verdict=verdict, words=words.strip(), said_at=at, said_by=by
    )
    note("earlier decision looked back at", by=by, at=at, subject=made, child_id=child_id, verdict=verdict)
    return made
