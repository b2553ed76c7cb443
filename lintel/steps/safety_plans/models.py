from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history


@keep_history
class SafetyPlan(models.Model):
    """
    Who does what so that a child is safe now, in words, and with whom it was agreed.

    `made_at` is when it was agreed, `written_at` when somebody wrote it down. One about a child whom somebody mistook
    is withdrawn: it stays, and answers nothing.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="safety_plans")
    words = models.TextField(help_text="Who does what, so that the child is safe now.")
    made_with = models.TextField(help_text="With whom it was agreed, as the family knows them.")
    made_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(made_with=""), name="a_safety_plan_says_who_does_what_and_with_whom"
            ),
            happens_no_later_than("made_at", "written_at", name="a_safety_plan_is_made_before_it_is_written"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="a_safety_plan_is_withdrawn_by_somebody_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["child", "made_at"])]
