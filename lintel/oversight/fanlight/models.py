from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.audits.models import GRADES


class Seed(models.Model):
    """What records are drawn with. Kept so that anybody may check afterwards that nobody chose."""

    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()


@keep_history
class WeeklyRecord(models.Model):
    """
    One record a leader reads in a week, drawn at random in the moment their guess of its grade was locked.

    `among` is of how many children it was drawn. There is no row without a guess, and no reading without words.
    """

    leader = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="The Monday it begins on.")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    among = models.PositiveIntegerField()
    seed = models.ForeignKey(Seed, on_delete=models.PROTECT, related_name="+")
    guess = models.PositiveSmallIntegerField(choices=GRADES)
    guessed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reflection = models.TextField(blank=True, default="")
    reflected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "week"], name="a_leader_reads_one_record_a_week"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="the_week_of_a_record_begins_on_a_monday"),
            models.CheckConstraint(condition=Q(guess__in=[1, 2, 3, 4]), name="a_guess_is_one_of_four_grades"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("guessed_at")),
                name="a_record_is_opened_after_the_guess_is_locked",
            ),
            models.CheckConstraint(
                condition=Q(reflected_at__isnull=True, reflection="")
                | (Q(reflected_at__isnull=False, opened_at__isnull=False) & ~Q(reflection="")),
                name="who_read_a_record_says_what_they_saw",
            ),
            happens_no_later_than("opened_at", "reflected_at", name="a_record_is_read_after_it_is_opened"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="a_guess_once_locked_is_never_rewritten",
                fields=["leader", "week", "child", "among", "seed", "guess", "guessed_at"],
            ),
            pgtrigger.Protect(name="a_guess_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="when_a_record_was_opened_stays", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__opened_at__isnull=False)
                & pgtrigger.Q(old__opened_at__df=pgtrigger.F("new__opened_at")),
            ),
        ]  # fmt: skip


@keep_history
class Estimate(models.Model):
    """
    What share of work a leader thinks is good or better in a quarter, locked before moderated audits say.

    The comparison is opened by the leader alone and once; what was found is frozen with it.
    """

    leader = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    quarter_from = models.DateField()
    quarter_until = models.DateField()
    share = models.FloatField(help_text="From 0 to 1.")
    locked_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)
    low = models.FloatField(null=True)
    middle = models.FloatField(null=True)
    high = models.FloatField(null=True)
    pairs = models.PositiveIntegerField(null=True)
    audits = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "quarter_from"], name="a_leader_estimates_a_quarter_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="an_estimate_is_a_share"),
            happens_no_later_than("quarter_from", "quarter_until", name="a_quarter_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(
                    compared_at__isnull=True, low__isnull=True, middle__isnull=True, high__isnull=True,
                    pairs__isnull=True, audits__isnull=True,
                )
                | Q(
                    compared_at__gt=F("locked_at"), low__isnull=False, middle__isnull=False, high__isnull=False,
                    pairs__gte=1, audits__isnull=False,
                ),
                name="an_estimate_is_compared_after_it_is_locked",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.ReadOnly(
                name="an_estimate_once_locked_is_never_rewritten",
                fields=["leader", "quarter_from", "quarter_until", "share", "locked_at"],
            ),
            pgtrigger.Protect(name="an_estimate_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_an_estimate_was_compared_with_stays", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__compared_at__isnull=False),
            ),
        ]  # fmt: skip
