"""Sending notices, and saying they were read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.models import Notice, Seen
from lintel.foundation.notices.queries import notices

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class ToNobody(Exception):
    """A notice was to be sent without saying to whom."""


@transaction.atomic
def tell(
    *, key: str, words: str, path: str, child_id: int | None = None, worker_id: int | None = None,
    team_id: int | None = None, user: User | None = None, role: Role | None = None, by: User | None, at: datetime,
) -> bool:  # fmt: skip
    """
    Tell a worker, the managers of a team, one person, or everybody with a role; told again by the same key, nothing.
    Says whether it was new.

    What is told follows from an act that was allowed, so there is no permission of its own.

    :raises ToNobody: if it is to nobody.
    """
    if not (worker_id or team_id or user or role):
        raise ToNobody
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "words": words[:300], "path": path, "child_id": child_id, "worker_id": worker_id, "team_id": team_id,
            "user": user, "role": role or "", "sent_at": at,
        },
    )  # fmt: skip
    if is_new:
        note("notice sent", by=by, at=at, subject=notice, child_id=child_id)
    return is_new


@transaction.atomic
def say_seen(pk: int, *, by: User, at: datetime) -> None:
    """Take a notice off this person's own list. One that is not theirs stays as it is."""
    notice = next((each for each in notices(viewer=by) if each.pk == pk), None)
    if notice is None:
        return
    _mark(notice, by=by, at=at)


@transaction.atomic
def say_answered(*, key: str, by: User, at: datetime) -> None:
    """Take a notice off this person's list by what it was sent for: they have done what it asked. None is no fault."""
    notice = Notice.objects.filter(key=key).first()
    if notice is not None:
        _mark(notice, by=by, at=at)


@transaction.atomic
def say_all_answered(*, key_begins: str, by: User, at: datetime) -> None:
    """Take every notice off this person's list whose key begins so: what was asked on several days is done at once."""
    for notice in notices(viewer=by):
        if notice.key.startswith(key_begins):
            _mark(notice, by=by, at=at)


@transaction.atomic
def say_over(*, key: str, by: User | None, at: datetime) -> None:
    """
    Take a notice off everybody's list, and those whose key goes on from its own after a stroke: what they asked for is
    asked of nobody any more. None is no fault.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    about_it = Q(key=key) | Q(key__startswith=f"{key}/")
    for notice in Notice.objects.select_for_update().filter(about_it, over_at__isnull=True).order_by("pk"):
        notice.over_at = at
        notice.save(update_fields=["over_at"])
        note("notice asks nothing any more", by=by, at=at, subject=notice, child_id=notice.child_id)


def _mark(notice: Notice, *, by: User, at: datetime) -> None:
    _, is_new = Seen.objects.get_or_create(notice=notice, user=by, defaults={"seen_at": at})
    if is_new:
        note("notice read", by=by, at=at, subject=notice, child_id=notice.child_id)
