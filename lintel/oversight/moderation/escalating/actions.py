"""Saying, while an audit is moderated, that the child is not safe."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import kept_from
from lintel.oversight.audits.escalating.actions import raise_unsafe
from lintel.oversight.audits.models import Audit, Escalation
from lintel.oversight.moderation import permissions
from lintel.oversight.moderation.actions import NotTheirs
from lintel.oversight.moderation.models import Moderation

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def escalate(pk: int, *, what: str, by: User, at: datetime) -> Escalation:
    """
    Say that the child is not safe now. Whoever answers for the child is told at once; the moderation stays in hand.

    :raises NotAllowed: if this person moderates nothing.
    :raises NotTheirs: if it is not in their hands.
    :raises NothingSaid, NobodyToTell, Stopped: as `raise_unsafe`.
    """
    require(by, permissions.MODERATE)
    theirs = Moderation.objects.filter(pk=pk, moderator=by, locked_at__isnull=True)
    held = theirs.exclude(audit__child__in=kept_from(by)).first()
    if held is None:
        raise NotTheirs("It is not in your hands.")
    return raise_unsafe(Audit.objects.select_for_update().get(pk=held.audit_id), what=what, by=by, at=at)
