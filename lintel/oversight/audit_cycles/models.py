from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history


@keep_history
class Cycle(models.Model):
    """One round of audits: what is asked, of whom, with what tool, by when; drawn by a seed anybody may use again."""

    name = models.CharField(max_length=120)
    question = models.TextField(help_text="What the service wants to know.")
    tool = models.CharField(max_length=60)
    seed = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    again_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="again")
    again_on = models.DateField(null=True, help_text="When the same question is to be audited again.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(question=""), name="a_cycle_says_what_it_asks"),
            models.CheckConstraint(condition=Q(size__gte=1), name="a_cycle_looks_at_somebody"),
        ]

    def __str__(self) -> str:
        return self.name
