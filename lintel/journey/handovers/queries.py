"""Asking whether a child of a contact is worked with already, and whether there was nobody to tell of a decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.notices.models import Notice
from lintel.steps.allocation.models import Involvement
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.queries import children_in
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# The key of the notice that nobody works with a child, by the child's line in the contact.
NOBODY_HOLDS = "nobody holds/{}"


def worked_with_already(contact: Contact, *, viewer: User, on: date) -> dict[int, str]:
    """
    By the child's line in the contact: who works with a child whose episode of need is open, in words.

    A child who waits for a worker is among them; one who is not open is left out, and so is one the viewer may not see.
    """
    lines = {line.child_id: line.pk for line in children_in(contact, viewer=viewer)}
    held: dict[int, list[str]] = {}
    for each in Involvement.objects.in_force(on).filter(child__in=lines).select_related("worker", "team"):
        held.setdefault(each.child_id, []).append(f"{each.worker}, {each.team}" if each.team else str(each.worker))
    episodes = Referral.objects.open_on(on).filter(child__in=lines).exclude(child_contact__in=lines.values())
    waiting = set(episodes.values_list("child", flat=True))
    return {
        pk: "; ".join(held[child]) if child in held else "waiting for a worker"
        for child, pk in lines.items()
        if child in held or child in waiting
    }


def without_a_worker_to_tell(contact: Contact, *, viewer: User) -> set[int]:
    """The lines of a contact that were decided while nobody worked with the child, so that no worker was told."""
    lines = {NOBODY_HOLDS.format(line.pk): line.pk for line in children_in(contact, viewer=viewer)}
    return {lines[key] for key in Notice.objects.filter(key__in=lines).values_list("key", flat=True)}
