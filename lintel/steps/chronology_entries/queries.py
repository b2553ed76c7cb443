"""Asking for what people added to chronologies; always only about children the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.steps.chronology_entries.models import EventChild, Mark, WrittenEvent

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def events(*, viewer: User) -> QuerySet[WrittenEvent]:
    """Every event about a child this viewer may see, and about none who is kept from them, earliest first."""
    about = EventChild.objects.filter(event=OuterRef("pk"))
    found = WrittenEvent.objects.filter(Exists(about.filter(child__in=visible_children(viewer))))
    found = found.exclude(Exists(about.filter(child__in=kept_from(viewer))))
    return found.select_related("written_by", "withdrawn_by").order_by("happened_on", "pk")


def marks_of(children: Iterable[int], *, viewer: User) -> list[Mark]:
    """Every mark on these children's chronologies, those taken back too, oldest first."""
    found = Mark.objects.filter(child__in=visible_children(viewer).filter(pk__in=set(children)))
    return list(found.select_related("marked_by", "taken_back_by").order_by("marked_at", "pk"))
