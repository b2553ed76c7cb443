"""Asking for practice models. They name nobody; the viewer is asked for because they are part of assessments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.steps.assessments.models import PracticeChoice, PracticeModel
from lintel.steps.assessments.practice.reading import FIRST, Practice, from_rows, shipped

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def practice_models(*, viewer: User) -> list[Practice]:
    """Every practice model that can be chosen: those in the record and those shipped, by name."""
    assert viewer is not None
    found = dict(shipped())
    for row in PracticeModel.objects.order_by("pk"):
        found[row.key] = from_rows(row.key, row.name, row.about, row.sections)
    return sorted(found.values(), key=lambda each: (each.name, each.key))


def practice_called(key: str, *, viewer: User) -> Practice:
    """The practice model with this key, as it was laid down."""
    assert viewer is not None
    row = PracticeModel.objects.filter(key=key).first()
    return from_rows(row.key, row.name, row.about, row.sections) if row else shipped()[key]


def practice_in_force(*, viewer: User, on: date) -> Practice:
    """The practice model that an assessment begun on this day follows."""
    return next(
        (
            from_rows(each.model.key, each.model.name, each.model.about, each.model.sections)
            for each in choices(viewer=viewer)
            if each.in_force_from <= on
        ),
        None,
    ) or practice_called(FIRST, viewer=viewer)


def choices(*, viewer: User) -> list[PracticeChoice]:
    """What was chosen, the last to come into force first; of two for one day, the one chosen last."""
    assert viewer is not None
    return list(
        PracticeChoice.objects.select_related("model", "chosen_by").order_by("-in_force_from", "-chosen_at", "-pk")
    )
