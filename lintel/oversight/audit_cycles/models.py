from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.audit_cycles.codes import LearningTheme, Strata, Theme

LEARNING_THEMES = [(theme.value, theme.words) for theme in LearningTheme]


@keep_history
class Cycle(models.Model):
    """
    One round of audits: what is asked, of whom, with what tool, by when; drawn by a seed anybody may use again.

    `population` children were there to draw from; `left_out` more belong to the theme, whose record no auditor of the
    cycle may open. `since` and `until` are the days a theme looks at (whoever had it happen then).
    """

    name = models.CharField(max_length=120)
    theme = models.CharField(max_length=30, choices=[(theme.value, theme.words) for theme in Theme])
    question = models.TextField(help_text="What the service wants to know.")
    tool = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    strata = models.CharField(max_length=10, choices=[(by.value, by.words) for by in Strata])
    seed = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    double_percent = models.PositiveSmallIntegerField(default=5)
    moderated_percent = models.PositiveSmallIntegerField(
        null=True, help_text="Of a hundred audits so many are moderated at random, where the policy asks for fewer."
    )
    population = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    due_on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    again_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="again")
    again_on = models.DateField(null=True, help_text="When the same question is to be audited again.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(question=""), name="a_cycle_says_what_it_asks"),
            models.CheckConstraint(condition=Q(size__gte=1), name="a_cycle_looks_at_somebody"),
            models.CheckConstraint(
                condition=Q(double_percent__gte=5, double_percent__lte=100),
                name="one_audit_in_twenty_at_least_is_done_twice",
            ),
            models.CheckConstraint(
                condition=Q(moderated_percent__isnull=True) | Q(moderated_percent__lte=100),
                name="a_cycle_is_moderated_at_most_whole",
            ),
            happens_no_later_than("since", "until", name="a_cycle_looks_at_days_in_their_order"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_a_cycle_was_drawn_by_is_never_rewritten",
                fields=[
                    "theme", "tool", "since", "until", "strata", "seed", "size", "population", "left_out",
                    "double_percent", "planned_at", "planned_by", "again_of",
                ],
            ),
            pgtrigger.Protect(name="a_cycle_stays", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PopulationChild(models.Model):
    """A child who was there to be drawn when a cycle was planned; `place` is where in the draw, if drawn."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=120, blank=True, default="")
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "child"], name="a_child_is_there_to_be_drawn_once"),
            models.UniqueConstraint(
                fields=["cycle", "place"], condition=Q(place__isnull=False), name="one_child_has_a_place_in_a_draw"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="a_draw_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class CycleAuditor(models.Model):
    """Somebody who audits in a cycle, and how many of the drawn children they were kept from by a conflict."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="auditors")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    conflicts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "user"], name="somebody_audits_in_a_cycle_once")]


@keep_history
class Tag(models.Model):
    """That an answer or an action of an audit is about something to be learned."""

    theme = models.CharField(max_length=30, choices=LEARNING_THEMES)
    answer = models.ForeignKey("audits.Answer", null=True, on_delete=models.PROTECT, related_name="learning_tags")
    action = models.ForeignKey("audits.AuditAction", null=True, on_delete=models.PROTECT, related_name="learning_tags")
    tagged_at = models.DateTimeField()
    tagged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False, action__isnull=True) | Q(answer__isnull=True, action__isnull=False),
                name="a_tag_is_on_an_answer_or_on_an_action",
            ),
            models.UniqueConstraint(fields=["theme", "answer"], name="an_answer_is_tagged_with_a_theme_once"),
            models.UniqueConstraint(fields=["theme", "action"], name="an_action_is_tagged_with_a_theme_once"),
        ]


@keep_history
class Learning(models.Model):
    """What a cycle taught about one theme, what will be done about it, by whom and by when."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="learning")
    theme = models.CharField(max_length=30, choices=LEARNING_THEMES)
    words = models.TextField()
    what_follows = models.TextField(blank=True, default="")
    owner = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "theme"], name="a_cycle_teaches_about_a_theme_once"),
            models.CheckConstraint(condition=~Q(words=""), name="learning_has_words"),
            models.CheckConstraint(
                condition=Q(what_follows="") | Q(owner__isnull=False, due_on__isnull=False),
                name="what_follows_has_an_owner_and_a_day",
            ),
        ]


@keep_history
class Quote(models.Model):
    """Words of the record that a person chose for the report, without names."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="quotes")
    citation = models.ForeignKey("audits.Citation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "citation"], name="words_are_quoted_once"),
            models.CheckConstraint(condition=~Q(words=""), name="a_quote_has_words"),
        ]


@keep_history
class CalibrationSession(models.Model):
    """Auditors and moderators talk about the audits whose two grades lay furthest apart."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="calibration")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(null=True)
    agreed = models.TextField(blank=True, default="", help_text="What all will do the same from now on.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, agreed="") | (Q(held_on__isnull=False) & ~Q(agreed="")),
                name="a_calibration_that_was_held_says_what_was_agreed",
            ),
        ]


@keep_history
class CalibrationCase(models.Model):
    """One audit that is talked about, and what was said."""

    session = models.ForeignKey(CalibrationSession, on_delete=models.PROTECT, related_name="cases")
    audit = models.ForeignKey("audits.Audit", on_delete=models.PROTECT, related_name="+")
    said = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "audit"], name="an_audit_is_talked_about_once_in_a_calibration")
        ]
