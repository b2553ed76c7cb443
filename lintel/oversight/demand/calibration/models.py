from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history

MONDAY = 2  # as Django counts the days of a week


class Forecast(models.Model):
    """
    Things as they are on a Monday, carried forward with nothing decided, and frozen: what was said then stays.

    `scenario` and `fitted` are what the record gave, with overrides put in; `answer` holds the weekly bands of its
    runs, `tests` the forecasts of four, eight and twelve weeks earlier held against what happened, `tiles` each team.
    """

    on = models.DateField(help_text="The Monday it stands on.")
    weeks_back = models.PositiveSmallIntegerField(default=26, help_text="Weeks of the record it is fitted to.")
    weeks_ahead = models.PositiveSmallIntegerField(default=52)
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0, help_text="In hundredths.")
    scenario = models.JSONField(null=True)
    fitted = models.JSONField(default=list)
    answer = models.JSONField(null=True)
    tests = models.JSONField(default=list)
    tiles = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True, default="", help_text="Why none could be made.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(on__week_day=MONDAY), name="a_forecast_stands_on_a_monday"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(answer__isnull=False) | ~Q(refusal=""),
                name="a_finished_forecast_has_an_answer_or_a_refusal",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_finished_forecast_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            )
        ]


@keep_history
class Override(models.Model):
    """A value somebody who knows better put in place of the fitted one, and why, until they take it back."""

    key = models.CharField(max_length=120, help_text="Of the fitted value.")
    name = models.CharField(max_length=200)
    fitted_value = models.FloatField(help_text="What the record said when it was overridden.")
    value = models.FloatField()
    reason = models.TextField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_says_why"),
            models.CheckConstraint(condition=Q(value__gte=0), name="an_override_is_not_below_nothing"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_ended_override_was_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(ended_at__isnull=True), name="a_value_is_overridden_once_at_a_time"
            ),
        ]
