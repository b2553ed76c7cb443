from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.access.roles import Role


class Notice(models.Model):
    """
    Something somebody must know at once, in one sentence, with where to read on.

    It is somebody's: a worker's, the managers' of a team, or everybody's with a role. `key` keeps it from being sent
    twice. A notice about a child is shown only to those who may see that child.
    """

    key = models.CharField(max_length=160, unique=True)
    words = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    child = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=[(r, r) for r in Role], blank=True, default="")
    sent_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, help_text="When what it asked for was asked of nobody any more.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker__isnull=False) | Q(team__isnull=False) | Q(user__isnull=False) | ~Q(role=""),
                name="a_notice_is_to_somebody",
            )
        ]
        indexes = [models.Index(fields=["worker"]), models.Index(fields=["team"]), models.Index(fields=["role"])]


class Seen(models.Model):
    """That somebody has read a notice; it then leaves their list, and nobody else's."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="seen")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="a_notice_is_seen_once")]
