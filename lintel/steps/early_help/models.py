from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


@keep_history
class EarlyHelpEpisode(Traced):
    """A child's time in early help, from the start of the assessment."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="early_help_episodes")
    child_contact = models.ForeignKey("front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120, blank=True, default="")
    started_on = models.DateField()
    assessment_completed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than(
                "started_on", "assessment_completed_on", name="early_help_is_assessed_after_it_starts"
            ),
            happens_no_later_than("started_on", "ended_on", name="early_help_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["child", "started_on"])]


@keep_history
class EarlyHelpRequest(models.Model):
    """
    A child handed to early help, warmly: asked for, accepted or sent back, first met; and stepped up if it must be.

    Whoever asked holds the child until early help accepts; early help from then on. Never both, never neither.

    A step-down (`referral` says of which episode) also carries what worked, what remains and what the family does if it
    gets worse; social care keeps the child until early help has met the family (hard stop 9).
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="early_help_requests")
    child_contact = models.ForeignKey("front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "referrals.Referral", null=True, on_delete=models.PROTECT, related_name="step_downs",
        help_text="The episode that steps down; empty where the front door asked.",
    )  # fmt: skip
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="+", help_text="Who is asked.")
    episode = models.ForeignKey(EarlyHelpEpisode, null=True, on_delete=models.PROTECT, related_name="requests")
    why = models.TextField(help_text="What is worrying and what would help; carried over from the decision.")
    consent = models.CharField(max_length=14, help_text="How the family stands to it, as the contact says.")
    plan_so_far = models.TextField(blank=True, default="", help_text="Taken from the plan as it stood.")
    worked = models.TextField(blank=True, default="", help_text="What worked for the child.")
    remains = models.TextField(blank=True, default="", help_text="What is left to do.")
    contingency = models.TextField(blank=True, default="", help_text="What the family does if it gets worse.")
    family_says = models.TextField(blank=True, default="", help_text="Who agreed, and in which words.")
    joint_visit_on = models.DateField(null=True, help_text="The day booked to meet the family together.")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    lead_practitioner = models.CharField(max_length=120, blank=True, default="")
    sent_back_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    missing = models.TextField(blank=True, default="", help_text="What early help still needs to know.")
    first_met_at = models.DateTimeField(null=True)
    first_met_words = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, default="")
    stepped_up_at = models.DateTimeField(null=True)
    stepped_up_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    stepped_up_because = models.TextField(blank=True, default="")
    stepped_up_to = models.ForeignKey(
        "front_door.Contact", null=True, on_delete=models.PROTECT, related_name="+",
        help_text="The contact the front door decides; the last one, where a family was stepped up again.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child_contact"], condition=Q(child_contact__isnull=False, sent_back_at__isnull=True),
                name="a_child_is_handed_to_early_help_once",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(
                    referral__isnull=False, sent_back_at__isnull=True, ended_at__isnull=True, stepped_up_at__isnull=True
                ),
                name="an_episode_steps_down_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(referral__isnull=True) | ~(Q(remains="") | Q(contingency="") | Q(family_says="")),
                name="a_step_down_says_what_remains_what_if_and_that_the_family_agrees",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False),
                name="early_help_is_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at__isnull=True) | (Q(accepted_at__isnull=True) & ~Q(missing="")),
                name="early_help_sends_back_what_it_has_not_accepted_and_says_what_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(first_met_at__isnull=True) | Q(accepted_at__isnull=False),
                name="a_family_is_met_by_early_help_after_it_accepts",
            ),
            models.CheckConstraint(
                condition=Q(stepped_up_at__isnull=True) | ~Q(stepped_up_because=""), name="a_step_up_says_why"
            ),
            happens_no_later_than("asked_at", "accepted_at", name="early_help_accepts_what_it_was_asked"),
            models.CheckConstraint(
                condition=Q(stepped_up_at__isnull=True, stepped_up_to__isnull=True)
                | Q(stepped_up_at__isnull=False, stepped_up_to__isnull=False, stepped_up_by__isnull=False),
                name="a_step_up_is_somebodys_and_is_on_the_front_doors_desk",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | (Q(first_met_at__isnull=False) & ~Q(ended_because="")),
                name="early_help_ends_after_it_met_the_family_and_says_how",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["team", "asked_at"]), models.Index(fields=["referral"])]
        triggers = [
            pgtrigger.Trigger(
                name="only_an_open_episode_steps_down",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.referral_id IS NOT NULL"),
                declare=[("closed", "DATE")],
                # The lock makes it wait for whoever closes the episode in the same moment.
                func="""
                    SELECT closed_on INTO closed FROM referrals_referral WHERE id = NEW.referral_id FOR UPDATE;
                    IF closed IS NOT NULL THEN
                        RAISE EXCEPTION 'only_an_open_episode_steps_down: referral %', NEW.referral_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
