"""Asking about batches and what partners owe each other. A partner is shown their own force's and nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.agencies.queries import agency_of
from lintel.steps.police_notifications import permissions
from lintel.steps.police_notifications.codes import BatchState
from lintel.steps.police_notifications.models import (
    BacklogDeclaration,
    Batch,
    Escalation,
    QuarantinedRow,
    Silence,
)

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def forces(*, viewer: User) -> list[Agency]:
    """The police forces this person may read the numbers of: every one for ours, their own for a partner."""
    own = police_force_of(viewer=viewer)
    if own is not None:
        return [own]
    if not may(viewer, permissions.SEE_PARTNERSHIP):
        return []
    return list(Agency.objects.filter(kind=AgencyKind.POLICE).order_by("name"))


def police_force_of(*, viewer: User) -> Agency | None:
    """The police force this person answers for, if any."""
    agency = agency_of(viewer=viewer)
    if agency is None or agency.kind != AgencyKind.POLICE or not may(viewer, permissions.WORK_FOR_THE_POLICE):
        return None
    return agency


def batches(*, viewer: User) -> QuerySet[Batch]:
    """Batches, newest first: all of them at the desk, a partner's own in the portal."""
    found = Batch.objects.defer("content").select_related("agency", "received_from", "taken_in_by")
    if may(viewer, permissions.TAKE_IN_BATCHES):
        return found.order_by("-received_at", "-pk")
    own = police_force_of(viewer=viewer)
    return found.filter(agency=own).order_by("-received_at", "-pk") if own else Batch.objects.none()


def batches_left_lying(*, viewer: User, at: datetime) -> list[Batch]:
    """Batches that were looked at and not taken in, oldest first."""
    return list(batches(viewer=viewer).filter(state=BatchState.READ, received_at__lte=at).order_by("received_at"))


def rows_set_aside(batch: Batch, *, viewer: User) -> list[QuarantinedRow]:
    """The rows of a batch that were set aside, in order, for those who may see the batch."""
    if not batches(viewer=viewer).filter(pk=batch.pk).exists():
        return []
    return list(batch.set_aside.select_related("mended_by").order_by("number"))


def rows_waiting(*, viewer: User) -> int:
    """How many rows set aside wait to be mended, of the batches this person may see."""
    return QuarantinedRow.objects.filter(mended_by__isnull=True, batch__in=batches(viewer=viewer)).count()


def declarations(agency: Agency, *, viewer: User) -> list[BacklogDeclaration]:
    """What a force has declared, newest first, for those who may read its numbers."""
    if agency not in forces(viewer=viewer):
        return []
    return list(agency.declarations.order_by("-declared_at", "-pk")[:52])


def silences_now(agency: Agency, *, viewer: User) -> list[Silence]:
    """Ways of sending that are silent for longer than their habit and have not spoken since."""
    if agency not in forces(viewer=viewer):
        return []
    found = agency.silences.filter(ended_at__isnull=True).select_related("agency").order_by("-latest_at")
    return list(found)


def escalations(agency: Agency, *, viewer: User) -> list[Escalation]:
    """What was escalated between a force and us, newest first, with who was told, by when and what they answered."""
    if agency not in forces(viewer=viewer):
        return []
    return list(agency.escalations.select_related("answered_by", "comes_from").order_by("-raised_at", "-pk")[:50])


def escalation(pk: int, *, viewer: User) -> Escalation | None:
    """One of them, of a force whose numbers this person may read."""
    found = Escalation.objects.filter(pk=pk).select_related("agency").first()
    return found if found is not None and found.agency in forces(viewer=viewer) else None
