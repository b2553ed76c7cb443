"""Asking what a passage said before."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.apps import apps

from lintel.steps.assessments.models import FamilyAssessment, Passage

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def words_at(passage: Passage, *, version: int, viewer: User) -> str:
    """What a passage said in one of its versions; nothing before its first."""
    assert viewer is not None
    if version == passage.version:
        return passage.words
    said = _before().objects.filter(pgh_obj_id=passage.pk, version=version).values_list("words", flat=True).first()
    return said or ""


def ever_written(family: FamilyAssessment, *, child_id: int | None, viewer: User) -> set[tuple[str, str]]:
    """Every section of a part with every text it ever had, now or before."""
    assert viewer is not None
    mine = Passage.objects.filter(family=family, child=child_id)
    return set(mine.values_list("section", "words")) | _earlier(list(mine.values_list("pk", flat=True)))


def _earlier(passages: Collection[int]) -> set[tuple[str, str]]:
    return set(_before().objects.filter(pgh_obj_id__in=passages).values_list("section", "words"))


def _before() -> Any:
    """The table of what passages said before; pghistory makes it from the model."""
    return apps.get_model("assessments", "PassageEvent")
