from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


@keep_history
class FamilyAssessment(models.Model):
    """
    One single assessment of a child, or of brothers and sisters together: what they share is written once.

    Each child's own part, clock, needs and outcome are an `Assessment`, which points here. Children may have different
    outcomes on different days.
    """

    practice_model = models.CharField(max_length=40, help_text="Code of the practice model whose prompts it follows.")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+", help_text="Its author.")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(practice_model=""), name="an_assessment_follows_a_practice_model"),
        ]


@keep_history
class Assessment(Traced):
    """
    One child's assessment. Complete when authorised; empty answers mean that the source does not say.

    `family` is empty where it was read from a file.
    """

    family = models.ForeignKey(FamilyAssessment, null=True, on_delete=models.PROTECT, related_name="assessments")
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


@keep_history
class Need(models.Model):
    """
    What one child needs, in plain words: the need, what shows it, what will be different for the child, and by when.

    A plan is built from needs, and the family's version says them again. One that is no longer true is withdrawn with
    a reason, never rubbed out.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="needs")
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="needs",
        help_text="Where it was found; empty where it came up later.",
    )  # fmt: skip
    words = models.TextField()
    evidence = models.TextField(blank=True, default="")
    different = models.TextField(blank=True, default="", help_text="What will be different for the child.")
    by_when = models.DateField(null=True)
    impact = models.TextField(blank=True, default="", help_text="What it does to the child: “When…, Mia…”.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_need_says_what_is_needed"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="a_need_is_withdrawn_with_a_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "written_at"])]
