"""Asking who is still to be told what was decided, and what must not be done to tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import PersonName, Relationship, SafeContact
from lintel.foundation.people.naming import name_of
from lintel.statute.calendar import england
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import Concern, InformantKind, Outcome
from lintel.steps.front_door.models import ChildContact, Contact, Informant, Told
from lintel.steps.front_door.queries import adults_in, children_in, contacts, informant_of
from lintel.steps.front_door.telling.models import PassedOn
from lintel.steps.front_door.telling.rules import Drafted, ForOneChild, Sealed, draft, for_authority

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SEALED = "What they were told is sealed, as they are."
OWED_TO = [kind for kind in InformantKind if kind.is_told_the_outcome]


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """
    A contact of which somebody is owed word, and by when.

    :param kind: who told us and is owed an answer; None where another authority is owed what we were told.
    """

    contact: Contact
    kind: InformantKind | None
    decided_on: date
    due_on: date
    is_overdue: bool


def to_tell(*, viewer: User, today: date) -> list[ToTell]:
    """
    Every decided contact of a professional or the police who has not been told, and every one that is to be passed on
    to another authority, the longest overdue first (K14).

    Those who work at the desk see it; whoever told us is answered once it is decided for every child.
    """
    if not may(viewer, permissions.WORK_THE_DESK):
        return []
    return sorted(
        [*_answers_owed(viewer, today), *_owed_to_authorities(viewer, today)], key=lambda e: (e.due_on, e.contact.pk)
    )


def _answers_owed(viewer: User, today: date) -> Iterator[ToTell]:
    undecided = ChildContact.objects.filter(contact=OuterRef("pk"), decided_on__isnull=True)
    owed = contacts(viewer=viewer).filter(held_by_team__isnull=False, informant__kind__in=OWED_TO)
    owed = owed.exclude(Exists(undecided)).exclude(Exists(Told.objects.filter(contact=OuterRef("pk"))))
    found = owed.select_related("informant").annotate(last_decided_on=Max("children__decided_on"))
    return _by_the_clock(((each, InformantKind(each.informant.kind), each.last_decided_on) for each in found), today)


def _owed_to_authorities(viewer: User, today: date) -> Iterator[ToTell]:
    live = contacts(viewer=viewer).filter(held_by_team__isnull=False, children__in=_for_other_authorities())
    found = live.annotate(first_decided_on=Min("children__decided_on"))
    return _by_the_clock(((each, None, each.first_decided_on) for each in found), today)


def _by_the_clock(owed: Iterable[tuple[Contact, InformantKind | None, date]], today: date) -> Iterator[ToTell]:
    limits, calendar = all_limits(), england()
    for contact, kind, decided_on in owed:
        due_on = limits.time_limit("referrer_told", on=decided_on).due_on(decided_on, calendar)
        yield ToTell(contact=contact, kind=kind, decided_on=decided_on, due_on=due_on, is_overdue=due_on < today)


def _for_other_authorities() -> QuerySet[ChildContact]:
    """The children who live elsewhere, and whose authority has not been told of them."""
    return ChildContact.objects.filter(
        outcome=Outcome.OTHER_AUTHORITY, decided_on__isnull=False, passed_on__isnull=True
    )


def to_pass_on(contact: Contact, *, viewer: User) -> list[ChildContact]:
    """The children of a contact whom this viewer may see and of whom another authority is still to be told."""
    owed = set(_for_other_authorities().filter(contact=contact).values_list("pk", flat=True))
    return [line for line in children_in(contact, viewer=viewer) if line.pk in owed]


def passed_on(contact: Contact, *, viewer: User) -> list[PassedOn]:
    """What went to other authorities so far, and through whom, for those who may read the contact."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    return list(contact.passed_on.select_related("passed_by").order_by("passed_at", "pk"))


def drafted_for_authority(contact: Contact, *, council: str, viewer: User) -> str:
    """The text to start from for another authority; empty where nothing is to be passed on, or none of theirs to."""
    lines, informant = to_pass_on(contact, viewer=viewer), informant_of(contact, viewer=viewer)
    if not lines:
        return ""
    says = [informant.name, informant.post, informant.organisation, informant.telephone] if informant else []
    return for_authority(
        [_name_and_birth(line) for line in lines], words=contact.words,
        about=", ".join(Concern(each).words.lower() for each in contact.concerns),
        told_by=", ".join(filter(None, says)) or "somebody who is not to be named", reference=contact.reference,
        received_on=contact.received_on, sealed=_sealed_in(contact), council=council,
        safe_ways=[_safe_way(rule) for rule in safe_contact_rules(contact, viewer=viewer)],
    )  # fmt: skip


def _name_and_birth(line: ChildContact) -> str:
    born = line.child.date_of_birth
    return name_of(line.child) + (f" (born {born:%-d %B %Y})" if born else "")


def _safe_way(rule: SafeContact) -> str:
    never = f" (never write to {rule.address or 'them'})" if rule.never_write else ""
    return f"{name_of(rule.person)}: {rule.words}{never}"


def _sealed_in(contact: Contact) -> Sealed | None:
    """What must not be read in the words of a contact; it leaves this module only as what is left out."""
    it = Informant.objects.filter(contact=contact, is_sealed=True).first()
    return Sealed(names=[it.name], ways=[it.telephone, it.email, it.address, it.organisation]) if it else None


def told_about(contact: Contact, *, viewer: User, opened: Informant | None = None) -> list[Told]:
    """
    What whoever told us was told so far, and by whom, for those who may read the contact.

    Where it went and its words say who they are, so they are under the same seal.

    :param opened: who told us, as `informant_of` gave it to this viewer when they opened the seal.
    """
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    found = list(contact.told.select_related("told_by").order_by("told_at", "pk"))
    is_sealed = Informant.objects.filter(contact=contact, is_sealed=True)
    if is_sealed.exists() and (opened is None or not is_sealed.filter(pk=opened.pk).exists()):
        for each in found:
            each.to, each.text = ("", SEALED) if each.text else ("", "")
    return found


def safe_contact_rules(contact: Contact, *, viewer: User) -> list[SafeContact]:
    """The rules in force about how anybody of the contact whom this viewer may see is reached safely (hard stop 11)."""
    people = [line.child_id for line in children_in(contact, viewer=viewer)]
    people += [adult.person_id for adult in adults_in(contact, viewer=viewer)]
    rules = SafeContact.objects.filter(person__in=people, ended_at__isnull=True)
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
    passed = set(
        PassedOn.children.through.objects.filter(passedon__contact=contact).values_list("childcontact", flat=True)
    )
    told = [
        ForOneChild(
            called=_called(line), outcome=Outcome(line.outcome), rationale=line.rationale,
            is_passed_on=line.pk in passed,
        )
        for line in lines
    ]  # fmt: skip
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
