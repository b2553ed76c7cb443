from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.legacy.codes import Finding


@keep_history
class Cohort(models.Model):
    """
    A list of children whose earlier work is looked at again, frozen on the day it was drawn up.

    Nobody comes off it but by a reviewed decision; whoever is found later belongs on another list.
    """

    name = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField(help_text="Who waited so many days or more.")
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.TextField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(name=""), name="a_list_says_what_it_is_and_why"),
            happens_no_later_than("first_day", "last_day", name="a_list_looks_at_days_in_their_order"),
        ]
        triggers = [pgtrigger.Protect(name="a_list_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


@keep_history
class CohortChild(models.Model):
    """One child on a list, why, and what was decided by somebody who looked again."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    waited_days = models.PositiveSmallIntegerField(null=True)
    is_tagged = models.BooleanField(default=False)
    finding = models.CharField(max_length=12, choices=[(each, each) for each in Finding], blank=True, default="")
    words = models.TextField(blank=True, default="")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "child"], name="a_child_is_on_a_list_once"),
            models.CheckConstraint(
                condition=Q(waited_days__isnull=False) | Q(is_tagged=True), name="a_child_is_on_a_list_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, finding="", words="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(finding="") & ~Q(words="")),
                name="a_child_is_closed_on_a_list_by_a_reviewed_decision",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="nobody_drops_off_a_list", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="why_a_child_is_on_a_list_is_never_rewritten", fields=["cohort", "waited_days", "is_tagged"]
            ),
        ]
