"""Asking for the personal part: only ever one's own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.models import PersonalRecord

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def personal_records(*, viewer: User, on: date) -> QuerySet[PersonalRecord]:
    """
    Those of which the viewer is one of the two people, the latest first. Nobody else's, whatever their role: not a
    manager's manager's, and not an inspector's. What has been kept as long as it may be by a day is shown no more.
    """
    if not may(viewer, permissions.KEEP_PERSONAL_RECORD):
        return PersonalRecord.objects.none()
    own = Q(supervisor=viewer) | Q(worker=viewer.worker_id)
    found = PersonalRecord.objects.filter(own, kept_until__gt=on).select_related("supervisor", "worker")
    return found.order_by("-held_on", "-pk")
