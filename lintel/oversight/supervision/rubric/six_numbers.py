"""What a reader gives a record, and an observer a talk: the same six numbers, in the database as well."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.oversight.supervision.codes import Dimension


class SixNumbers(models.Model):
    """Each of the six dimensions, from 0 to 3."""

    child = models.PositiveSmallIntegerField()
    reflection = models.PositiveSmallIntegerField()
    challenge = models.PositiveSmallIntegerField()
    direction = models.PositiveSmallIntegerField()
    follow_through = models.PositiveSmallIntegerField()
    support = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True

    @property
    def scores(self) -> tuple[int, ...]:
        """In the order of `Dimension`."""
        return tuple(int(getattr(self, each)) for each in Dimension)


def from_nought_to_three(what: str = "") -> list[models.BaseConstraint]:
    """That no dimension is given more than 3; `what` is rated begins each name."""
    return [
        models.CheckConstraint(condition=Q(**{f"{each}__lte": 3}), name=f"{what}{each}_is_rated_from_nought_to_three")
        for each in Dimension
    ]
