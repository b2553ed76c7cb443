from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than
from lintel.oversight.alike.codes import Measure

MEASURES = [(measure, measure.words) for measure in Measure]


class Validation(models.Model):
    """How a measure was held against something else, here, and what was found; signed. Without one it is a trial."""

    measure = models.CharField(max_length=12, choices=MEASURES)
    done_on = models.DateField()
    what = models.TextField(help_text="What it was held against, and how.")
    found = models.TextField(help_text="How far it agreed.")
    known_failures = models.TextField(help_text="Where it is known to fail.")
    signed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(found="") & ~Q(known_failures=""), name="a_validation_says_how_it_went"
            )
        ]


class Switch(models.Model):
    """A measure was switched on or off, by whom and why; the latest holds."""

    measure = models.CharField(max_length=12, choices=MEASURES)
    is_on = models.BooleanField()
    because = models.TextField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="a_switch_says_why")]


@pghistory.track(pghistory.UpdateEvent("corrected", row=pghistory.Old))
class Contest(models.Model):
    """Somebody says that what is measured is not so; it is answered, and counted."""

    measure = models.CharField(max_length=12, choices=MEASURES)
    words = models.TextField()
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_contest_says_what_is_wrong"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="a_contest_is_answered_by_somebody_in_words",
            ),
        ]


class Shared(models.Model):
    """A decision maker lets leaders see their own line by name; ended when they no longer wish it."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="a_line_is_shared_once_at_a_time"
            ),
            happens_no_later_than("began_at", "ended_at", name="sharing_ends_after_it_begins"),
        ]
