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
    """Brothers and sisters of a child whom the same contact handed to the same team, and whom this viewer may see."""
    if request.child_contact is None:
        return EarlyHelpRequest.objects.none()
    together = requests(viewer=viewer).filter(
        child_contact__contact=request.child_contact.contact_id, team=request.team_id
    )
    return together.exclude(pk=request.pk)
