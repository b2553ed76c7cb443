from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history
from lintel.steps.reopening.codes import Verdict


@keep_history
class LookBack(models.Model):
    """
    What somebody who decides says of how the last episode of a child ended: whether that was right.

    It is about the decision, never about a person. A second thought replaces it; the first stays written.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="look_backs")
    earlier = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="look_backs", help_text="The episode that ended."
    )
    verdict = models.CharField(max_length=18, choices=[(verdict, verdict) for verdict in Verdict])
    words = models.TextField(help_text="Why, in a line or two.")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["earlier"], condition=Q(replaced_at__isnull=True), name="one_answer_about_an_earlier_end_stands"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_answer_about_an_earlier_end_says_why"),
        ]
        indexes = [models.Index(fields=["child", "said_at"])]
