from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.provenance.models import happens_no_later_than, keep_history


@keep_history
class Agency(models.Model):
    """
    An organisation we work with.

    `key` names it to feeds and forms; `rings_now` is whom to ring, in words, when a child is in danger now.
    """

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in AgencyKind])
    email = models.EmailField(blank=True, default="")
    rings_now = models.CharField(max_length=200, blank=True, default="")
    is_asked = models.BooleanField(default=True, help_text="Whether agency checks may be sent to it.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_agency_has_a_name")]

    def __str__(self) -> str:
        return self.name


@keep_history
class AgencyMember(models.Model):
    """
    Somebody who signs in for an agency, until they leave; they see only what is addressed to it or came from it.

    Whoever joins another agency afterwards is another member: what they did for the first stays with it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="agency_memberships")
    post = models.CharField(max_length=120, blank=True, default="")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            happens_no_later_than("began_at", "ended_at", name="nobody_leaves_an_agency_before_joining"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="somebody_signs_in_for_one_agency_at_a_time"
            ),
        ]
