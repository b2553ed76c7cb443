from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, keep_history


@keep_history
class Visit(Traced):
    """A visit to one child. Empty answers mean that the source does not say."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="visits")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField()
    visited_at = models.DateTimeField(null=True)
    child_seen = models.BooleanField(null=True)
    seen_alone = models.BooleanField(null=True)
    is_statutory = models.BooleanField(default=False)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(seen_alone__isnull=True) | Q(seen_alone=False) | Q(child_seen=True),
                name="a_child_seen_alone_was_seen",
            ),
        ]
        indexes = [models.Index(fields=["child", "visited_on"])]
