from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.oversight.reading.codes import Differently, Measure

MEASURES = [(measure.value, measure.title) for measure in Measure]
IS_A_CORRELATION = Q(agreement__gte=-1, agreement__lte=1)


class ReadingSwitch(models.Model):
    """A measure was switched on or off for everybody; the latest holds. Without one it is off."""

    measure = models.CharField(max_length=12, choices=MEASURES)
    is_on = models.BooleanField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class ValidationRecord(models.Model):
    """
    What came of holding a measure against people who rated the same texts; signed. The latest holds, good or bad.

    The texts themselves are not kept.
    """

    measure = models.CharField(max_length=12, choices=MEASURES)
    what = models.TextField(help_text="Which texts, rated by whom, and how.")
    rated_on = models.DateField()
    texts = models.PositiveIntegerField()
    raters = models.PositiveIntegerField()
    agreement = models.FloatField(help_text="Spearman’s rank correlation with the mean of the raters.")
    groups = models.JSONField(default=dict, help_text="The same for each group of children, by name.")
    known_failures = models.TextField()
    lists_version = models.CharField(max_length=8, help_text="The version of the word lists it was rated with.")
    signed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(known_failures=""), name="a_validation_record_says_what_was_rated_and_fails"
            ),
            models.CheckConstraint(condition=IS_A_CORRELATION, name="agreement_lies_between_minus_one_and_one"),
        ]


class SeenDifferently(models.Model):
    """
    A writer sees a sentence differently from a measure. Of the sentence only a digest is kept, and with the writer's
    own key, so that nobody can tell whether two people wrote the same.
    """

    measure = models.CharField(max_length=12, choices=MEASURES)
    mark = models.CharField(max_length=64)
    because = models.CharField(max_length=30, choices=[(each.value, each.words) for each in Differently])
    lists_version = models.CharField(max_length=8)
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["said_by", "measure", "mark"], name="a_sentence_is_seen_differently_once_by_one_writer"
            ),
        ]


class AssessmentRead(models.Model):
    """
    The bars of one child's authorised assessment, kept for the whole service together: no screen shows those of one.

    With other word lists it is read anew; bars found with different lists are never ranked together.
    """

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="read_as")
    bars = ArrayField(
        models.FloatField(),
        size=4,
        null=True,
        help_text="Each as a share; empty for an unborn child, who says nothing.",
    )
    lists_version = models.CharField(max_length=8)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(bars__isnull=True) | Q(bars__len=4), name="an_assessment_that_was_read_has_four_bars"
            ),
        ]


class SiblingsRead(models.Model):
    """Whether the own parts of brothers and sisters are each their own, once all are authorised; empty if too short."""

    family = models.OneToOneField("assessments.FamilyAssessment", on_delete=models.PROTECT, related_name="read_as")
    are_distinct = models.BooleanField(null=True)
    lists_version = models.CharField(max_length=8)
    read_at = models.DateTimeField()
