from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history
from lintel.steps.chronology_entries.codes import TO_WRITE


@keep_history
class WrittenEvent(models.Model):
    """
    Something that happened, written down by somebody because it stands nowhere else: when, what, and who told them.

    It is corrected with a reason, and what it said before stays beside it (`Correction`); or withdrawn, never erased.
    """

    happened_on = models.DateField()
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in TO_WRITE])
    words = models.TextField()
    told_by = models.CharField(max_length=200, help_text="Who told it, as the writer would say it.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(told_by=""), name="an_event_says_what_happened_and_who_told"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="an_event_is_withdrawn_by_somebody_for_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="an_event_is_never_erased", operation=pgtrigger.Delete)]


@keep_history
class EventChild(models.Model):
    """One child an event is about."""

    event = models.ForeignKey(WrittenEvent, on_delete=models.PROTECT, related_name="about")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="written_events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "child"], name="an_event_is_about_a_child_once"),
        ]


class Correction(models.Model):
    """What an event said before it was corrected, and why it says something else now."""

    event = models.ForeignKey(WrittenEvent, on_delete=models.PROTECT, related_name="corrections")
    was_on = models.DateField()
    was_kind = models.CharField(max_length=16)
    was_words = models.TextField()
    was_told_by = models.CharField(max_length=200)
    because = models.TextField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="an_event_is_corrected_for_a_reason")]
        triggers = [pgtrigger.Protect(name="only_ever_added_to", operation=pgtrigger.Update | pgtrigger.Delete)]


@keep_history
class Mark(models.Model):
    """
    That somebody says a line of a child's chronology matters, and why. Nothing else says so: no rule and no machine.

    `record` names what the line was read from: "front_door.childcontact/12". A mark is taken back with a reason.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="marks")
    record = models.CharField(max_length=80)
    because = models.CharField(max_length=300)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "record"], condition=Q(taken_back_at__isnull=True), name="a_line_is_marked_once"
            ),
            models.CheckConstraint(condition=~Q(because="") & ~Q(record=""), name="a_mark_says_what_matters_and_why"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_because="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_because="")),
                name="a_mark_is_taken_back_by_somebody_for_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="a_mark_is_never_erased", operation=pgtrigger.Delete)]
