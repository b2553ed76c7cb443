from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.provenance.models import happens_no_later_than, keep_history


@keep_history
class ApiKey(models.Model):
    """
    A key to the API. `prefix` finds it, `sha256` proves it; the secret itself is nowhere.

    What is done with it is done by `account`, which nobody signs in to, for `agency`.
    """

    name = models.CharField(max_length=120)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="api_keys")
    account = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="api_keys")
    scopes = ArrayField(models.CharField(max_length=20, choices=[(s, s) for s in KeyScope]))
    prefix = models.CharField(max_length=10, unique=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    revoked_because = models.CharField(max_length=300, blank=True, default="")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_key_has_a_name"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="a_key_is_good_for_something"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because="")),
                name="a_key_is_revoked_by_somebody_for_a_reason",
            ),
            happens_no_later_than("made_at", "expires_at", name="a_key_expires_after_it_is_made"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_a_key_opens_is_never_rewritten",
                fields=["agency", "account", "scopes", "prefix", "sha256", "made_at", "made_by", "expires_at"],
            )
        ]

    def __str__(self) -> str:
        return f"API key {self.prefix}"


class Delivery(models.Model):
    """
    One thing handed in through the API, by the name the sender gave it, and what was answered.

    The body is not kept here, only its hash: it tells whether the same name comes back with something else in it.
    """

    account = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="deliveries")
    name = models.CharField(max_length=200, help_text="The Idempotency-Key.")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="a_delivery_is_answered_once")]
        triggers = [pgtrigger.Protect(name="only_ever_added_to", operation=pgtrigger.Update | pgtrigger.Delete)]
