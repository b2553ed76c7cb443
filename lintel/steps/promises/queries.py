"""Asking for promises; always only those to children the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.visibility import visible_children
from lintel.steps.promises.models import Promise

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def promises(*, viewer: User) -> QuerySet[Promise]:
    """Every promise to children this viewer may see, what is due first first."""
    found = Promise.objects.filter(child__in=visible_children(viewer))
    return found.select_related("worker", "child").order_by("due_on", "pk")


def owed_to(children: Iterable[int], *, viewer: User) -> list[Promise]:
    """Of these children, the promises that are neither kept nor explained, what is due first first."""
    return list(promises(viewer=viewer).filter(child__in=set(children)).still_owed())  # type: ignore[attr-defined]
