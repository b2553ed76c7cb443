from __future__ import annotations

from django.db import models

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


@keep_history
class EarlyHelpEpisode(Traced):
    """A child's time in early help, from the start of the assessment."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="early_help_episodes")
    child_contact = models.ForeignKey("front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120, blank=True, default="")
    started_on = models.DateField()
    assessment_completed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than(
                "started_on", "assessment_completed_on", name="early_help_is_assessed_after_it_starts"
            ),
            happens_no_later_than("started_on", "ended_on", name="early_help_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["child", "started_on"])]
