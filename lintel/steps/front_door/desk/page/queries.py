"""Asking what was said about agreement, where children live, and who left a contact and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.people.models import Address
from lintel.steps.front_door.models import ConsentStep, Contact, PassedOver
from lintel.steps.front_door.queries import children_in, contacts

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def agreement_in(contact: Contact, *, viewer: User) -> dict[int, list[ConsentStep]]:
    """What was said about agreement for each child of a contact, by the child's line, newest first."""
    lines = [line.pk for line in children_in(contact, viewer=viewer)]
    found: dict[int, list[ConsentStep]] = {pk: [] for pk in lines}
    steps = ConsentStep.objects.filter(child_contact__in=lines).select_related("recorded_by")
    for step in steps.order_by("-said_at", "-pk"):
        found[step.child_contact_id].append(step)
    return found


def homes(contact: Contact, *, viewer: User) -> dict[int, list[str]]:
    """Where each child lives now, by the child; of a confidential address only that there is one."""
    children = [line.child_id for line in children_in(contact, viewer=viewer)]
    found: dict[int, list[str]] = {}
    for address in Address.objects.filter(person__in=children, lived_until__isnull=True).order_by("pk"):
        where = ", ".join(filter(None, [*address.lines.splitlines(), address.postcode]))
        found.setdefault(address.person_id, []).append("Confidential address" if address.is_confidential else where)
    return found


def left_by(contact: Contact, *, viewer: User) -> list[PassedOver]:
    """Who was given this contact and left it, and why, oldest first."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    return list(PassedOver.objects.filter(contact=contact).select_related("by").order_by("at", "pk"))
