"""Writing to the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from lintel.foundation.audit_log.models import Entry

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def note(
    act: str,
    *,
    by: User | None,
    at: datetime,
    subject: models.Model | None = None,
    child_id: int | None = None,
    **details: Any,
) -> Entry:
    """
    Write down one act, in the transaction of the act itself.

    :param act: what was done, in words: "contact decided", "list opened", "refused: decide a contact".
    :param by: who did it; None only where nobody is signed in (a refused sign-in).
    :param child_id: the child concerned, when there is one, so that their whole trail can be found.
    """
    return Entry.objects.create(
        act=act,
        by=by,
        at=at,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        child_id=child_id,
        details=details,
    )
