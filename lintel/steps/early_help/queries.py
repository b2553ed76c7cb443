"""Asking for what early help was asked; always only about children the viewer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.steps.early_help import permissions
from lintel.steps.early_help.models import EarlyHelpRequest

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def requests(*, viewer: User) -> QuerySet[EarlyHelpRequest]:
    """What early help was asked about children this viewer may see, oldest first."""
    if not may(viewer, permissions.SEE_EARLY_HELP):
        return EarlyHelpRequest.objects.none()
    found = EarlyHelpRequest.objects.filter(child__in=visible_children(viewer))
    people = ("asked_by", "accepted_by", "sent_back_by", "stepped_up_by")
    return found.select_related("team", "child", *people).order_by("asked_at", "pk")


def of_the_same_contact(request: EarlyHelpRequest, *, viewer: User) -> QuerySet[EarlyHelpRequest]:
    """
    Brothers and sisters of a child whom the same contact, or the same step-down, handed to the same team, and whom this
    viewer may see.
    """
    asked = requests(viewer=viewer).filter(team=request.team_id).exclude(pk=request.pk)
    if request.child_contact is not None:
        return asked.filter(child_contact__contact=request.child_contact.contact_id)
    if request.referral_id is not None:
        # What is proposed in one act is proposed at one moment.
        return asked.filter(referral__isnull=False, asked_at=request.asked_at, asked_by=request.asked_by_id)
    return EarlyHelpRequest.objects.none()
