from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.audit_cycles.codes import Theme
from lintel.oversight.ledger.codes import Ended

OWN_KEYS = """
    IF NOT EXISTS (
        SELECT 1 FROM ledger_finding f
        WHERE f.id = NEW.finding_id AND f.weeks = NEW.weeks_wanted AND f.wanted_share = NEW.wanted_share
    ) THEN
        RAISE EXCEPTION 'a finding is closed with its own two keys' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@keep_history
class Finding(models.Model):
    """
    Something that was found, on one line however often it was said, with the two keys that close it.

    The first key is an indicator that keeps to its target for so many weeks in a row; the second the share of work
    that moderated audits find good or better: those of cycles on its theme or, where it has none, all of the service.
    Its state is worked out (`rules.state_of`), never typed.
    """

    area = models.CharField(max_length=80)
    words = models.CharField(max_length=300)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=8)
    at_least = models.FloatField(null=True)
    at_most = models.FloatField(null=True)
    weeks = models.PositiveSmallIntegerField(default=8)
    wanted_share = models.FloatField(help_text="What moderated audits are to find good or better, from 0 to 1.")
    theme = models.CharField(
        max_length=30, choices=[(theme.value, theme.words) for theme in Theme], blank=True, default="",
        help_text="Only audits of cycles on this theme bear it out; empty for all.",
    )  # fmt: skip
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(area="") & ~Q(words="") & ~Q(indicator=""),
                name="a_finding_says_what_was_found_where_and_how_it_is_measured",
            ),
            models.CheckConstraint(
                condition=Q(at_least__isnull=True, at_most__isnull=False)
                | Q(at_least__isnull=False, at_most__isnull=True),
                name="the_indicator_of_a_finding_has_one_target",
            ),
            models.CheckConstraint(condition=Q(weeks__gte=1), name="a_target_of_a_finding_is_kept_for_some_weeks"),
            models.CheckConstraint(
                condition=Q(wanted_share__gt=0, wanted_share__lte=1), name="moderated_evidence_wanted_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.words


@keep_history
class Said(models.Model):
    """A day on which a finding was said, and by what: a visit, an inspection, a cycle of audits."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="said")
    said_on = models.DateField()
    source = models.CharField(max_length=120)
    quote = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "said_on"], name="a_finding_is_said_once_on_a_day"),
            models.CheckConstraint(condition=~Q(source=""), name="a_finding_was_said_by_something_that_is_named"),
        ]
        triggers = [pgtrigger.Protect(name="what_was_said_stays", operation=pgtrigger.Delete)]


@keep_history
class Action(models.Model):
    """
    What somebody does, about a finding or about an indicator a meeting talked of.

    One that an agency does, or that is held to the limit, is done only when the indicator of its finding is within its
    limit for as long as agreed (S30).
    """

    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="actions")
    indicator = models.CharField(max_length=8, blank=True, default="")
    words = models.CharField(max_length=300)
    owner = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    review_on = models.DateField(null=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    ended_as = models.CharField(max_length=8, choices=[(e, e.words) for e in Ended], blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & (Q(finding__isnull=False) | ~Q(indicator="")),
                name="an_action_of_the_ledger_says_what_and_about_what",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, agency__isnull=True) | Q(owner__isnull=True, agency__isnull=False),
                name="an_action_of_the_ledger_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(finding__isnull=False),
                name="an_action_of_an_agency_is_about_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_at__isnull=True, ended_by__isnull=True, ended_words="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_as="") & ~Q(ended_words="")),
                name="an_action_of_the_ledger_ends_with_words_and_a_name",
            ),
            happens_no_later_than("agreed_at", "ended_at", name="an_action_of_the_ledger_ends_after_it_is_agreed"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_agreed_is_never_rewritten",
                fields=["words", "owner", "agency", "finding", "indicator", "agreed_at"],
            )
        ]
        indexes = [models.Index(fields=["indicator"])]

    @property
    def whose(self) -> str:
        """Who does it, as a name. Read with `owner` and `agency`."""
        return str(self.owner or self.agency)


@keep_history
class Closure(models.Model):
    """
    That a finding was closed, with both keys as they stood, or that it was said again afterwards.

    Words alone close nothing: the row itself holds how long the indicator kept to its target and what moderated audits
    bear out, and the database refuses one without the other.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="closures")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    indicator = models.CharField(max_length=8)
    weeks_met = models.PositiveSmallIntegerField()
    weeks_wanted = models.PositiveSmallIntegerField()
    evidence_since = models.DateField()
    evidence_until = models.DateField()
    evidence_low = models.FloatField()
    evidence_middle = models.FloatField()
    evidence_high = models.FloatField()
    wanted_share = models.FloatField()
    pairs = models.PositiveIntegerField()
    audits = models.PositiveIntegerField()
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Said, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="who_closes_a_finding_says_what_changed"),
            models.CheckConstraint(
                condition=Q(weeks_wanted__gte=1, weeks_met__gte=F("weeks_wanted")),
                name="a_finding_closes_only_while_its_indicator_keeps_to_its_target",
            ),
            models.CheckConstraint(
                condition=Q(pairs__gte=1, evidence_low__gte=F("wanted_share"), evidence_middle__gte=F("evidence_low")),
                name="a_finding_closes_only_with_moderated_evidence",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="a_finding_is_opened_again_by_what_was_said_again",
            ),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(reopened_at__isnull=True), name="a_finding_is_closed_once_at_a_time"
            ),
            happens_no_later_than("closed_at", "reopened_at", name="a_finding_is_opened_again_after_it_was_closed"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_finding_is_closed_with_its_own_keys", when=pgtrigger.Before, operation=pgtrigger.Insert,
                func=OWN_KEYS,
            ),
            pgtrigger.ReadOnly(
                name="how_a_finding_was_closed_stays",
                fields=[
                    "finding", "closed_at", "weeks_met", "weeks_wanted", "evidence_low", "wanted_share", "pairs",
                ],
            ),
            pgtrigger.Protect(name="a_closure_stays", operation=pgtrigger.Delete),
        ]  # fmt: skip
