from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.foundation.access.roles import Role
from lintel.foundation.provenance.models import happens_no_later_than
from lintel.oversight.voice.codes import Answer, Ended

ON_A_MONDAY = Q(week__iso_week_day=1)


class PulseGiven(models.Model):
    """That somebody has given the pulse of a week, so that nobody asks again; gone when the week has been counted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    week = models.DateField(help_text="The Monday it begins on.")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "user"], name="a_pulse_is_given_once_a_week"),
            models.CheckConstraint(condition=ON_A_MONDAY, name="the_week_of_a_pulse_given_begins_on_a_monday"),
        ]


class PulseAnswer(models.Model):
    """
    What somebody answered, and nothing that says who: no person, no moment, a key drawn at random.

    `unit` is the team it is counted with: one in which at least five are asked. Without one it is the whole service.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    week = models.DateField(help_text="The Monday it begins on.")
    unit = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.PositiveSmallIntegerField(choices=[(a.value, a.words) for a in Answer])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__gte=1, answer__lte=5), name="a_pulse_is_one_of_five_answers"),
            models.CheckConstraint(condition=ON_A_MONDAY, name="the_week_of_a_pulse_answer_begins_on_a_monday"),
        ]


class PulseWeek(models.Model):
    """What is left of a week once it is over: of each group that may be shown, how many answered and the middle."""

    week = models.DateField(help_text="The Monday it begins on.")
    unit = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.PositiveIntegerField()
    middle = models.PositiveSmallIntegerField(choices=[(a.value, a.words) for a in Answer])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week", "unit"], nulls_distinct=False, name="a_week_of_the_pulse_is_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(answers__gte=5), name="no_pulse_of_fewer_than_five_is_kept_when_a_week_is_over"
            ),
            models.CheckConstraint(
                condition=Q(middle__gte=1, middle__lte=5), name="the_middle_of_a_pulse_is_one_of_five_answers"
            ),
            models.CheckConstraint(condition=ON_A_MONDAY, name="the_week_of_a_pulse_counted_begins_on_a_monday"),
        ]


class SafetyConcern(models.Model):
    """
    "I cannot do this safely": what a worker said, to whom, and what came of it.

    `route` is the role it was said to; only who holds it, and the worker, read the words. The words never change.
    """

    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    words = models.TextField()
    would_be_safe = models.TextField(blank=True, default="", help_text="What would make it safe.")
    child = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=30, choices=[(r, r) for r in Role])
    due_on = models.DateField(help_text="The last day on which an answer is in time.")
    acknowledged_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="", help_text="What will be done.")
    escalated_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, choices=[(e.value, e.words) for e in Ended], blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="who_cannot_work_safely_says_so_in_words"),
            models.CheckConstraint(
                condition=Q(route__in=["principal_social_worker", "head_of_service"]),
                name="a_safety_concern_goes_to_the_principal_or_the_head",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, answer="")
                | (Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(answer="")),
                name="an_acknowledgement_says_by_whom_when_and_what_is_done",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_by__isnull=True) | ~Q(acknowledged_by=models.F("said_by")),
                name="nobody_acknowledges_their_own_safety_concern",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="a_safety_concern_that_ended_says_how_and_when",
            ),
            happens_no_later_than(
                "said_at", "acknowledged_at", name="a_safety_concern_is_acknowledged_after_it_is_said"
            ),
            happens_no_later_than("said_at", "escalated_at", name="a_safety_concern_is_escalated_after_it_is_said"),
            happens_no_later_than("said_at", "ended_at", name="a_safety_concern_ends_after_it_is_said"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(acknowledged_at__isnull=True), name="voice_waiting")]
