"""What the record of the family says: moves, partners who came and went, names; and what people wrote here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Address, Person, PersonName, Relationship, SafeContact
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology.openly import LEFT_OUT, Openly
from lintel.journey.chronology.reading.making import origin, record_of
from lintel.journey.chronology.rules import Line
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.queries import events
from lintel.steps.front_door.models import AdultInContact, ChildContact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

PARENTS = (
    RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT, RelationshipKind.STEP_PARENT,
    RelationshipKind.CARER,
)  # fmt: skip
BORN_TO = (RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT)


def moves(children: Collection[int]) -> Iterator[Line]:
    """Where a child came to live, by the day; an address that must be kept secret is never said."""
    found = Address.objects.filter(person__in=children, lived_from__isnull=False).select_related("source_file")
    for it in found:
        where = LEFT_OUT if it.is_confidential else ", ".join((it.lines.replace("\n", ", "), it.postcode)).strip(", ")
        assert it.lived_from is not None
        yield Line(
            on=it.lived_from, what="Came to live at another address", detail=where, lasts=it.lived_until is not None,
            until=it.lived_until, came_from=origin(it), step="family", pk=it.pk, whose=(it.person_id,),
            kinds=(ItemKind.MOVE,), records=(record_of(it),),
        )  # fmt: skip


def partners(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Partners of a parent who came and went, where the record says when."""
    ties = Relationship.objects.filter(to_person__in=children, kind__in=PARENTS)
    child_of: dict[int, set[int]] = {}
    for parent, child in ties.values_list("person_id", "to_person_id"):
        child_of.setdefault(parent, set()).add(child)
    hidden = kept_from(viewer)
    dated = Relationship.objects.filter(Q(began_on__isnull=False) | Q(ended_on__isnull=False))
    found = dated.filter(Q(kind=RelationshipKind.PARTNER) & (Q(person__in=child_of) | Q(to_person__in=child_of)))
    found = found.exclude(person__in=hidden).exclude(to_person__in=hidden).select_related(
        "source_file", "person", "to_person"
    )  # fmt: skip
    for it in found.prefetch_related("person__names", "to_person__names"):
        who = f"{name_of(it.person)} and {name_of(it.to_person)}"
        whose = sorted(child_of.get(it.person_id, set()) | child_of.get(it.to_person_id, set()))
        for on, what in ((it.began_on, "Became partners"), (it.ended_on, "No longer partners")):
            for child in whose if on else ():
                assert on is not None
                yield Line(
                    on=on, what=what, detail=who, came_from=origin(it), step="family", pk=it.pk, whose=(child,),
                    kinds=(ItemKind.PARTNER_CHANGE,), records=(f"{record_of(it)}/{what.split()[0].lower()}",),
                    event=f"partners/{it.pk}/{what}",
                )  # fmt: skip


def names(children: Collection[int]) -> Iterator[Line]:
    """From when a child was called otherwise; where no day is known, there is no line."""
    found = PersonName.objects.filter(person__in=children, used_from__isnull=False).select_related("source_file")
    for it in found:
        assert it.used_from is not None
        yield Line(
            on=it.used_from, what=f"Called {it.given} {it.family}".strip(), came_from=origin(it), step="family",
            pk=it.pk, whose=(it.person_id,), kinds=(ItemKind.NAME,), records=(record_of(it),),
        )  # fmt: skip


def written(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Events somebody wrote down because they stand nowhere else; corrected ones say so."""
    seen = set(children)
    found = events(viewer=viewer).filter(about__child__in=seen, withdrawn_at__isnull=True).distinct()
    for it in found.prefetch_related("about", "corrections"):
        corrected = len(it.corrections.all())
        said = " Corrected since." if corrected == 1 else f" Corrected {corrected} times." if corrected else ""
        for about in it.about.all():
            if about.child_id in seen:
                yield Line(
                    on=it.happened_on, known_on=local_day(it.written_at), what=ItemKind(it.kind).words,
                    detail=f"{it.words} Told by {it.told_by}.{said}", step="entry", pk=it.pk, whose=(about.child_id,),
                    kinds=(ItemKind(it.kind),), event=f"entry/{it.pk}", records=(record_of(it),),
                    came_from=f"{it.written_by.name}, {local_day(it.written_at):%-d %B %Y}",
                )  # fmt: skip


def brothers_and_sisters(person: Person, *, viewer: User) -> list[Person]:
    """
    Children of the same household, and brothers and sisters elsewhere or not born yet, whom this viewer may see, eldest
    first. Whoever has the same mother or father is one, whether anybody wrote that down as a tie of its own or not.
    """
    home = Q(
        household_memberships__left_on__isnull=True,
        household_memberships__household__memberships__person=person,
        household_memberships__household__memberships__left_on__isnull=True,
    )
    kinds = (RelationshipKind.SIBLING, RelationshipKind.HALF_SIBLING)
    ties = Relationship.objects.filter(kind__in=kinds, ended_on__isnull=True)
    related = {*ties.filter(person=person).values_list("to_person_id", flat=True)}
    related |= {*ties.filter(to_person=person).values_list("person_id", flat=True)}
    parents = Relationship.objects.filter(kind__in=BORN_TO)
    same = parents.filter(person__in=parents.filter(to_person=person).values("person"))
    related |= {*same.values_list("to_person_id", flat=True)}
    together = {*Person.objects.filter(home, is_child=True).values_list("pk", flat=True)} | related
    seen = visible_children(viewer).filter(pk__in=together - {person.pk}, is_child=True)
    return list(seen.prefetch_related("names").order_by("date_of_birth", "pk"))


def secret_addresses(children: Collection[int]) -> Openly:
    """What must be left out of every word about these children: their own, their families', their contacts' adults'."""
    contacts = ChildContact.objects.filter(child__in=children).values_list("contact_id", flat=True)
    people = {*children, *AdultInContact.objects.filter(contact__in=contacts).values_list("person_id", flat=True)}
    people |= {*Relationship.objects.filter(to_person__in=children).values_list("person_id", flat=True)}
    held = Address.objects.filter(person__in=people, is_confidential=True).values_list("lines", "postcode")
    rules = SafeContact.objects.filter(person__in=people, ended_at__isnull=True).exclude(address="")
    return Openly([*held, *((address, "") for address in rules.values_list("address", flat=True))])
