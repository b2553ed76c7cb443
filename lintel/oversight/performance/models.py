from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history


@keep_history
class ChangeRecord(models.Model):
    """Something that was changed on a day: what, when and whose decision. Drawn on every chart (S1)."""

    what = models.CharField(max_length=200)
    changed_on = models.DateField()
    decided_by = models.CharField(max_length=120, help_text="Whose decision it was: a name and a post.")
    detail = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(decided_by=""), name="a_change_says_what_and_whose_decision"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""), name="a_withdrawn_change_says_why"
            ),
        ]


@keep_history
class Rebaseline(models.Model):
    """A signed note that a chart's limits start anew on a day, and why. Limits never move without one."""

    indicator = models.CharField(max_length=8)
    starts_on = models.DateField()
    reason = models.TextField()
    signed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "starts_on"], name="a_chart_is_rebaselined_once_a_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_rebaseline_has_a_reason"),
        ]
