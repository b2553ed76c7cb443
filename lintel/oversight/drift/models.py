from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.drift.codes import Answer, Rule

CHOICES = [(each.value, each.value) for each in Rule]


@keep_history
class RuleVersion(models.Model):
    """
    The numbers of one rule from a day on, who set them and why. Version 1 is the one each rule begins with
    (`codes.RULES`), and stands in no row.
    """

    rule = models.CharField(max_length=20, choices=CHOICES)
    number = models.PositiveSmallIntegerField()
    numbers = models.JSONField(help_text="By the names of the rule's numbers.")
    effective_from = models.DateField()
    why = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="a_rule_of_drift_has_each_version_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="a_rule_of_drift_begins_with_its_first_version"),
            models.CheckConstraint(condition=~Q(why=""), name="numbers_of_drift_are_set_for_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="a_version_of_drift_stands", operation=pgtrigger.Update | pgtrigger.Delete)]


class CheckSeed(models.Model):
    """What the tenth that is checked by hand is drawn with, kept so that anybody may check that nobody chose."""

    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class Look(models.Model):
    """That the work of every child was looked at for drift, when, and what it came to."""

    looked_at = models.DateTimeField()
    raised = models.PositiveIntegerField()
    no_longer = models.PositiveIntegerField()
    without_owner = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["looked_at"])]


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> FlagQuerySet:
        """Those that want an answer."""
        return self.filter(answered_at__isnull=True)


@keep_history
class Flag(models.Model):
    """
    That work for a child stands still, by one rule, until somebody has answered; it is about work, never a family.

    Nothing closes it but an answer. When the record no longer says so, `no_longer_since` says that, and it still wants
    one. Raised again it is another flag, `again_of` the one before. `measure` is how much of what the rule counts there
    was when last looked; of one answered “wrong” also after the answer, for as long as the record says so.
    """

    rule = models.CharField(max_length=20, choices=CHOICES)
    version = models.PositiveSmallIntegerField()
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, help_text="What it is about: plans.planaction.")
    about = models.PositiveBigIntegerField()
    since = models.DateField()
    measure = models.PositiveIntegerField()
    sentence = models.TextField()
    raised_at = models.DateTimeField()
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="flags_to_answer")
    chair = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    again_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="raised_again")
    times = models.PositiveSmallIntegerField(default=1)
    no_longer_since = models.DateField(null=True)
    answer = models.CharField(
        max_length=6, choices=[(each.value, each.value) for each in Answer], blank=True, default=""
    )
    words = models.TextField(blank=True, default="", help_text="What is done, why it is accepted, or what is wrong.")
    act_by = models.DateField(null=True)
    review_on = models.DateField(null=True)
    named_first = models.CharField(max_length=80, blank=True, default="", help_text="The entry that named it before.")
    named_first_at = models.DateTimeField(null=True)
    named_first_words = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "child", "kind", "about"], condition=Q(answered_at__isnull=True),
                name="work_that_stands_still_is_flagged_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="a_flag_says_what_stands_still"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="", words="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="") & ~Q(words="")),
                name="a_flag_is_answered_by_somebody_in_words",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.ACT, act_by__isnull=False) | (~Q(answer=Answer.ACT) & Q(act_by__isnull=True)),
                name="who_acts_on_a_flag_says_by_when",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.ACCEPT, review_on__isnull=False)
                | (~Q(answer=Answer.ACCEPT) & Q(review_on__isnull=True)),
                name="who_accepts_a_delay_says_when_it_is_looked_at_again",
            ),
            models.CheckConstraint(
                condition=Q(named_first="", named_first_at__isnull=True)
                | (~Q(named_first="") & Q(named_first_at__lt=F("raised_at")) & ~Q(answer=Answer.WRONG)),
                name="a_manager_names_a_delay_before_it_is_flagged",
            ),
            happens_no_later_than("raised_at", "answered_at", name="a_flag_is_answered_after_it_is_raised"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "answered_at"]), models.Index(fields=["child"])]
        triggers = [
            pgtrigger.Protect(name="no_flag_is_ever_thrown_away", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="an_answer_to_a_flag_stands", operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.answered_at IS NOT NULL AND (OLD.answer, OLD.words, OLD.act_by, OLD.review_on,"
                    " OLD.named_first, OLD.answered_at, OLD.answered_by_id) IS DISTINCT FROM (NEW.answer, NEW.words,"
                    " NEW.act_by, NEW.review_on, NEW.named_first, NEW.answered_at, NEW.answered_by_id)"
                ),
            ),
        ]  # fmt: skip


@keep_history
class HandCheck(models.Model):
    """What somebody who read the record says of a confirmed delay: whether it was seen first as the manager says."""

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="hand_check")
    agrees = models.BooleanField()
    words = models.TextField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_check_by_hand_says_what_was_read")]
