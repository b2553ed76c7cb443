from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


@keep_history
class Assessment(Traced):
    """One child's assessment. Complete when authorised; empty answers mean that the source does not say."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="assessments")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="assessments")
    started_on = models.DateField()
    review_on = models.DateField(null=True, help_text="The internal review point.")
    authorised_on = models.DateField(null=True)
    child_seen = models.BooleanField(null=True)
    needs_support = models.BooleanField(null=True, help_text="Whether social care support was found to be needed.")
    factors = ArrayField(models.CharField(max_length=3), default=list, help_text="CIN factors at end of assessment.")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "authorised_on", name="an_assessment_is_authorised_after_it_starts"),
        ]
        indexes = [models.Index(fields=["child", "started_on"]), models.Index(fields=["authorised_on"])]
