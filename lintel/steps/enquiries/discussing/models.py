from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.steps.enquiries.codes import Attendance, Conduct, Party, PostponedBecause, Purpose, Reply


def _says(field: str) -> Q:
    """More than blanks."""
    return Q(**{f"{field}__regex": r"\S"})


@keep_history
class DiscussionMeeting(models.Model):
    """
    One meeting about a child, or brothers and sisters together; each child's `StrategyDiscussion` belongs to it.

    It is asked for by reasonable causes, and triggered when the first of them was stamped. It is never called off: its
    slot is moved or cancelled, which is a postponement (hard stop 7), and the causes go on asking.
    """

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    minutes_long = models.PositiveSmallIntegerField()
    dial_in = models.CharField(max_length=300)
    quorum = ArrayField(models.CharField(max_length=11, choices=[(p, p) for p in Party]))
    slot_starts_at = models.DateTimeField(null=True, help_text="Empty while no time is found that suits all.")
    times_postponed = models.PositiveSmallIntegerField(default=0)
    reconvenes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reconvened_by")
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    chaired_by = models.CharField(max_length=120, blank=True, default="")
    is_quorate = models.BooleanField(null=True)
    urgent_because = models.TextField(blank=True, default="", help_text="Why it could not wait for all of the quorum.")
    reconvene_by = models.DateTimeField(null=True, help_text="Until when it must be held again, where not quorate.")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes_long__gte=5), name="a_discussion_takes_some_minutes"),
            models.CheckConstraint(
                condition=Q(quorum__contains=["social_care", "police", "health"]),
                name="a_quorum_is_social_care_police_and_health_at_the_least",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, is_quorate__isnull=True)
                | Q(held_at__isnull=False, is_quorate__isnull=False, held_by__isnull=False),
                name="a_held_discussion_is_somebodys_and_quorate_or_not",
            ),
            models.CheckConstraint(
                condition=Q(is_quorate__isnull=True)
                | Q(is_quorate=True)
                | (Q(reconvene_by__isnull=False) & _says("urgent_because")),
                name="without_quorum_it_is_urgent_says_why_and_is_held_again",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_by__isnull=False, held_at__isnull=False),
                name="a_discussion_decides_after_it_is_held",
            ),
            happens_no_later_than("asked_at", "held_at", name="a_discussion_is_held_after_it_is_asked"),
            happens_no_later_than("held_at", "decided_at", name="a_discussion_does_not_decide_beforehand"),
        ]
        indexes = [models.Index(fields=["held_at"])]
        triggers = [
            pgtrigger.Trigger(
                name="a_moved_slot_is_a_postponement",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.times_postponed <> NEW.times_postponed"
                    " OR (OLD.slot_starts_at IS NOT NULL AND OLD.slot_starts_at IS DISTINCT FROM NEW.slot_starts_at)"
                ),
                func="""
                    IF NEW.times_postponed <> OLD.times_postponed + 1 OR NOT EXISTS (
                        SELECT 1 FROM enquiries_postponement
                        WHERE meeting_id = OLD.id AND number = NEW.times_postponed
                        AND slot_starts_at = OLD.slot_starts_at
                    ) THEN
                        RAISE EXCEPTION 'a_moved_slot_is_a_postponement: meeting %', OLD.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="held_after_its_slot_it_was_postponed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert,
                condition=pgtrigger.Condition(
                    "NEW.held_at >= NEW.slot_starts_at + NEW.minutes_long * INTERVAL '1 minute'"
                ),
                func="""
                    RAISE EXCEPTION 'held_after_its_slot_it_was_postponed: meeting %', NEW.id
                        USING ERRCODE = 'check_violation';
                """,
            ),
            pgtrigger.Trigger(
                name="a_quorum_is_of_those_present",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.is_quorate"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM unnest(NEW.quorum) AS wanted WHERE NOT EXISTS (
                            SELECT 1 FROM enquiries_invitedparty
                            WHERE meeting_id = NEW.id AND party = wanted AND attendance = 'present'
                        )
                    ) THEN
                        RAISE EXCEPTION 'a_quorum_is_of_those_present: meeting %', NEW.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="a_discussion_settles_its_six_purposes",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.decided_at IS NOT NULL"),
                func="""
                    IF (SELECT count(*) FROM enquiries_purposeanswer WHERE meeting_id = NEW.id) <> 6 THEN
                        RAISE EXCEPTION 'a_discussion_settles_its_six_purposes: meeting %', NEW.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


@keep_history
class MeetingCause(models.Model):
    """That a meeting is asked for by a reasonable cause, and so is about its child."""

    meeting = models.ForeignKey(DiscussionMeeting, on_delete=models.PROTECT, related_name="asked_for")
    cause = models.ForeignKey("enquiries.ReasonableCause", on_delete=models.PROTECT, related_name="meetings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "cause"], name="a_cause_asks_for_a_meeting_once"),
        ]


@keep_history
class InvitedParty(models.Model):
    """
    Somebody asked to a meeting for an agency: how they took part, what they said, and when they had the minutes.

    Views are kept apart, each with its agency, and so is dissent; nobody's is written into another's.
    """

    meeting = models.ForeignKey(DiscussionMeeting, on_delete=models.PROTECT, related_name="parties")
    party = models.CharField(max_length=11, choices=[(p, p) for p in Party])
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, help_text="Who is asked: a person, a desk or an organisation.")
    email = models.EmailField(blank=True, default="")
    is_needed = models.BooleanField(help_text="Whether the meeting waits for a time they can make.")
    attendance = models.CharField(max_length=16, choices=[(a, a) for a in Attendance], blank=True, default="")
    absent_because = models.TextField(blank=True, default="")
    view = models.TextField(blank=True, default="", help_text="What this agency knows and thinks.")
    dissent = models.TextField(
        blank=True, default="", help_text="Where this agency does not agree with what was decided."
    )
    minutes_sent_at = models.DateTimeField(null=True)
    minutes_read_at = models.DateTimeField(null=True)
    receipt_sha256 = models.CharField(
        max_length=64, null=True, unique=True, help_text="Proves the token by which the minutes are said to be read."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "party", "name"], name="a_party_is_asked_to_a_meeting_once"),
            models.CheckConstraint(condition=_says("name"), name="whoever_is_asked_has_a_name"),
            models.CheckConstraint(
                condition=~Q(attendance=Attendance.ABSENT) | _says("absent_because"), name="an_absence_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(attendance=Attendance.SENT_INFORMATION) | _says("view"),
                name="whoever_sent_information_sent_some",
            ),
            models.CheckConstraint(
                condition=Q(minutes_read_at__isnull=True) | Q(minutes_sent_at__isnull=False),
                name="minutes_are_read_after_they_are_sent",
            ),
            happens_no_later_than("minutes_sent_at", "minutes_read_at", name="minutes_are_not_read_beforehand"),
        ]


