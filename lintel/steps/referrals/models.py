from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.statute.codes import CLOSURE_REASON
from lintel.steps.referrals.codes import MOVED_AWAY, CaseStatus


def _no_closing_that_loses_a_child() -> pgtrigger.Trigger:
    """
    An episode is not closed here while a danger to the child stands open (hard stop 4), nor before early help has
    accepted and met a family that steps down (hard stop 9), nor as moved away before the other authority accepted.

    What a file says of an episode is kept as it is: there nobody closes anything. Early help may be passed over for a
    reason (`despite`), written down in the same act; danger never.
    """
    return pgtrigger.Trigger(
        name="no_episode_is_closed_over_a_child", level=pgtrigger.Row, when=pgtrigger.Before,
        operation=pgtrigger.Update, declare=[("passed_over", "BOOLEAN")],
        condition=pgtrigger.Condition(
            "OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL"
            " AND NEW.source_file_id IS NOT DISTINCT FROM OLD.source_file_id"
        ),
        func=f"""
            IF EXISTS (SELECT 1 FROM front_door_childcontact AS line
                       JOIN front_door_contact AS told ON told.id = line.contact_id
                       WHERE line.child_id = NEW.child_id AND told.danger_flagged_at IS NOT NULL
                         AND told.danger_cleared_at IS NULL)
            THEN
                RAISE EXCEPTION 'nobody_closes_over_an_open_danger: referral %', NEW.id
                    USING ERRCODE = 'check_violation';
            END IF;
            SELECT EXISTS (SELECT 1 FROM referrals_closing WHERE referral_id = NEW.id AND despite <> '')
              INTO passed_over;
            IF NOT passed_over AND EXISTS (
                SELECT 1 FROM early_help_earlyhelprequest
                WHERE referral_id = NEW.id AND sent_back_at IS NULL AND ended_at IS NULL AND stepped_up_at IS NULL
                  AND (accepted_at IS NULL OR first_met_at IS NULL))
            THEN
                RAISE EXCEPTION 'nobody_lets_go_before_early_help_met_the_family: referral %', NEW.id
                    USING ERRCODE = 'check_violation';
            END IF;
            IF NOT passed_over AND NEW.closure_reason = '{MOVED_AWAY}' AND NOT EXISTS (
                SELECT 1 FROM referrals_transfer WHERE referral_id = NEW.id AND accepted_on IS NOT NULL)
            THEN
                RAISE EXCEPTION 'nobody_closes_as_moved_away_before_acceptance: referral %', NEW.id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — our own words, no values
    )  # fmt: skip


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open_on(self, day: date) -> ReferralQuerySet:
        """Episodes of need under way at the end of that day: referred, not closed, not NFA."""
        return (
            self.filter(referred_on__lte=day)
            .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
            .exclude(is_nfa=True)
        )


@keep_history
class Referral(Traced):
    """A request accepted for consideration and, unless it ends in no further action, the episode of need it opens."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referrals")
    child_contact = models.ForeignKey("front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by",
        help_text="The episode before this one: nothing starts again.",
    )  # fmt: skip
    source = models.CharField(max_length=3, blank=True, default="")
    referred_on = models.DateField()
    referred_at = models.DateTimeField(null=True)
    is_nfa = models.BooleanField(null=True, help_text="No further action; empty when the source does not say.")
    primary_need = models.CharField(max_length=2, blank=True, default="")
    case_status = models.CharField(max_length=16, choices=[(s, s) for s in CaseStatus], blank=True, default="")
    closed_on = models.DateField(null=True)
    closure_reason = models.CharField(max_length=3, blank=True, default="")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("referred_on", "closed_on", name="an_episode_closes_after_its_referral"),
            models.CheckConstraint(
                condition=Q(closure_reason="") | Q(closed_on__isnull=False), name="a_reason_for_closure_has_a_closure"
            ),
        ]
        indexes = [models.Index(fields=["child", "referred_on"]), models.Index(fields=["referred_on"])]
        triggers = [_no_closing_that_loses_a_child()]


@keep_history
class Closing(models.Model):
    """
    How an episode ended: why, what came of it, what the family was told, and what becomes of what was still owed.

    `despite` is the reason for not waiting for early help or another authority, where a manager broke the glass.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="closing")
    reason = models.CharField(max_length=3, choices=[(code, code) for code in CLOSURE_REASON])
    outcome = models.TextField(help_text="What is different for the child.")
    told = models.TextField(help_text="What the family was told, by whom and when.")
    owed = models.TextField(blank=True, default="", help_text="What becomes of what was promised and is still owed.")
    despite = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=""), name="an_episode_closes_with_what_came_of_it"),
            models.CheckConstraint(condition=~Q(told=""), name="an_episode_closes_with_what_the_family_was_told"),
        ]


@keep_history
class Transfer(models.Model):
    """
    A child who moves to the area of another authority: known from where, summed up, sent, acknowledged, accepted.

    Until the other authority accepts, the child is ours; `meanwhile` says who does what until then.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="transfers")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="transfers")
    authority = models.CharField(max_length=120)
    reached_by = models.CharField(max_length=200, help_text="Whom there, and how they are reached.")
    moved_on = models.DateField()
    known_from = models.CharField(max_length=200, help_text="How we know: the address, the school, health.")
    summary = models.TextField()
    meanwhile = models.TextField(help_text="Who visits and who answers until they accept.")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=120, blank=True, default="", help_text="Who there has it.")
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=120, blank=True, default="", help_text="Who there has the child.")
    called_off_at = models.DateTimeField(null=True)
    called_off_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(called_off_at__isnull=True),
                name="an_episode_is_handed_on_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~(Q(authority="") | Q(reached_by="") | Q(summary="") | Q(meanwhile="")),
                name="a_transfer_says_to_whom_what_and_who_answers_meanwhile",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | (Q(sent_at__isnull=False) & ~Q(acknowledged_by="")),
                name="what_was_sent_is_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | (Q(acknowledged_at__isnull=False) & ~Q(accepted_by="")),
                name="what_was_acknowledged_is_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | (Q(accepted_on__isnull=True) & ~Q(called_off_because="")),
                name="a_transfer_is_called_off_before_acceptance_with_a_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child"])]


@keep_history
class TransferChase(models.Model):
    """One time somebody asked the other authority, and what they said."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="chases")
    words = models.TextField()
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_chase_says_what_they_said")]
