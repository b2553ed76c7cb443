"""Asking for flags of drift: always only those of children the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.drift import permissions
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.models import Flag

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class OpenFlag:
    """An open flag in words: the rule, since when work stands still, and the sentence that says so."""

    flag: int
    rule: str
    since: date
    sentence: str
    no_longer_since: date | None


def flags(*, viewer: User) -> QuerySet[Flag]:
    """Every flag of children this viewer may see, those that want an answer first, the longest standing first."""
    if not may(viewer, permissions.SEE_FLAGS):
        return Flag.objects.none()
    found = Flag.objects.filter(child__in=visible_children(viewer))
    people = ("owner", "chair", "team", "answered_by")
    return found.select_related(*people).order_by(F("answered_at").desc(nulls_first=True), "since", "pk")


def open_flags_of(child_ids: Iterable[int], *, viewer: User, at: datetime) -> dict[int, list[OpenFlag]]:
    """By child, the flags that stood open at a moment, the longest standing first; children without one are left out."""
    wanted = set(child_ids)
    if not wanted:
        return {}
    found: dict[int, list[OpenFlag]] = {}
    stood = flags(viewer=viewer).filter(child__in=wanted, raised_at__lte=at).exclude(answered_at__lte=at)
    for flag in stood.order_by("since", "pk"):
        found.setdefault(flag.child_id, []).append(
            OpenFlag(
                flag=flag.pk, rule=Rule(flag.rule).title, since=flag.since, sentence=flag.sentence,
                no_longer_since=flag.no_longer_since,
            )
        )  # fmt: skip
    return found
