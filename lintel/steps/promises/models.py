from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history


class PromiseQuerySet(models.QuerySet["Promise"]):
    def still_owed(self) -> PromiseQuerySet:
        """Neither kept, nor said why not."""
        return self.filter(kept_on__isnull=True, not_kept_on__isnull=True)


@keep_history
class Promise(models.Model):
    """
    What a worker promised a child or their family, in the worker's words, and the last day it is kept in time.

    `worker` is who made it. It stays with the child when the worker changes.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="promises")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="promises")
    words = models.TextField(help_text="What was promised, and to whom, as the worker would say it.")
    promised_on = models.DateField()
    promised_at = models.DateTimeField()
    due_on = models.DateField()
    kept_on = models.DateField(null=True)
    not_kept_on = models.DateField(null=True, help_text="The day somebody said that it would not be kept.")
    not_kept_because = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_promise_says_what_was_promised"),
            happens_no_later_than("promised_on", "due_on", name="a_promise_is_due_after_it_is_made"),
            happens_no_later_than("promised_on", "kept_on", name="a_promise_is_kept_after_it_is_made"),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | Q(not_kept_on__isnull=True),
                name="a_promise_is_kept_or_not_never_both",
            ),
            models.CheckConstraint(
                condition=Q(not_kept_on__isnull=True, not_kept_because="")
                | (Q(not_kept_on__isnull=False) & ~Q(not_kept_because="")),
                name="a_promise_that_is_not_kept_says_why",
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True, not_kept_on__isnull=True) | Q(answered_by__isnull=False),
                name="somebody_says_whether_a_promise_was_kept",
            ),
        ]
        indexes = [models.Index(fields=["child", "due_on"]), models.Index(fields=["worker"])]
