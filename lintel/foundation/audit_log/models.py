from __future__ import annotations

from django.db import models
from django.db.models import Func


class CurrentTransaction(Func):
    """The id of the transaction that writes the row: the sealer waits until every earlier one has finished."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Entry(models.Model):
    """One act: somebody saw, changed, exported or was refused something."""

    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    child_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        indexes = [
            models.Index(fields=["child_id", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["subject_kind", "subject_id"]),
        ]


class Seal(models.Model):
    """A batch of entries hashed onto the seal before it."""

    sealed_at = models.DateTimeField()
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    root = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()


class SealedEntry(models.Model):
    """Which seal covers an entry, and where in the batch it stands."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="sealed")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="covers")
    position = models.PositiveIntegerField()
