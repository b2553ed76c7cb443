from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.visits.codes import Settled, Way, WhyAside, WhyNot


@keep_history
class FamilyVisit(models.Model):
    """
    One visit to a family, written down once: what is true of the event, whichever children it was about.

    `sent_once` is drawn where it is typed, so that sending it a second time makes no second visit. `written_at` is when
    somebody wrote it down, perhaps without a signal; `received_at` when it came in.
    """

    sent_once = models.UUIDField(unique=True)
    visited_at = models.DateTimeField()
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="family_visits")
    went_with = models.TextField(blank=True, default="", help_text="Who else went.")
    way = models.CharField(max_length=10, choices=[(w, w) for w in Way], default=Way.HOME)
    met = models.TextField(blank=True, default="", help_text="Which adults were met, in words.")
    seen_and_heard = models.TextField()
    next_step = models.TextField(blank=True, default="")
    purposes = ArrayField(models.CharField(max_length=12), default=list)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(seen_and_heard=""), name="a_visit_says_what_was_seen_and_heard"),
            happens_no_later_than("written_at", "received_at", name="a_visit_comes_in_after_it_is_written"),
            models.CheckConstraint(
                condition=Q(version=1, corrected_at__isnull=True)
                | Q(version__gt=1, corrected_at__isnull=False, corrected_by__isnull=False),
                name="a_corrected_visit_says_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["worker", "visited_at"])]


@keep_history
class Visit(Traced):
    """
    A visit to one child. Empty answers mean that the source does not say.

    Of a visit written down here `family_visit` has what is the same for brothers and sisters; an unborn child's says
    neither that they were seen nor that they were not.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="visits")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    family_visit = models.ForeignKey(FamilyVisit, null=True, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    visited_at = models.DateTimeField(null=True)
    child_seen = models.BooleanField(null=True)
    seen_alone = models.BooleanField(null=True)
    is_statutory = models.BooleanField(default=False)
    why_not = models.CharField(max_length=16, blank=True, default="", help_text="Why the child was not seen.")
    own_words = models.TextField(blank=True, default="", help_text="What the child said, as they said it.")
    observed = models.TextField(blank=True, default="", help_text="Of a child who does not speak, what was observed.")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(seen_alone__isnull=True) | Q(seen_alone=False) | Q(child_seen=True),
                name="a_child_seen_alone_was_seen",
            ),
            models.CheckConstraint(
                condition=Q(why_not="") | (Q(child_seen=False) & Q(why_not__in=[*WhyNot])),
                name="only_a_child_not_seen_has_a_reason_for_it",
            ),
        ]
        indexes = [models.Index(fields=["child", "visited_on"])]


@keep_history
class VisitSetAside(models.Model):
    """
    A visit as somebody sent it that could not be put into the record at once: every word of it, until somebody has
    said what becomes of it. Nothing that was typed is ever thrown away for a conflict.
    """

    sent_once = models.UUIDField()
    why = models.CharField(max_length=10, choices=[(w, w) for w in WhyAside])
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    said = models.JSONField(help_text="As `rules.as_kept` writes it.")
    beside = models.ForeignKey(
        FamilyVisit, null=True, on_delete=models.PROTECT, related_name="set_aside", help_text="What it stands beside."
    )
    settled_as = models.CharField(max_length=8, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_as="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_as__in=[*Settled], settled_at__isnull=False, settled_by__isnull=False),
                name="a_settled_visit_says_how_when_and_by_whom",
            ),
            models.UniqueConstraint(
                fields=["sent_once"], condition=Q(settled_at__isnull=True), name="a_visit_is_set_aside_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["sent_by"])]


class AsideChild(models.Model):
    """One of the children a visit that was set aside is about."""

    aside = models.ForeignKey(VisitSetAside, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
