from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.plans.codes import SCREEN, Change, EndOfPlan, EndOfProtection


@keep_history
class CinPlan(Traced):
    """
    A child in need plan: one at a time, and never beside a child protection plan (DOMAIN.md 1.4).

    Files may say otherwise, and are kept as they are; of plans made here the database holds each child to one.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cin_plans")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=20, choices=[(e, e) for e in EndOfPlan], blank=True, default="")
    ended_because = models.TextField(blank=True, default="", help_text="In words, for the child and the family.")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "ended_on", name="a_cin_plan_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_on__isnull=True, screen=SCREEN),
                name="a_child_has_one_child_in_need_plan_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(screen=SCREEN) | Q(ended_on__isnull=True) | ~Q(end_reason=""),
                name="a_child_in_need_plan_ends_for_a_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "started_on"])]


@keep_history
class CpPlan(Traced):
    """
    A child protection plan, with its category at the start and now; begun and ended as a conference decided.

    One that was made here ends without a conference only where the record bears out why (`EndOfProtection`).
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cp_plans")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    initial_category = models.CharField(max_length=3, blank=True, default="")
    latest_category = models.CharField(max_length=3, blank=True, default="")
    previous_plans = models.PositiveSmallIntegerField(null=True)
    had_emergency_protection = models.BooleanField(null=True)
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=10, choices=[(e, e) for e in EndOfProtection], blank=True, default="")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "ended_on", name="a_cp_plan_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_on__isnull=True, screen=SCREEN),
                name="a_child_has_one_child_protection_plan_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(initial_category__in=["", "NEG", "PHY", "SAB", "EMO", "MUL"])
                & Q(latest_category__in=["", "NEG", "PHY", "SAB", "EMO", "MUL"]),
                name="a_cp_category_is_a_census_category",
            ),
            models.CheckConstraint(
                condition=~Q(screen=SCREEN) | Q(ended_on__isnull=True) | ~Q(end_reason=""),
                name="a_child_protection_plan_ends_for_a_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "started_on"])]
        triggers = [
            pgtrigger.Trigger(
                name="a_protection_plan_ends_as_the_record_bears_out",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"NEW.screen = '{SCREEN}' AND OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL"
                ),
                func="""
                    IF NOT (CASE NEW.end_reason
                        WHEN 'conference' THEN EXISTS (
                            SELECT 1 FROM enquiries_conference WHERE cp_plan_id = NEW.id AND kind = 'review'
                            AND led_to_plan IS FALSE AND held_on = NEW.ended_on
                        )
                        WHEN 'died' THEN EXISTS (
                            SELECT 1 FROM people_person WHERE id = NEW.child_id AND died_on = NEW.ended_on
                        )
                        WHEN 'eighteen' THEN EXISTS (
                            SELECT 1 FROM people_person WHERE id = NEW.child_id AND birth_date_certainty <> 'expected'
                            AND date_of_birth + INTERVAL '18 years' <= NEW.ended_on
                        )
                        WHEN 'moved' THEN EXISTS (
                            SELECT 1 FROM referrals_transfer WHERE child_id = NEW.child_id AND accepted_on IS NOT NULL
                            AND moved_on <= NEW.ended_on
                        )
                        ELSE FALSE
                    END) THEN
                        RAISE EXCEPTION 'a_protection_plan_ends_as_the_record_bears_out: plan %', NEW.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


@keep_history
class PlanAction(models.Model):
    """
    What somebody will do under a child's plan: for which need, who, and by when.

    `due_on` is the date as agreed now; each date it had before stands in `dates`, so a slip is counted, never hidden.
    An action without a need is untethered: shown and counted, never refused.
    """

    cin_plan = models.ForeignKey(CinPlan, null=True, on_delete=models.PROTECT, related_name="actions")
    cp_plan = models.ForeignKey(CpPlan, null=True, on_delete=models.PROTECT, related_name="actions")
    need = models.ForeignKey("assessments.Need", null=True, on_delete=models.PROTECT, related_name="actions")
    words = models.TextField()
    owner = models.CharField(max_length=120, blank=True, default="", help_text="Who does it, as the family knows them.")
    due_on = models.DateField(null=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    answer = models.TextField(blank=True, default="", help_text="What came of it, or why it was dropped.")
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="an_action_says_what_is_done"),
            models.CheckConstraint(
                condition=Q(cin_plan__isnull=True, cp_plan__isnull=False)
                | Q(cin_plan__isnull=False, cp_plan__isnull=True),
                name="an_action_belongs_to_one_plan",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True),
                name="an_action_is_done_or_dropped_never_both",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(answer=""), name="an_action_is_dropped_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, dropped_on__isnull=True) | Q(answered_by__isnull=False),
                name="somebody_says_what_came_of_an_action",
            ),
        ]  # fmt: skip


@keep_history
class PlanActionDate(models.Model):
    """One date by which an action was to be done, and why it took the place of the one before."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="dates")
    due_on = models.DateField()
    because = models.TextField(blank=True, default="", help_text="Empty for the first.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["action", "set_at"])]


@keep_history
class PlanReview(models.Model):
    """
    A meeting about a plan: who was there, what has changed for the child, what the child says, and when the next is.

    What changed is said need by need, in `needs`; a review that says nothing of a need leaves it as it was.
    """

    cin_plan = models.ForeignKey(CinPlan, null=True, on_delete=models.PROTECT, related_name="reviews")
    cp_plan = models.ForeignKey(CpPlan, null=True, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    present = models.TextField(help_text="Who was there, as the family knows them.")
    childs_view = models.TextField(blank=True, default="", help_text="What the child says, in the child's own words.")
    next_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cin_plan__isnull=True, cp_plan__isnull=False)
                | Q(cin_plan__isnull=False, cp_plan__isnull=True),
                name="a_review_belongs_to_one_plan",
            ),
            models.CheckConstraint(condition=~Q(present=""), name="somebody_is_there_when_a_plan_is_reviewed"),
            happens_no_later_than("held_on", "next_on", name="the_next_review_is_after_this_one"),
        ]
        indexes = [models.Index(fields=["cin_plan", "held_on"]), models.Index(fields=["cp_plan", "held_on"])]


@keep_history
class NeedReviewed(models.Model):
    """What has changed for the child about one need, as a review says it."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="needs")
    need = models.ForeignKey("assessments.Need", on_delete=models.PROTECT, related_name="reviewed")
    change = models.CharField(max_length=6, choices=[(c, c) for c in Change])
    words = models.TextField(help_text="What is different for the child now.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "need"], name="a_review_speaks_of_a_need_once"),
            models.CheckConstraint(condition=~Q(words=""), name="a_change_for_the_child_is_said_in_words"),
        ]
