"""Saying whose an enquiry is, and what it came to."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.audit_log.actions import note
from lintel.steps.enquiries.models import Section47Enquiry

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def give_enquiry(
    enquiry: Section47Enquiry, *, worker_id: int | None, team_id: int | None, by: User, at: datetime
) -> Section47Enquiry:  # fmt: skip
    """
    Say whose an enquiry is, where nobody has said so yet: the worker's and the team's that hold the child.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    enquiry = Section47Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    before = (enquiry.worker_id, enquiry.team_id)
    enquiry.worker_id, enquiry.team_id = enquiry.worker_id or worker_id, enquiry.team_id or team_id
    if (enquiry.worker_id, enquiry.team_id) != before:
        enquiry.save(update_fields=["worker", "team"])
        note(
            "enquiry given", by=by, at=at, subject=enquiry, child_id=enquiry.child_id, worker=enquiry.worker_id,
            team=enquiry.team_id,
        )  # fmt: skip
    return enquiry


@transaction.atomic
def settle_enquiry(
    enquiry: Section47Enquiry, *, needs_conference: bool, on: date, by: User, at: datetime
) -> Section47Enquiry:
    """
    Write down what a signed enquiry came to: it ends without a conference, or goes on until one is held. One that goes
    on does not end on this day, so that no later discussion begins another and the clock to the conference runs on.

    It follows from a signature that was allowed, so there is no permission of its own.
    """
    enquiry = Section47Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    enquiry.conference_not_required = not needs_conference
    if not needs_conference:
        enquiry.ended_on = max(on, enquiry.started_on)
    enquiry.save(update_fields=["conference_not_required", "ended_on"])
    note("enquiry settled", by=by, at=at, subject=enquiry, child_id=enquiry.child_id, needs_conference=needs_conference)
    return enquiry
