from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.front_door.codes import Channel, Consent, Outcome, OutcomeBasis


@keep_history
class Contact(Traced):
    """
    One event at the front door: somebody told us something about one child or several.

    `received_on` is always known; `received_at` only where the source gives a time. The same holds for when the thing
    itself happened.
    """

    reference = models.CharField(max_length=60, blank=True, default="")
    channel = models.CharField(max_length=12, choices=[(c, c) for c in Channel], default=Channel.FILE)
    source = models.CharField(max_length=3, blank=True, default="", help_text="CIN referral source code, or empty.")
    happened_on = models.DateField(null=True)
    happened_at = models.DateTimeField(null=True)
    received_on = models.DateField()
    received_at = models.DateTimeField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_on__isnull=False), name="a_receipt_time_has_its_day"
            ),
            happens_no_later_than("happened_on", "received_on", name="a_contact_is_received_after_it_happened"),
        ]
        indexes = [models.Index(fields=["received_on"])]


@keep_history
class ChildContact(Traced):
    """One child in a contact, and what was decided for that child."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="child_contacts")
    outcome = models.CharField(max_length=20, choices=[(o, o) for o in Outcome], blank=True, default="")
    outcome_basis = models.CharField(max_length=8, choices=[(b, b) for b in OutcomeBasis], blank=True, default="")
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField(blank=True, default="")
    consent = models.CharField(max_length=14, choices=[(c, c) for c in Consent], blank=True, default="")
    consent_reason = models.TextField(blank=True, default="")
    # The same concern, closed "awaiting information" and opened again: the earlier clock runs on (K04).
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.UniqueConstraint(fields=["contact", "child"], name="a_child_is_in_a_contact_once"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_basis="", decided_on__isnull=True, decided_at__isnull=True)
                | (~Q(outcome="") & ~Q(outcome_basis="") & Q(decided_on__isnull=False)),
                name="a_decision_has_an_outcome_a_basis_and_a_day",
            ),
        ]
        indexes = [models.Index(fields=["decided_on"]), models.Index(fields=["child"])]
