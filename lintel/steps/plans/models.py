from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


@keep_history
class CinPlan(Traced):
    """A child in need plan."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cin_plans")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "ended_on", name="a_cin_plan_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["child", "started_on"])]


@keep_history
class CpPlan(Traced):
    """A child protection plan, with its category at the start and now."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cp_plans")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    initial_category = models.CharField(max_length=3, blank=True, default="")
    latest_category = models.CharField(max_length=3, blank=True, default="")
    previous_plans = models.PositiveSmallIntegerField(null=True)
    had_emergency_protection = models.BooleanField(null=True)
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "ended_on", name="a_cp_plan_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(initial_category__in=["", "NEG", "PHY", "SAB", "EMO", "MUL"])
                & Q(latest_category__in=["", "NEG", "PHY", "SAB", "EMO", "MUL"]),
                name="a_cp_category_is_a_census_category",
            ),
        ]
        indexes = [models.Index(fields=["child", "started_on"])]
