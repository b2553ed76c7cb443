from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.discussing.agencies.models import AgencyEntry as AgencyEntry
from lintel.steps.enquiries.discussing.models import ChildDecision as ChildDecision
from lintel.steps.enquiries.discussing.models import DiscussionEscalation as DiscussionEscalation
from lintel.steps.enquiries.discussing.models import DiscussionMeeting as DiscussionMeeting
from lintel.steps.enquiries.discussing.models import DiscussionTask as DiscussionTask
from lintel.steps.enquiries.discussing.models import Invitation as Invitation
from lintel.steps.enquiries.discussing.models import InvitedParty as InvitedParty
from lintel.steps.enquiries.discussing.models import MeetingCause as MeetingCause
from lintel.steps.enquiries.discussing.models import OfferedTime as OfferedTime
from lintel.steps.enquiries.discussing.models import Postponement as Postponement
from lintel.steps.enquiries.discussing.models import PurposeAnswer as PurposeAnswer


@keep_history
class StrategyDiscussion(Traced):
    """
    A strategy discussion about a child: when harm was thought likely, when it was held, what it began.

    One that was held here belongs to a meeting, with those of brothers and sisters; one from a file does not.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="strategy_discussions")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(DiscussionMeeting, null=True, on_delete=models.PROTECT, related_name="discussions")
    triggered_at = models.DateTimeField(null=True)
    held_on = models.DateField()
    held_at = models.DateTimeField(null=True)
    began_enquiry = models.BooleanField(null=True)

    class Meta(Traced.Meta):
        indexes = [models.Index(fields=["child", "held_on"])]


@keep_history
class Section47Enquiry(Traced):
    """
    An enquiry under section 47. It starts on the day of the strategy discussion that began it.

    A later discussion never moves that day, nor begins another enquiry beside it: the clock to the conference runs on.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="enquiries")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(StrategyDiscussion, null=True, on_delete=models.PROTECT, related_name="enquiries")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    conference_not_required = models.BooleanField(null=True)
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "ended_on", name="an_enquiry_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["child", "started_on"]), models.Index(fields=["started_on"])]
        triggers = [
            pgtrigger.Trigger(
                name="a_later_discussion_never_moves_an_enquiry",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.begun_by_id IS DISTINCT FROM NEW.begun_by_id OR OLD.started_on <> NEW.started_on"
                ),
                # What a file said a later file may correct; what was decided here stands, and no discussion held here
                # takes over an enquiry that it did not begin.
                func="""
                    IF EXISTS (
                        SELECT 1 FROM enquiries_strategydiscussion
                        WHERE id IN (OLD.begun_by_id, NEW.begun_by_id) AND meeting_id IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'a_later_discussion_never_moves_an_enquiry: enquiry %', OLD.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="an_open_enquiry_is_not_begun_again",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.begun_by_id IS NOT NULL"),
                # The lock makes it wait for whoever begins one for the same child in the same moment. What is open is
                # what `discussing.rules.Enquiry` calls open; files are laid down as they are.
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM enquiries_strategydiscussion
                        WHERE id = NEW.begun_by_id AND meeting_id IS NOT NULL
                    ) THEN
                        RETURN NEW;
                    END IF;
                    PERFORM 1 FROM people_person WHERE id = NEW.child_id FOR NO KEY UPDATE;
                    IF EXISTS (
                        SELECT 1 FROM enquiries_section47enquiry AS held
                        LEFT JOIN referrals_referral AS episode ON episode.id = held.referral_id
                        WHERE held.child_id = NEW.child_id
                        AND held.conference_not_required IS NOT TRUE
                        AND (held.ended_on IS NULL OR held.ended_on > NEW.started_on)
                        AND (episode.closed_on IS NULL OR episode.closed_on > NEW.started_on)
                        AND NOT EXISTS (
                            SELECT 1 FROM enquiries_conference
                            WHERE enquiry_id = held.id AND held_on <= NEW.started_on
                        )
                    ) THEN
                        RAISE EXCEPTION 'an_open_enquiry_is_not_begun_again: child %', NEW.child_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


@keep_history
class Conference(Traced):
    """
    A child protection conference about a child.

    `cp_plan` is the plan an initial conference led to, or the plan a review conference reviewed.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="conferences")
    enquiry = models.ForeignKey(Section47Enquiry, null=True, on_delete=models.PROTECT, related_name="conferences")
    cp_plan = models.ForeignKey("plans.CpPlan", null=True, on_delete=models.PROTECT, related_name="conferences")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ConferenceKind])
    held_on = models.DateField()
    led_to_plan = models.BooleanField(null=True)
    is_transfer_in = models.BooleanField(default=False)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=ConferenceKind.INITIAL) | Q(enquiry__isnull=True),
                name="only_an_initial_conference_follows_an_enquiry",
            ),
        ]
        indexes = [models.Index(fields=["child", "held_on"]), models.Index(fields=["held_on"])]


@keep_history
class ReasonableCause(models.Model):
    """
    That somebody thought a child is likely to suffer significant harm: who, when and why, and since when it was known.

    It asks for a strategy discussion. The unassessed-risk clock starts at `known_since`: the incident where it is
    known, else our receipt of it, never the writing down.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="reasonable_causes")
    child_contact = models.ForeignKey("front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    known_since = models.DateTimeField()
    stamped_at = models.DateTimeField()
    stamped_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    discussion = models.ForeignKey(StrategyDiscussion, null=True, on_delete=models.PROTECT, related_name="causes")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_reasonable_cause_says_why"),
            models.UniqueConstraint(
                fields=["child_contact"], condition=Q(child_contact__isnull=False),
                name="a_child_contact_gives_cause_once",
            ),
            happens_no_later_than("known_since", "stamped_at", name="harm_is_known_before_it_is_stamped"),
        ]  # fmt: skip
