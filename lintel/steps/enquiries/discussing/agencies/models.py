from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history


@keep_history
class AgencyEntry(models.Model):
    """
    Something an agency knows that happened on a day, for the chronology of one discussion; kept apart by agency.

    It is the agency's: nobody else writes it anew, and it enters no child's own chronology.
    """

    invited = models.ForeignKey("enquiries.InvitedParty", on_delete=models.PROTECT, related_name="entries")
    child = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: about all of them."
    )
    happened_on = models.DateField()
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(words__regex=r"\S"), name="what_an_agency_knows_is_in_words")]
        indexes = [models.Index(fields=["invited", "happened_on"])]
        # A record that is merged into another takes with it whom this is about.
        triggers = [
            pgtrigger.ReadOnly(name="what_an_agency_wrote_stays", exclude=["child"]),
            pgtrigger.Protect(name="what_an_agency_wrote_is_not_taken_away", operation=pgtrigger.Delete),
        ]
        verbose_name_plural = "agency entries"
