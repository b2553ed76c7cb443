from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.examples.models import CONCERNS
from lintel.oversight.alike.reviews.codes import Half, Part


@keep_history
class Review(models.Model):
    """
    One review of the threshold: its terms, its draw, and how far it has come.

    `comparing_from` closes the first half: answers are compared from then on and no more are taken. `fresh_from` opens
    the fresh half, `fresh_until` closes it.
    """

    title = models.CharField(max_length=160)
    terms = models.TextField(help_text="Terms of reference: what is asked, and by whom.")
    ends_on = models.DateField()
    seed = models.CharField(max_length=64)
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    put_to_panel_at = models.DateTimeField(null=True, help_text="Somebody read every case and found no name in it.")
    comparing_from = models.DateTimeField(null=True)
    draft = models.ForeignKey("thresholds.ThresholdVersion", null=True, on_delete=models.PROTECT, related_name="+")
    fresh_from = models.DateTimeField(null=True)
    fresh_until = models.DateTimeField(null=True)
    learned = models.TextField(blank=True, default="")
    findings = models.JSONField(default=dict, help_text="What was found, as it was signed.")
    signed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(terms=""), name="a_review_has_terms_of_reference"),
            models.CheckConstraint(
                condition=Q(comparing_from__isnull=True) | Q(put_to_panel_at__isnull=False),
                name="a_review_is_compared_after_its_panel_decided",
            ),
            models.CheckConstraint(
                condition=Q(fresh_from__isnull=True) | Q(comparing_from__isnull=False, draft__isnull=False),
                name="a_fresh_half_is_decided_with_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(fresh_until__isnull=True) | Q(fresh_from__isnull=False),
                name="a_fresh_half_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | (Q(signed_at__isnull=False, signed_by__isnull=False, fresh_until__isnull=False) & ~Q(learned="")),
                name="a_review_is_signed_with_what_was_learned",
            ),
            happens_no_later_than("opened_at", "signed_at", name="a_review_is_signed_after_it_is_opened"),
        ]


@keep_history
class Panelist(models.Model):
    """Somebody who was asked onto the panel."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=[(part, part.words) for part in Part])
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="somebody_is_on_a_panel_once")]


@keep_history
class ReviewCase(models.Model):
    """A past contact about one child, without names and without what was decided."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    half = models.CharField(max_length=5, choices=[(half, half) for half in Half])
    decision = models.ForeignKey("front_door.Decision", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    concerns = ArrayField(models.CharField(max_length=20, choices=CONCERNS), default=list)
    doubtful = ArrayField(models.CharField(max_length=60), default=list, help_text="Words that may still be names.")
    example = models.ForeignKey("examples.CaseExample", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="a_case_has_a_number_of_its_own"),
            models.UniqueConstraint(fields=["review", "decision"], name="a_decision_is_drawn_once_for_a_review"),
        ]


class Answer(models.Model):
    """What one member of the panel decided about one case, alone. Never changed."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="answers")
    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField()
    rationale = models.TextField()
    factors = ArrayField(models.CharField(max_length=12, choices=[(f, f) for f in Factor]), default=list)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "panelist"], name="a_case_is_answered_once_by_each"),
            models.CheckConstraint(condition=~Q(rationale=""), name="an_answer_says_why"),
        ]
        triggers = [pgtrigger.Protect(name="an_answer_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]


class Discussion(models.Model):
    """What was said about a case when the panel talked; by nobody's name."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="discussions")
    words = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("noted_at", "pk")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_discussion_has_words")]
