from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history


@keep_history
class LocalLimit(models.Model):
    """One number from one date on: a time limit (in the unit of `statute.clocks`), a ceiling, a span, a weight."""

    code = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    effective_from = models.DateField()
    source = models.CharField(max_length=200)
    reason = models.TextField()
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="a_limit_changes_once_a_day"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_limit_is_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_local_limit_has_a_reason"),
        ]
