"""Gathering what the rows of the queue are made of: a fixed number of questions, however many contacts wait."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import HouseholdMembership, Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.rules import age_in_words
from lintel.statute.calendar import england, local_day
from lintel.steps.front_door import rules
from lintel.steps.front_door.codes import Identity, InformantKind, Outcome
from lintel.steps.front_door.desk.models import Deferral
from lintel.steps.front_door.desk.rules import Traits, is_in_the_room
from lintel.steps.front_door.models import AdultInContact, ChildContact, Contact, Decision, Informant, OnDesk
from lintel.steps.front_door.rules import letters_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

PARENTS = (
    RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT, RelationshipKind.STEP_PARENT,
    RelationshipKind.CARER,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ChildInRow:
    """A child as they stand in the queue."""

    line: int
    child: int
    name: str
    age: str
    is_checked: bool
    is_decided: bool
    waits_for_signature: bool
    contacts_before: int
    outcome: str = ""


class Gathered:
    """Everything about some contacts that the queue shows, read at once."""

    def __init__(self, contacts: Sequence[Contact], *, viewer: User, at: datetime) -> None:
        self.viewer, self.at, self.today = viewer, at, local_day(at)
        self.contacts = contacts
        ids = [contact.pk for contact in contacts]
        lines = ChildContact.objects.filter(contact__in=ids).filter(child__in=visible_children(viewer))
        found = lines.select_related("child").prefetch_related("child__names", "child__addresses").order_by("pk")
        self.lines: dict[int, list[ChildContact]] = _by_contact(found)
        self.children = {line.child_id for line in found}
        self.unsigned = set(
            Decision.objects.filter(
                child_contact__contact__in=ids, signed_at__isnull=True, returned_at__isnull=True
            ).exclude(signature_asked_because="").values_list("child_contact", flat=True)
        )  # fmt: skip
        self._read_receipts()
        self._read_around(ids)
        seats = OnDesk.objects.filter(user__in={c.held_by_id for c in contacts if c.held_by_id}, ended_at__isnull=True)
        self.seats = {seat.user_id: seat.began_at for seat in seats}
        deferrals = Deferral.objects.filter(contact__in=ids).select_related("by").order_by("pk")
        self.deferrals = {each.contact_id: each for each in deferrals}
        self.limits = all_limits()

    def _read_receipts(self) -> None:
        """Every contact these children were ever in: when each was received, and whose clock runs on in it."""
        ever = ChildContact.objects.filter(child__in=self.children)
        self.receipts: dict[int, tuple[datetime | None, int | None]] = {}
        self.ever = Counter[int]()
        for pk, child, received_at, continues in ever.values_list("pk", "child", "contact__received_at", "continues"):
            self.receipts[pk] = (received_at, continues)
            self.ever[child] += 1

    def _read_around(self, ids: list[int]) -> None:
        """The households, parents and callers by which contacts may belong together."""
        homes = HouseholdMembership.objects.filter(
            household__memberships__person__in=self.children, household__memberships__left_on__isnull=True,
            left_on__isnull=True, person__in=visible_children(self.viewer), person__is_child=True,
        ).select_related("person").prefetch_related("person__names").distinct()  # fmt: skip
        self.home_of: dict[int, int] = {}
        self.at_home: dict[int, list[Person]] = defaultdict(list)
        for membership in homes.order_by("pk"):
            self.home_of[membership.person_id] = membership.household_id
            self.at_home[membership.household_id].append(membership.person)
        ties = Relationship.objects.filter(to_person__in=self.children, kind__in=PARENTS, ended_on__isnull=True)
        self.parents: dict[int, set[int]] = defaultdict(set)
        for parent, child in ties.values_list("person", "to_person"):
            self.parents[child].add(parent)
        self.adults: dict[int, set[int]] = defaultdict(set)
        for contact, person in AdultInContact.objects.filter(contact__in=ids).values_list("contact", "person"):
            self.adults[contact].add(person)
        self.informants = {
            told.contact_id: told
            # A desk of the police tells us of many families in a day; that says nothing about any two of them.
            for told in Informant.objects.filter(contact__in=ids, is_sealed=False).exclude(kind=InformantKind.POLICE)
        }  # fmt: skip

    # --- for one contact ---

    def clock(self, contact: Contact) -> rules.Clock:
        """The clock that ends first, of the children about whom nothing is decided."""
        lines = self.lines[contact.pk]
        undecided = [line for line in lines if line.decided_on is None] or lines
        return min((self.clock_of(line, contact) for line in undecided), key=lambda clock: clock.hours_due_at)

    def clock_of(self, line: ChildContact, contact: Contact) -> rules.Clock:
        started_at, above = contact.received_at, line.continues_id
        seen = {line.pk}
        while above is not None and above not in seen and above in self.receipts:
            seen.add(above)
            received_at, above = self.receipts[above]
            started_at = received_at or started_at
        assert started_at is not None
        day = local_day(started_at)
        return rules.clock(
            started_at=started_at, hours=self.limits.time_limit("contact_decision", on=day),
            working_days=self.limits.time_limit("contact_decision_working_days", on=day), calendar=england(),
        )  # fmt: skip

    def children_of(self, contact: Contact) -> list[ChildInRow]:
        return [
            ChildInRow(
                line=line.pk, child=line.child_id, name=name_of(line.child), is_checked=is_checked(line),
                age=age_in_words(line.child.date_of_birth, certainty=line.child.birth_date_certainty, on=self.today),
                is_decided=line.decided_on is not None, waits_for_signature=line.pk in self.unsigned,
                contacts_before=self.ever[line.child_id] - 1,
                outcome=Outcome(line.outcome).words if line.outcome else "",
            )
            for line in self.lines[contact.pk]
        ]  # fmt: skip

    def others_at_home(self, contact: Contact) -> list[str]:
        """Brothers, sisters and other children of the household who are not in the contact."""
        here = {line.child_id for line in self.lines[contact.pk]}
        homes = {self.home_of[child] for child in here if child in self.home_of}
        others = {one.pk: one for home in homes for one in self.at_home[home] if one.pk not in here}
        return [
            f"{name_of(one)} ({age_in_words(one.date_of_birth, certainty=one.birth_date_certainty, on=self.today)})"
            for one in others.values()
        ]

    def is_holder_away(self, contact: Contact) -> bool:
        """Whether somebody holds it who has left the desk."""
        if contact.held_by_id is None:
            return False
        return not is_in_the_room(began_at=self.seats.get(contact.held_by_id), ended_at=None, at=self.at)

    def waits_for_signature(self, contact: Contact) -> bool:
        """Whether everything in it is decided, and a manager's signature is all that is missing."""
        return all(line.decided_on or line.pk in self.unsigned for line in self.lines[contact.pk])

    def traits(self, contact: Contact) -> Traits:
        lines = self.lines[contact.pk]
        children = {line.child_id for line in lines}
        parents = {parent for child in children for parent in self.parents[child]}
        told = self.informants.get(contact.pk)
        return Traits(
            pk=contact.pk, children=frozenset(children), adults=frozenset(parents | self.adults[contact.pk]),
            named=frozenset(filter(None, (_named(line.child) for line in lines))),
            households=frozenset(self.home_of[child] for child in children if child in self.home_of),
            places=frozenset(place for line in lines for place in _places(line.child)),
            told=frozenset(_teller(told, contact.received_on) if told else ()),
        )  # fmt: skip


def is_checked(line: ChildContact) -> bool:
    """Whether an officer has said who the child is."""
    return line.identity in (Identity.KNOWN, Identity.NEW)


def _by_contact(lines: Iterable[ChildContact]) -> dict[int, list[ChildContact]]:
    found: dict[int, list[ChildContact]] = defaultdict(list)
    for line in lines:
        found[line.contact_id].append(line)
    return found


def _named(child: Person) -> str:
    """Name and date of birth, where both are known: enough to ask whether two records are one child."""
    name = letters_of("".join(f"{each.given}{each.family}" for each in list(child.names.all())[:1]))
    return f"{name} {child.date_of_birth}" if name and child.date_of_birth else ""


def _places(child: Person) -> list[str]:
    """Where a child lives now; not a confidential address: that two are the same would say where it is."""
    now = [each for each in child.addresses.all() if each.lived_until is None and not each.is_confidential]
    return [letters_of(each.lines + each.postcode) for each in now if letters_of(each.lines)]


def _teller(told: Informant, on: date) -> list[str]:
    who = letters_of(told.email) or (
        letters_of(told.name + told.organisation) if told.name and told.organisation else ""
    )
    return [f"{who} {on}"] if who else []
