"""Asking about contacts; always only those the viewer may see."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Address
from lintel.statute.calendar import england, local_day
from lintel.steps.front_door import permissions, rules
from lintel.steps.front_door.models import AdultInContact, ChildContact, Contact, Decision, Informant

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def contacts(*, viewer: User) -> QuerySet[Contact]:
    """
    The contacts this person may read: at least one child of it must be theirs to see, and none kept from them.

    A contact shows every child in it, so one child who is restricted from the viewer, or from whom they are excluded,
    hides it whole: such a contact is for the people named.
    """
    if not may(viewer, permissions.SEE_CONTACTS):
        return Contact.objects.none()
    lines = ChildContact.objects.filter(contact=OuterRef("pk"))
    found = Contact.objects.filter(Exists(lines.filter(child__in=visible_children(viewer))))
    return found.exclude(Exists(lines.filter(child__in=kept_from(viewer))))


def awaiting_decision(*, viewer: User) -> QuerySet[Contact]:
    """Live contacts with a child about whom nothing is decided, of those this person may read."""
    return contacts(viewer=viewer).filter(pk__in=Contact.objects.awaiting_decision().values("pk"))


def children_in(contact: Contact, *, viewer: User) -> list[ChildContact]:
    """The children of a contact whom this person may see, in the order they were told of."""
    lines = contact.children.filter(child__in=visible_children(viewer)).select_related("child", "contact")
    return list(lines.order_by("pk"))


def adults_in(contact: Contact, *, viewer: User) -> list[AdultInContact]:
    """The adults a contact speaks of, for those who may read it."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    return list(contact.adults.select_related("person").order_by("pk"))


def secret_addresses_in(contact: Contact, *, viewer: User) -> list[tuple[str, str]]:
    """
    The lines and postcode of every address of anybody in a contact that must be kept secret.

    They are asked for to leave them out of what is shown, so anybody who shows the contact may ask.
    """
    assert viewer is not None
    whose = Q(person__child_contacts__contact=contact) | Q(person__in=contact.adults.values("person"))
    return list(Address.objects.filter(whose, is_confidential=True).values_list("lines", "postcode").distinct())


def as_told_of(line: ChildContact, *, viewer: User) -> dict[str, Any]:
    """What was told of a child in a contact, without an address that must be kept secret."""
    return rules.told_openly(line.as_told, secret=secret_addresses_in(line.contact, viewer=viewer))


def clock_of(line: ChildContact, *, viewer: User) -> rules.Clock:
    """
    The clock of a child and a concern: it runs from the first receipt, however often the concern was closed unsettled.

    About times only, so anybody who has the line may ask.
    """
    assert viewer is not None
    first = line
    while first.continues is not None:
        first = first.continues
    started_at = first.contact.received_at or line.contact.received_at
    assert started_at is not None
    limits, day = all_limits(), local_day(started_at)
    return rules.clock(
        started_at=started_at, hours=limits.time_limit("contact_decision", on=day),
        working_days=limits.time_limit("contact_decision_working_days", on=day), calendar=england(),
    )  # fmt: skip


def decisions_of(contact: Contact, *, viewer: User) -> list[Decision]:
    """Every decision made in a contact, also those that were returned, oldest first, for those who may read it."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    found = Decision.objects.filter(child_contact__contact=contact)
    return list(found.select_related("decided_by", "signed_by", "child_contact").order_by("decided_at", "pk"))


def decisions_to_sign(*, viewer: User) -> list[Decision]:
    """Decisions that wait for a manager's signature and are not the viewer's own, oldest first."""
    if not may(viewer, permissions.SIGN_DECISIONS):
        return []
    found = Decision.objects.exclude(signature_asked_because="").filter(
        signed_at__isnull=True, returned_at__isnull=True, child_contact__contact__in=contacts(viewer=viewer)
    )
    return list(found.exclude(decided_by=viewer).select_related("decided_by", "child_contact__contact").order_by("pk"))


def informant_of(contact: Contact, *, viewer: User, opened_at: datetime | None = None) -> Informant | None:
    """
    Who told us, as far as this person may know it: what a sealed informant is, and nothing by which to find them.

    :param opened_at: when the viewer asks to open the seal; opening leaves an entry in the audit log.
    :raises NotAllowed: if they ask and may not.
    """
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return None
    told = Informant.objects.filter(contact=contact).select_related("agency").first()
    if told is None or not told.is_sealed:
        return told
    if opened_at is None:
        return Informant(contact=contact, kind=told.kind, is_sealed=True)
    require(viewer, permissions.OPEN_SEALED_INFORMANT)
    note("sealed informant opened", by=viewer, at=opened_at, subject=contact)
    return told
