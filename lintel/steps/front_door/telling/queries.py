"""Asking who is still to be told what was decided, and what must not be done to tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef

from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import PersonName, Relationship, SafeContact
from lintel.statute.calendar import england
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import InformantKind, Outcome
from lintel.steps.front_door.models import ChildContact, Contact, Told
from lintel.steps.front_door.queries import contacts, informant_of
from lintel.steps.front_door.telling.rules import Drafted, ForOneChild, draft

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

OWED_TO = [kind for kind in InformantKind if kind.is_told_the_outcome]


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """A contact whose informant is owed an answer, and by when."""

    contact: Contact
    kind: InformantKind
    decided_on: date
    due_on: date
    is_overdue: bool


def to_tell(*, viewer: User, today: date) -> list[ToTell]:
    """
    Every decided contact of a professional or the police who has not been told, the longest overdue first (K14).

    Those who work at the desk see it; a contact with a child who is still undecided is not among them.
    """
    if not may(viewer, permissions.WORK_THE_DESK):
        return []
    undecided = ChildContact.objects.filter(contact=OuterRef("pk"), decided_on__isnull=True)
    owed = contacts(viewer=viewer).filter(held_by_team__isnull=False, informant__kind__in=OWED_TO)
    owed = owed.exclude(Exists(undecided)).exclude(Exists(Told.objects.filter(contact=OuterRef("pk"))))
    limits, calendar = all_limits(), england()
    found = []
    for contact in owed.select_related("informant").annotate(last_decided_on=Max("children__decided_on")):
        decided_on: date = contact.last_decided_on
        due_on = limits.time_limit("referrer_told", on=decided_on).due_on(decided_on, calendar)
        kind = InformantKind(contact.informant.kind)
        found.append(
            ToTell(contact=contact, kind=kind, decided_on=decided_on, due_on=due_on, is_overdue=due_on < today)
        )
    return sorted(found, key=lambda each: (each.due_on, each.contact.pk))


def told_about(contact: Contact, *, viewer: User) -> list[Told]:
    """What whoever told us was told so far, and by whom, for those who may read the contact."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    return list(contact.told.select_related("told_by").order_by("told_at", "pk"))


def safe_contact_rules(contact: Contact, *, viewer: User) -> list[SafeContact]:
    """The rules in force about how anybody in a contact may be reached, for those who may read the contact."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    rules = SafeContact.objects.filter(person__in=_people_in(contact), ended_at__isnull=True)
    return list(rules.select_related("person").prefetch_related("person__names").order_by("pk"))


def drafted(contact: Contact, *, council: str, name: str, viewer: User) -> Drafted | None:
    """
    The text to start from, for those who may read the contact; None where nobody told us or nothing is decided yet.

    :param name: how to address them, where whoever writes may know it.
    """
    informant = informant_of(contact, viewer=viewer)
    lines = list(contact.children.exclude(outcome="").order_by("pk"))
    if informant is None or not lines:
        return None
    told = [
        ForOneChild(called=_called(line), outcome=Outcome(line.outcome), rationale=line.rationale) for line in lines
    ]
    theirs = {word.lower() for line in lines for word in _named(line)}
    family = [each for each in _names_of(_people_in(contact)) if each.lower() not in theirs]
    return draft(
        told, kind=InformantKind(informant.kind), name=name, reference=contact.reference, council=council,
        received_on=contact.received_on, names_of_family=family,
    )  # fmt: skip


def _called(line: ChildContact) -> str:
    """What whoever told us called the child: never a name that only we know."""
    return str(line.as_told.get("given", "")).strip()


def _people_in(contact: Contact) -> list[int]:
    return [*contact.children.values_list("child", flat=True), *contact.adults.values_list("person", flat=True)]


def _named(line: ChildContact) -> list[str]:
    """Every name whoever told us gave for a child: those they may read again."""
    return [word for part in ("given", "family") for word in str(line.as_told.get(part, "")).split()]


def _names_of(people: Sequence[int]) -> list[str]:
    """Every name of everybody in the contact, and of everybody related to them, word by word."""
    related = Relationship.objects.filter(to_person__in=people).values_list("person", flat=True)
    names = PersonName.objects.filter(person__in=[*people, *related]).values_list("given", "family")
    return [word for name in names for part in name for word in part.split()]
