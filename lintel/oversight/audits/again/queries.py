"""Asking whether a withdrawn audit may be given to another auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.oversight.audits import permissions
from lintel.oversight.audits.models import Audit
from lintel.oversight.audits.queries import audits

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def may_be_given_again(audit: Audit, *, viewer: User) -> bool:
    """Whether it was withdrawn and given to nobody yet, and this person planned it or leads, and knows of it."""
    plans = may(viewer, permissions.PLAN_AUDITS) and (
        audit.planned_by_id == viewer.pk or may(viewer, permissions.SEE_ALL_AUDITS)
    )
    if audit.withdrawn_at is None or not plans:
        return False
    return audits(viewer=viewer).filter(pk=audit.pk, instead__isnull=True).exists()
