from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.referrals.codes import CaseStatus


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open_on(self, day: date) -> ReferralQuerySet:
        """Episodes of need under way at the end of that day: referred, not closed, not NFA."""
        return (
            self.filter(referred_on__lte=day)
            .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
            .exclude(is_nfa=True)
        )


@keep_history
class Referral(Traced):
    """A request accepted for consideration and, unless it ends in no further action, the episode of need it opens."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referrals")
    child_contact = models.ForeignKey("front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=3, blank=True, default="")
    referred_on = models.DateField()
    referred_at = models.DateTimeField(null=True)
    is_nfa = models.BooleanField(null=True, help_text="No further action; empty when the source does not say.")
    primary_need = models.CharField(max_length=2, blank=True, default="")
    case_status = models.CharField(max_length=16, choices=[(s, s) for s in CaseStatus], blank=True, default="")
    closed_on = models.DateField(null=True)
    closure_reason = models.CharField(max_length=3, blank=True, default="")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("referred_on", "closed_on", name="an_episode_closes_after_its_referral"),
            models.CheckConstraint(
                condition=Q(closure_reason="") | Q(closed_on__isnull=False), name="a_reason_for_closure_has_a_closure"
            ),
        ]
        indexes = [models.Index(fields=["child", "referred_on"]), models.Index(fields=["referred_on"])]