@keep_history
class OfferedTime(models.Model):
    """A time a party can join, from a moment until another. Whoever offers it by a token is nobody who signs in."""

    invited = models.ForeignKey(InvitedParty, on_delete=models.PROTECT, related_name="offers")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="an_offered_time_takes_a_while")
        ]


@keep_history
class Invitation(models.Model):
    """
    One party invited to one slot, and what it said. `sha256` proves the token it was sent; the token is nowhere.

    Each slot has invitations of its own, so that who could not at which time, and why, stays when it is moved.
    """

    invited = models.ForeignKey(InvitedParty, on_delete=models.PROTECT, related_name="invitations")
    slot_number = models.PositiveSmallIntegerField()
    slot_starts_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(max_length=8, choices=[(r, r) for r in Reply], blank=True, default="")
    because = models.TextField(blank=True, default="")
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invited", "slot_number"], name="a_party_is_invited_to_a_slot_once"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="a_reply_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(reply=Reply.CANNOT) | _says("because"), name="who_cannot_says_why"),
        ]


@keep_history
class Postponement(models.Model):
    """
    A slot that was moved or cancelled: by which party, why, and what keeps each child safe until then (hard stop 7).

    The words are required by the action, by these constraints and, where somebody moves the slot by other means, by the
    trigger on the meeting.
    """

    meeting = models.ForeignKey(DiscussionMeeting, on_delete=models.PROTECT, related_name="postponements")
    number = models.PositiveSmallIntegerField(help_text="The first postponement of a meeting is number 1.")
    slot_starts_at = models.DateTimeField()
    moved_to = models.DateTimeField(null=True, help_text="Empty where no new time is found yet.")
    party = models.CharField(max_length=11, choices=[(p, p) for p in Party])
    because = models.CharField(max_length=18, choices=[(b, b) for b in PostponedBecause])
    reason = models.TextField()
    interim_safety = models.TextField()
    postponed_at = models.DateTimeField()
    postponed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="postponements_of_a_meeting_are_numbered"),
            models.CheckConstraint(
                condition=Q(party__in=[*Party]), name="a_postponement_names_the_party_that_postpones"
            ),
            models.CheckConstraint(condition=_says("reason"), name="a_postponement_says_why"),
            models.CheckConstraint(
                condition=_says("interim_safety"), name="a_postponement_says_what_keeps_the_child_safe_until_then"
            ),
        ]
        indexes = [models.Index(fields=["postponed_at"])]
        triggers = [
            pgtrigger.Protect(name="a_postponement_stays_as_it_was_said", operation=pgtrigger.Delete | pgtrigger.Update)
        ]


