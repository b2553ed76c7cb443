"""Asking what was said of earlier decisions; always only about children the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.steps.reopening.models import LookBack

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def look_backs_of(children: Iterable[int], *, viewer: User) -> list[LookBack]:
    """Everything said of how earlier episodes of these children ended, oldest first, replaced answers too."""
    found = LookBack.objects.filter(child__in=visible_children(viewer).filter(pk__in=set(children)))
    return list(found.select_related("said_by", "earlier").order_by("said_at", "pk"))
