"""Asking how far a contact is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintel.foundation.people.models import Person
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from lintel.steps.front_door.queries import adults_in, children_in, contacts, decisions_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    One child of a contact, as far as deciding goes.

    :param decision: the decision that holds or waits for a signature; None while there is none.
    :param returned: the last one that came back unsigned.
    """

    line: ChildContact
    decision: Decision | None
    returned: Decision | None

    @property
    def is_undecided(self) -> bool:
        """Whether somebody is still to decide: nothing is decided, and nothing waits for a signature."""
        return self.decision is None and self.line.decided_on is None

    @property
    def waits_for_signature(self) -> bool:
        return self.decision is not None and self.line.decided_on is None


def standing_of(contact: Contact, *, viewer: User) -> list[Standing]:
    """Every child of a contact whom this viewer may see, with what was decided, in the order they were told of."""
    live: dict[int, Decision] = {}
    returned: dict[int, Decision] = {}
    for each in decisions_of(contact, viewer=viewer):
        (live if each.returned_at is None else returned)[each.child_contact_id] = each
    return [
        Standing(line=line, decision=live.get(line.pk), returned=returned.get(line.pk))
        for line in children_in(contact, viewer=viewer)
    ]


def people_in(contact: Contact, *, viewer: User) -> list[Person]:
    """Everybody a contact speaks of whom this viewer may see: the children first."""
    children = [line.child for line in children_in(contact, viewer=viewer)]
    return children + [adult.person for adult in adults_in(contact, viewer=viewer)]


def decision_of(pk: int, *, viewer: User) -> Decision | None:
    """One decision of a contact this viewer may read; None where there is none, or none of theirs to read."""
    people = ("decided_by", "signed_by", "returned_by", "child_contact__child", "child_contact__contact")
    readable = Decision.objects.filter(pk=pk, child_contact__contact__in=contacts(viewer=viewer))
    return readable.select_related(*people).first()
