"""Asking what families were given to read; always only about children and readers the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Address, HouseholdMembership, Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.steps.family_versions import permissions
from lintel.steps.family_versions.codes import Reader
from lintel.steps.family_versions.models import FamilyVersion
from lintel.steps.family_versions.reading import rules_around
from lintel.steps.family_versions.rules import Words, WorryWords

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

PARENTS = {RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT}
CARERS = {RelationshipKind.STEP_PARENT, RelationshipKind.GRANDPARENT, RelationshipKind.CARER, RelationshipKind.PARTNER}
KEPT_FROM_YOU = (
    "There is a rule about somebody whose record you may not see. Ask your manager before you send anything."
)


@dataclass(frozen=True, kw_only=True)
class MayRead:
    """Somebody of the family a version can be written for, and what they are to the child."""

    person: Person
    name: str
    reader: Reader
    tie: str


def versions(*, viewer: User) -> QuerySet[FamilyVersion]:
    """Family versions of children this viewer may see, to readers who are not kept from them, the newest first."""
    if not may(viewer, permissions.SEE_FAMILY_VERSIONS):
        return FamilyVersion.objects.none()
    found = FamilyVersion.objects.filter(child__in=visible_children(viewer)).exclude(to__in=kept_from(viewer))
    people = ("written_by", "finished_by", "child", "to", "replaces", "replaced_by")
    return found.select_related(*people).order_by("-written_at", "-pk")


def words_of(version: FamilyVersion, *, viewer: User) -> Words:
    """All the words of a family version this viewer may see; without words where they may not."""
    if not versions(viewer=viewer).filter(pk=version.pk).exists():
        return Words(title="", ring="")
    worries = [
        WorryWords(
            worry=each.worry, impact=each.impact, better=each.better, ask=each.ask, will_do=each.will_do,
            need_id=each.need_id,
        )
        for each in version.worries.order_by("place")
    ]  # fmt: skip
    return Words(
        title=version.title, letter=version.letter, going_well=version.going_well, next_steps=version.next_steps,
        ring=version.ring, worries=worries,
    )  # fmt: skip


def may_read(child: Person, *, viewer: User) -> list[MayRead]:
    """Whom of the family a version can be written for: related adults, whoever lives there, and the child."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    hidden = set(kept_from(viewer).values_list("pk", flat=True))
    ties = {
        tie.person_id: RelationshipKind(tie.kind)
        for tie in Relationship.objects.filter(to_person=child, ended_on__isnull=True).order_by("-pk")
    }
    home = HouseholdMembership.objects.filter(left_on__isnull=True)
    together = set(
        home.filter(household__in=home.filter(person=child).values("household")).values_list("person", flat=True)
    )
    adults = Person.objects.filter(
        Q(pk__in=ties) | Q(pk__in=together), is_child=False, merged_into__isnull=True, died_on__isnull=True
    )
    found = [
        _as_reader(person, ties.get(person.pk))
        for person in adults.exclude(pk__in=hidden).prefetch_related("names").order_by("pk")
    ]
    found.sort(key=lambda each: list(Reader).index(each.reader))
    theirs = MayRead(person=child, name=name_of(child), reader=Reader.YOUNG_PERSON, tie="the child’s own version")
    return [*found, theirs]


def safe_contact_of(child: Person, to: Person, *, viewer: User) -> list[str]:
    """In words: the rules in force about how the reader, and anybody around them, is reached safely."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    hidden = set(kept_from(viewer).values_list("pk", flat=True))
    found = rules_around(child.pk, to.pk)
    names = {p.pk: name_of(p) for p in Person.objects.filter(pk__in=[p for p, _ in found]).prefetch_related("names")}
    said = [
        KEPT_FROM_YOU
        if whose in hidden
        else f"{names[whose]}: {'Never write. ' if rule.never_write else ''}{rule.words}"
        for whose, rule in found
    ]
    return list(dict.fromkeys(said))


def where_to_write(to: Person, *, viewer: User) -> str:
    """The address held for a reader, to start from; never a confidential one, nor of somebody kept from the viewer."""
    if kept_from(viewer).filter(pk=to.pk).exists():
        return ""
    held = Address.objects.filter(person=to, is_confidential=False, lived_until__isnull=True).order_by("-pk").first()
    return f"{held.lines}, {held.postcode}".replace("\n", ", ").strip(", ") if held else ""


def last_ring(*, viewer: User) -> str:
    """Whom to ring, as this worker last wrote it for a family: it is not typed again."""
    mine = versions(viewer=viewer).filter(written_by=viewer).first()
    return mine.ring if mine else ""


def _as_reader(person: Person, tie: RelationshipKind | None) -> MayRead:
    reader = Reader.PARENT if tie in PARENTS else Reader.CARER if tie in CARERS else Reader.FAMILY
    said = tie.replace("_", " ") if tie else "lives with the child"
    return MayRead(person=person, name=name_of(person), reader=reader, tie=said)
