from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than
from lintel.steps.front_door.codes import Concern

CONCERNS = [(concern, concern.words) for concern in Concern]


@pghistory.track(pghistory.UpdateEvent("corrected", row=pghistory.Old))
class CaseExample(models.Model):
    """One example without names: what was told, how people decided, and what is to be learned from it."""

    title = models.CharField(max_length=160)
    text = models.TextField(help_text="What was told, without names.")
    concerns = ArrayField(models.CharField(max_length=20, choices=CONCERNS), default=list)
    level = models.PositiveSmallIntegerField(help_text="What those who talked about it settled on.")
    decided = models.JSONField(default=dict, help_text="How many decided for each level before they talked.")
    rationale = models.TextField()
    annotation = models.TextField(help_text="What makes it hard, and what to look at.")
    kept_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text="") & ~Q(rationale="") & ~Q(annotation=""),
                name="an_example_says_what_was_told_and_why_it_was_decided_so",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="a_withdrawn_example_says_why",
            ),
            happens_no_later_than("kept_at", "withdrawn_at", name="an_example_is_withdrawn_after_it_is_kept"),
        ]


class ProvisionalView(models.Model):
    """What somebody thought before they looked up examples; and which they were then shown."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    level = models.PositiveSmallIntegerField(null=True)
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    shown = ArrayField(models.BigIntegerField(), default=list, help_text="The examples that were shown, in order.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_provisional_view_has_words")]
        indexes = [models.Index(fields=["contact", "written_by"])]
