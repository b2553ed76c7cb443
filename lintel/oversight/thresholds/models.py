"""The authority's threshold document as data."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history
from lintel.oversight.thresholds.codes import Domain, Found, Partner

SIGNED_WHAT_IF_NEEDED = """
    IF NOT EXISTS (
        SELECT 1 FROM what_if_whatif
        WHERE id = NEW.what_if_id AND signed_at IS NOT NULL AND runs >= 4000
    ) THEN
        RAISE EXCEPTION 'a threshold version takes effect only with a what-if signed on 4,000 runs or more'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@keep_history
class ThresholdVersion(models.Model):
    """
    One version of the threshold document, from draft to withdrawal.

    It takes effect on `effective_from` once activated. A what-if signed on 4,000 runs stands behind every version in
    effect: the database insists (S2). Only the document that was in force before Lintel has none: it changes nothing.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=160)
    owner = models.CharField(max_length=120, help_text="Whose decision it is: a name and a post.")
    effective_from = models.DateField(null=True)
    is_as_found = models.BooleanField(
        default=False, help_text="The document that was in force here before Lintel: nothing changes by it."
    )
    drafted_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    early_help_reviewed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    early_help_reviewed_at = models.DateTimeField(null=True)
    what_if = models.ForeignKey("what_if.WhatIf", null=True, on_delete=models.PROTECT, related_name="+")
    change = models.OneToOneField("performance.ChangeRecord", null=True, on_delete=models.PROTECT, related_name="+")
    activated_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(owner=""), name="a_threshold_version_has_a_title_and_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(activated_at__isnull=True, activated_by__isnull=True, change__isnull=True)
                | Q(
                    is_as_found=True, activated_at__isnull=False, activated_by__isnull=False, change__isnull=True,
                    effective_from__isnull=False,
                )
                | Q(
                    is_as_found=False, activated_at__isnull=False, activated_by__isnull=False, change__isnull=False,
                    what_if__isnull=False, effective_from__isnull=False, early_help_reviewed_at__isnull=False,
                ),
                name="a_threshold_in_effect_has_its_what_if_and_early_help",
            ),
            models.CheckConstraint(
                condition=Q(early_help_reviewed_at__isnull=True, early_help_reviewed_by__isnull=True)
                | Q(early_help_reviewed_at__isnull=False, early_help_reviewed_by__isnull=False),
                name="an_early_help_review_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="a_withdrawn_threshold_version_says_why",
            ),
            models.UniqueConstraint(
                fields=["is_as_found"], condition=Q(is_as_found=True), name="one_threshold_document_was_in_force_before"
            ),
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=Q(activated_at__isnull=False, withdrawn_at__isnull=True),
                name="one_threshold_version_takes_effect_on_a_day",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="a_threshold_needs_a_signed_what_if",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__activated_at__isnull=False, new__is_as_found=False),
                func=SIGNED_WHAT_IF_NEEDED,
            )
        ]


class Level(models.Model):
    """A level of need in one version, such as level 3, targeted early help."""

    version = models.ForeignKey(ThresholdVersion, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    wording = models.TextField(blank=True, default="")
    is_statutory = models.BooleanField(help_text="Social care under the Children Act 1989, section 17 or 47.")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="a_version_has_each_level_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_level_has_a_name"),
        ]


class Indicator(models.Model):
    """What would be seen in a child's life at this level, by domain; with an example where it helps."""

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="indicators")
    domain = models.CharField(max_length=24, choices=[(domain.value, domain.words) for domain in Domain])
    wording = models.TextField()
    example = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("domain", "pk")
        constraints = [models.CheckConstraint(condition=~Q(wording=""), name="a_threshold_indicator_has_words")]


class Consultation(models.Model):
    """Who was asked about a version, when, and what they said."""

    version = models.ForeignKey(ThresholdVersion, on_delete=models.CASCADE, related_name="consultations")
    partner = models.CharField(
        max_length=24, choices=[(partner.value, partner.words) for partner in Partner], default="other"
    )
    with_whom = models.CharField(max_length=120)
    consulted_on = models.DateField()
    said = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("consulted_on", "pk")
        constraints = [models.CheckConstraint(condition=~Q(with_whom=""), name="a_consultation_says_with_whom")]


@keep_history
class SecondLook(models.Model):
    """Somebody looked again at a child in early help, since the wording of the levels changed, and said what is so."""

    version = models.ForeignKey(ThresholdVersion, on_delete=models.PROTECT, related_name="second_looks")
    episode = models.ForeignKey("early_help.EarlyHelpEpisode", on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=12, choices=[(found.value, found.words) for found in Found])
    looked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "episode"], name="a_child_is_looked_at_again_once_for_a_version"
            ),
            models.CheckConstraint(condition=~Q(found=""), name="a_second_look_says_what_it_found"),
        ]
