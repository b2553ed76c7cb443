from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history
from lintel.steps.front_door.codes import Means


@keep_history
class PassedOn(models.Model):
    """That what we were told of children who live elsewhere went to the authority there: to which, to whom, and how."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.PROTECT, related_name="passed_on")
    children = models.ManyToManyField("front_door.ChildContact", related_name="passed_on")
    authority = models.CharField(max_length=120)
    to = models.CharField(max_length=200, help_text="Who took it there.")
    means = models.CharField(max_length=9, choices=[(m, m) for m in Means])
    text = models.TextField()
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(authority="") & ~Q(to="") & ~Q(means="") & ~Q(text=""),
                name="what_is_passed_on_says_to_whom_and_what",
            )
        ]
