from __future__ import annotations

from typing import TypeVar, cast

import pghistory
from django.db import models
from django.db.models import F, Q


class SourceFile(models.Model):
    """A file that records were read from. Kept for as long as any of its records."""

    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    data_until = models.DateField(null=True, help_text="The last day the file speaks of.")
    loaded_at = models.DateTimeField()
    # Who loaded it is kept in the audit log and, for files offered on screen, in `journey.imports.Load`: the record of
    # where things came from depends on nothing else.

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "sha256"], name="a_file_is_loaded_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Traced(models.Model):
    """
    A record that says where it came from and when it was written down.

    `key` is the record's natural identity across files (child, date, …): loading the same line again finds it.
    `recorded_at` is when somebody wrote it down; empty when the source does not say. It is never the time of loading.
    """

    key = models.CharField(max_length=160, unique=True)
    source_file = models.ForeignKey(SourceFile, null=True, on_delete=models.PROTECT, related_name="+")
    source_sheet = models.CharField(max_length=60, blank=True, default="")
    source_row = models.PositiveIntegerField(null=True)
    screen = models.CharField(max_length=60, blank=True, default="")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(source_file__isnull=False) & Q(source_row__isnull=False)) | ~Q(screen=""),
                name="a_%(class)s_names_its_file_or_its_screen",
            ),
        ]


def happens_no_later_than(earlier: str, later: str, *, name: str) -> models.CheckConstraint:
    """A constraint that lets `later` be empty or not before `earlier`."""
    either_is_empty = Q(**{f"{later}__isnull": True}) | Q(**{f"{earlier}__isnull": True})
    return models.CheckConstraint(condition=either_is_empty | Q(**{f"{later}__gte": F(earlier)}), name=name)


ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def keep_history(model: ModelClass) -> ModelClass:
    """Keep every version that is corrected or removed, whoever changed it and however (bulk and raw SQL included)."""
    track = pghistory.track(
        pghistory.UpdateEvent("corrected", row=pghistory.Old), pghistory.DeleteEvent("removed", row=pghistory.Old)
    )
    return cast(ModelClass, track(model))
