"""Asking for everything that is known of a child and the family, as plain values that can be shown and frozen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.queries import children_of_the_same_household, chronology
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.queries import checks_known
from lintel.steps.front_door.codes import Concern, Consent, Part
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.front_door.queries import adults_in, children_in, informant_of
from lintel.steps.front_door.remarks.queries import remarks_on

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

LINES_AT_MOST = 200


def known_at(contact: Contact, *, viewer: User, at: datetime) -> dict[str, Any]:
    """
    All that stands in front of a decision maker, as plain values: what was told, of whom, agreement, every child's
    history. A sealed informant stays sealed in it, so that it can be shown to a second decision maker.

    Only texts, numbers, lists and dictionaries, so that it can be frozen and hashed.
    """
    informant = informant_of(contact, viewer=viewer)
    return {
        "at": at.isoformat(),
        "contact": {
            "reference": contact.reference, "channel": contact.channel, "words": contact.words,
            "received_at": contact.received_at.isoformat() if contact.received_at else "",
            "happened_at": contact.happened_at.isoformat() if contact.happened_at else "",
            "concerns": [Concern(each).words for each in contact.concerns],
            "priority": contact.priority, "priority_reason": contact.priority_reason,
            "informant": informant.kind if informant else "",
        },
        "adults": [
            {"name": name_of(adult.person), "part": Part(adult.part).value, "as_told": adult.as_told}
            for adult in adults_in(contact, viewer=viewer)
        ],
        "remarks": [
            {"words": each.words, "by": each.made_by.name, "at": each.made_at.isoformat()}
            for each in remarks_on(contact, viewer=viewer)
        ],
        "children": [child_known(line, viewer=viewer, at=at) for line in children_in(contact, viewer=viewer)],
        "checks": checks_known(contact, viewer=viewer),
    }  # fmt: skip


def child_known(line: ChildContact, *, viewer: User, at: datetime) -> dict[str, Any]:
    """One child of a contact: who they are, agreement, brothers and sisters, who is involved, and their chronology."""
    child = line.child
    today = local_day(at)
    siblings = children_of_the_same_household(child, viewer=viewer)
    return {
        "child_contact": line.pk, "child": child.pk, "name": name_of(child), "as_told": line.as_told,
        "identity": line.identity, "date_of_birth": child.date_of_birth.isoformat() if child.date_of_birth else "",
        "consent": Consent(line.consent).words if line.consent else "", "consent_reason": line.consent_reason,
        "together": [each.name for each in child_lines([s.pk for s in siblings], viewer=viewer).values()],
        "related": related_to(child, viewer=viewer),
        "chronology": [
            {
                "on": each.on.isoformat(), "what": each.what, "detail": each.detail,
                "until": each.until.isoformat() if each.until else "", "step": each.step,
            }
            for each in chronology(child, viewer=viewer, day=today)[:LINES_AT_MOST]
            if not (each.step == "contact" and each.pk == line.pk)
        ],
    }  # fmt: skip


def related_to(child: Person, *, viewer: User) -> list[str]:
    """Who is related to a child, in words: "Ruth Bell, mother"."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    ties = Relationship.objects.filter(to_person=child, ended_on__isnull=True).select_related("person")
    return [f"{name_of(tie.person)}, {tie.kind.replace('_', ' ')}" for tie in ties.order_by("pk")]
