from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history


@keep_history
class Call(models.Model):
    """
    Somebody took a telephone call. `begun_at` is the moment they pressed the button and is never rewritten: it is the
    time of receipt of whatever the call turns out to be.
    """

    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField(
        "front_door.Contact", null=True, on_delete=models.PROTECT, related_name="call", help_text="What it became."
    )
    one_line = models.OneToOneField("front_door.OneLine", null=True, on_delete=models.PROTECT, related_name="call")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(one_line__isnull=True), name="a_call_becomes_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, contact__isnull=True, one_line__isnull=True)
                | (Q(ended_at__isnull=False) & (Q(contact__isnull=False) | Q(one_line__isnull=False))),
                name="a_call_that_ended_became_something",
            ),
            happens_no_later_than("begun_at", "ended_at", name="a_call_ends_after_it_begins"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="when_a_call_began_is_never_rewritten", fields=["begun_at", "begun_by"]),
        ]


class HelpAsked(models.Model):
    """
    The desk could not be through in time, and its manager asked other teams for help: with what they knew then.

    `deferred_because` and its contacts say what was knowingly let wait, and who decided so (J4).
    """

    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="+", help_text="The desk.")
    asked = models.ManyToManyField("workforce.Team", related_name="+")
    words = models.TextField()
    waiting = models.PositiveIntegerField()
    people = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True, help_text="When the desk alone would be through; empty: never.")
    out_of_time = models.PositiveIntegerField()
    deferred_because = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="whoever_asks_for_help_says_for_what")]


class Deferral(models.Model):
    """That a manager decided a contact may wait while others come first, and why. Its clock runs on."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.PROTECT, related_name="deferrals")
    help_asked = models.ForeignKey(HelpAsked, on_delete=models.PROTECT, related_name="deferrals")
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="a_contact_is_deferred_for_a_reason")]
