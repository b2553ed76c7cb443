from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Kind(models.TextChoices):
    ANNEX_A = "annex_a", "Annex A lists"
    CIN = "cin", "CIN census"
    STAFF = "staff", "Staff list"


class State(models.TextChoices):
    READING = "reading", "being read"
    READY = "ready", "read; not stored yet"
    STORING = "storing", "being stored"
    STORED = "stored", "stored"
    REFUSED = "refused", "refused"
    SET_ASIDE = "set_aside", "set aside"


class Load(models.Model):
    """A file offered for loading: what was recognised in it, and what became of it. Nothing is stored before STORED."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=255)
    stored_path = models.CharField(
        max_length=255, blank=True, default="", help_text="Within MEDIA_ROOT; emptied when done."
    )
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    offered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="loads")
    offered_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent of the present state.")
    refusal = models.TextField(blank=True, default="", help_text="A plain sentence that says what to do.")
    # What the preview shows: lists recognised, headings not recognised, first and last dates, problems by cause.
    findings = models.JSONField(default=dict)
    rows_in = models.PositiveIntegerField(null=True)
    rows_accepted = models.PositiveIntegerField(null=True)
    rows_quarantined = models.PositiveIntegerField(null=True)
    source_file = models.ForeignKey("provenance.SourceFile", null=True, on_delete=models.PROTECT, related_name="loads")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_in__isnull=True) | Q(rows_in=F("rows_accepted") + F("rows_quarantined")),
                name="rows_in_are_accepted_or_quarantined",
            ),
            models.CheckConstraint(condition=~Q(state=State.REFUSED) | ~Q(refusal=""), name="a_refused_file_says_why"),
        ]


class QuarantinedRow(models.Model):
    """A row that could not be stored, kept whole with the reasons beside it until it is mended or set aside."""

    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="quarantined")
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    cells = models.JSONField(help_text="The row as it stood in the file: heading → text.")
    reasons = models.JSONField(help_text="Each reason in plain words, with the column it is about.")
    mended_by = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="mends")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "sheet", "row"], name="a_row_is_quarantined_once"),
        ]
