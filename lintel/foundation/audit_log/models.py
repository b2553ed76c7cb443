from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from lintel.foundation.audit_log.append_only import AppendOnly


class CurrentTransaction(Func):
    """The id of the transaction that writes the row: the sealer waits until every earlier one has finished."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class OwnTransaction(Func):
    """The id of the transaction that asks, or NULL while it has written nothing."""

    template = "(pg_current_xact_id_if_assigned()::text::bigint)"
    output_field = models.BigIntegerField(null=True)


class NextTransaction(Func):
    """The first transaction id that was not given out when the question was asked."""

    template = "(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
    output_field = models.BigIntegerField()


class Entry(models.Model):
    """
    One act: somebody saw, changed, exported or was refused something.

    `at` is when it happened, as the one who did it says; `written_at` is the database's own clock.
    """

    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    child_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), db_index=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(act=""), name="an_entry_says_what_was_done")]
        indexes = [
            models.Index(fields=["child_id", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["subject_kind", "subject_id"]),
        ]
        triggers = [AppendOnly()]


class Seal(models.Model):
    """
    A batch of entries hashed onto the seal before it.

    It covers the entries of every transaction before `sealed_before` that the earlier seals did not cover.
    """

    sealed_at = models.DateTimeField()
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    sealed_before = models.BigIntegerField()
    root = models.CharField(max_length=64, unique=True)
    entries = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["previous"],
                condition=Q(previous__isnull=True),
                nulls_distinct=False,
                name="there_is_one_first_seal",
            ),
            models.CheckConstraint(condition=Q(entries__gt=0), name="a_seal_covers_at_least_one_entry"),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | Q(previous__lt=F("pk")), name="a_seal_comes_after_the_one_before"
            ),
        ]
        triggers = [AppendOnly()]


class SealedEntry(models.Model):
    """Which seal covers an entry, its place in the batch, and its own hash, so that a fault can be named."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="sealed")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="covers", db_index=False)
    position = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="a_place_in_a_seal_is_taken_once"),
        ]
        triggers = [AppendOnly()]