@keep_history
class PurposeAnswer(models.Model):
    """One of the six purposes: what was answered or, with a reason, why it was set aside."""

    meeting = models.ForeignKey(DiscussionMeeting, on_delete=models.PROTECT, related_name="answers")
    purpose = models.CharField(max_length=22, choices=[(p, p) for p in Purpose])
    answer = models.TextField(blank=True, default="")
    set_aside_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "purpose"], name="a_purpose_is_settled_once"),
            models.CheckConstraint(
                condition=(_says("answer") & Q(set_aside_because="")) | (Q(answer="") & _says("set_aside_because")),
                name="a_purpose_is_answered_or_set_aside_with_a_reason",
            ),
        ]


@keep_history
class ChildDecision(models.Model):
    """
    What a strategy discussion decided for one child.

    `is_enquiry` says that an enquiry is needed, also where one is open already; only the discussion's own
    `began_enquiry` says that this discussion began it.
    """

    discussion = models.OneToOneField("enquiries.StrategyDiscussion", on_delete=models.PROTECT, related_name="decision")
    is_enquiry = models.BooleanField()
    because = models.TextField()
    conduct = models.CharField(max_length=6, choices=[(c, c) for c in Conduct], blank=True, default="")
    is_medical_needed = models.BooleanField()
    who_speaks = models.CharField(max_length=120, blank=True, default="", help_text="Who speaks to the child.")
    speaks_at = models.DateTimeField(null=True)
    safety_tonight = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_says("because"), name="a_childs_decision_says_why"),
            models.CheckConstraint(condition=_says("safety_tonight"), name="a_childs_decision_says_tonights_safety"),
            models.CheckConstraint(
                condition=Q(is_enquiry=False)
                | (~Q(conduct="") & _says("who_speaks") & Q(speaks_at__isnull=False)),
                name="an_enquiry_says_single_or_joint_and_who_speaks_when",
            ),
        ]  # fmt: skip


@keep_history
class DiscussionTask(models.Model):
    """What one party does by when, agreed before anybody visits."""

    meeting = models.ForeignKey(DiscussionMeeting, on_delete=models.PROTECT, related_name="tasks")
    party = models.CharField(max_length=11, choices=[(p, p) for p in Party])
    who = models.CharField(max_length=120)
    what = models.TextField()
    due_at = models.DateTimeField()
    is_before_visiting = models.BooleanField(help_text="Whether it must be done before anybody visits.")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_says("who") & _says("what"), name="a_discussions_task_is_somebodys"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_by__isnull=False),
                name="a_discussions_task_is_done_by_somebody",
            ),
        ]


@keep_history
class DiscussionEscalation(models.Model):
    """That a rung of the ladder was told, once, that a child waits for a strategy discussion; and what was answered."""

    cause = models.ForeignKey("enquiries.ReasonableCause", on_delete=models.PROTECT, related_name="escalations")
    rung = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    ours = models.CharField(max_length=200, help_text="Who was told on our side.")
    theirs = models.CharField(max_length=200, blank=True, default="", help_text="Whom to ring on the police's side.")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "rung"], name="a_rung_is_told_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & _says("answer")),
                name="an_answer_to_the_ladder_is_somebodys_and_in_words",
            ),
            happens_no_later_than("told_at", "answered_at", name="the_ladder_is_answered_after_it_tells"),
        ]
