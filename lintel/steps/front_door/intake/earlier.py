"""Whose clock runs on: the earlier contact about the same child and the same concern."""

from __future__ import annotations

from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.statute.calendar import england
from lintel.steps.front_door import rules
from lintel.steps.front_door.models import ChildContact, Contact


def earlier_line(child: Person, contact: Contact) -> ChildContact | None:
    """The line of an earlier contact whose clock runs on in this one."""
    if contact.received_at is None:
        return None
    lines = ChildContact.objects.filter(child=child).exclude(contact=contact).select_related("contact")
    earlier = [
        rules.Earlier(
            pk=line.pk, received_at=line.contact.received_at, decided_on=line.decided_on, outcome=line.outcome,
            concerns=frozenset(line.contact.concerns),
        )
        for line in lines
        if line.contact.received_at is not None
    ]  # fmt: skip
    found = rules.continued(
        earlier, concerns=frozenset(contact.concerns), received_at=contact.received_at,
        within=all_limits().time_limit("linked_contact", on=contact.received_on), calendar=england(),
    )  # fmt: skip
    return ChildContact.objects.get(pk=found.pk) if found else None
