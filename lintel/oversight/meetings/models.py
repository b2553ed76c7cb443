from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.meetings.codes import Answer, Forum, Kind

OF_A_CLOSED_MEETING = """
    IF EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = NEW.meeting_id AND m.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the minutes of a closed meeting are frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ENDED = [Answer.DONE, Answer.GOES_ON, Answer.DROPPED]


@keep_history
class Watched(models.Model):
    """Who answers for an indicator, which meeting looks at it, and within which limits it is to lie."""

    indicator = models.CharField(max_length=8, unique=True)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    forum = models.CharField(max_length=12, choices=[(f, f.words) for f in Forum])
    at_least = models.FloatField(null=True)
    at_most = models.FloatField(null=True)
    since = models.DateField(help_text="From when on somebody has looked at it.")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(at_least__isnull=True) | Q(at_most__isnull=True) | Q(at_least__lte=models.F("at_most")),
                name="the_limits_of_an_indicator_lie_in_their_order",
            ),
        ]


@keep_history
class Meeting(models.Model):
    """
    One meeting, from its agenda to its frozen minutes.

    `definitions` is how each indicator was counted when it began, so that the next one can say what was changed.
    """

    forum = models.CharField(max_length=12, choices=[(f, f.words) for f in Forum])
    held_on = models.DateField()
    chair = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    definitions = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum"], condition=Q(closed_at__isnull=True), name="one_meeting_of_a_kind_is_held_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_meeting_is_closed_by_somebody",
            ),
            happens_no_later_than("began_at", "closed_at", name="a_meeting_is_closed_after_it_began"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_meeting_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="a_closed_meeting_stays", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return Forum(self.forum).words


@keep_history
class Item(models.Model):
    """
    One thing on an agenda, why it stands there, and what the meeting answered.

    `action` is, for an action of the last meeting, that action, and for an answer that acts, the one that was agreed;
    `due_on` is as the meeting left it. `why` and `shown` are as they stood when the meeting began.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(k, k.words) for k in Kind])
    indicator = models.CharField(max_length=8, blank=True, default="")
    week = models.DateField(null=True, help_text="The Monday of the week whose point it is.")
    shown = models.CharField(max_length=120, blank=True, default="")
    why = models.TextField()
    action = models.ForeignKey("ledger.Action", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=[(a, a.words) for a in Answer], blank=True, default="")
    explanation = models.TextField(blank=True, default="")
    although = models.TextField(blank=True, default="", help_text="Why one acts on what may be chance.")
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="an_agenda_has_an_order"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="what_a_meeting_answers_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.ACT) | (~Q(explanation="") & Q(action__isnull=False, due_on__isnull=False)),
                name="who_acts_on_a_number_explains_it_and_agrees_an_action",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.LEAVE_ALONE) | Q(action__isnull=True),
                name="noise_left_alone_has_no_action",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.RAISED, answer=Answer.ACT) | ~Q(although=""),
                name="who_acts_on_what_may_be_chance_says_so",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ACTION, action__isnull=False) | (~Q(kind=Kind.ACTION) & ~Q(answer__in=ENDED)),
                name="only_an_earlier_action_is_done_or_goes_on",
            ),
        ]
        indexes = [models.Index(fields=["indicator"])]
        triggers = [
            pgtrigger.Trigger(
                name="minutes_are_frozen_when_a_meeting_is_closed", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update, func=OF_A_CLOSED_MEETING,
            ),
            pgtrigger.Protect(name="what_stood_on_an_agenda_stays", operation=pgtrigger.Delete),
        ]  # fmt: skip
