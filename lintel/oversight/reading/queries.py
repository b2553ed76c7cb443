"""Asking which measures are on and how they stand, who belongs to a family, and what a writer saw differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.codes import BirthDateCertainty, RelationshipKind
from lintel.foundation.people.models import Person, PersonName, Relationship
from lintel.foundation.people.rules import called
from lintel.oversight.reading import permissions, rules
from lintel.oversight.reading.codes import Differently, Measure, Standing
from lintel.oversight.reading.looking import Needs
from lintel.oversight.reading.marks import kept_mark
from lintel.oversight.reading.models import ReadingSwitch, SeenDifferently, ValidationRecord
from lintel.oversight.reading.people import BABY_UNTIL_AGE, Adult, Child, People, Stage
from lintel.oversight.reading.word_lists import version_of_all
from lintel.statute.ages import age_on
from lintel.steps.assessments.models import Need

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

OF_CHILDREN = {RelationshipKind.SIBLING, RelationshipKind.HALF_SIBLING}


@dataclass(frozen=True)
class MeasureState:
    """How a measure stands: on or off and since when, on trial or not and why, its records, and what was contested."""

    measure: Measure
    is_on: bool
    since: datetime | None
    standing: Standing
    why: str
    records: tuple[ValidationRecord, ...]
    differently: tuple[tuple[Differently, int], ...]

    @property
    def is_trial(self) -> bool:
        return self.standing is Standing.TRIAL

    @property
    def seen_differently(self) -> int:
        return sum(count for _, count in self.differently)


def states(*, viewer: User, on: date) -> dict[Measure, MeasureState]:
    """
    Every measure with its record and how often a sentence was seen differently; nobody is named.

    :raises NotAllowed: if this person may not read about measures.
    """
    require(viewer, permissions.READ_MEASURES)
    switches = {each.measure: each for each in ReadingSwitch.objects.order_by("set_at", "pk")}
    records: dict[str, list[ValidationRecord]] = {}
    for record in ValidationRecord.objects.select_related("signed_by").order_by("-signed_at", "-pk"):
        records.setdefault(record.measure, []).append(record)
    said = Counter(SeenDifferently.objects.values_list("measure", "because"))
    return {
        each: _state(each, switches.get(each), records.get(each, []), said, on) for each in Measure
    }  # fmt: skip


def measures_on(*, viewer: User) -> frozenset[Measure]:
    """The measures this person's words are looked at by: those that are on; none for who writes about no child."""
    if not may(viewer, permissions.LOOK_AT_WORDS):
        return frozenset()
    latest = {each.measure: each.is_on for each in ReadingSwitch.objects.order_by("set_at", "pk")}
    return frozenset(measure for measure in Measure if latest.get(measure))


def family(children: Collection[int], *, viewer: User, on: date) -> People:
    """
    The children among these whom this viewer may see, with the adults around them, under every name on the record.

    A child the viewer may not see is left out.
    """
    found = list(visible_children(viewer).filter(pk__in=children, is_child=True).order_by("date_of_birth", "pk"))
    ids = [person.pk for person in found]
    ties = Relationship.objects.filter(Q(person__in=ids) | Q(to_person__in=ids)).exclude(kind__in=OF_CHILDREN)
    around = {each for pair in ties.values_list("person_id", "to_person_id") for each in pair} - set(ids)
    names = _names([*ids, *_grown_up(around)])
    return People(
        [_child(person, names.get(person.pk, []), on) for person in found],
        [Adult(tuple(_written(each))) for pk, each in names.items() if pk not in ids],
    )


def needs(children: Iterable[int], *, viewer: User) -> dict[str, Needs]:
    """How many needs each of these children has on the record that stand, and how many say what shows them."""
    found: dict[str, Needs] = {}
    rows = Need.objects.filter(child__in=visible_children(viewer).filter(pk__in=set(children)), withdrawn_at=None)
    for child, evidence in rows.values_list("child_id", "evidence"):
        before = found.get(str(child), Needs(0, 0))
        found[str(child)] = Needs(before.written + 1, before.with_evidence + bool(evidence.strip()))
    return found


def seen_differently(marks: Collection[str], *, viewer: User) -> set[tuple[str, str]]:
    """Which of these sentences this viewer sees differently, by measure and mark: their own, and nobody else's."""
    kept = {kept_mark(mark, viewer): mark for mark in marks}
    rows = SeenDifferently.objects.filter(said_by=viewer, mark__in=kept).values_list("measure", "mark")
    return {(measure, kept[mark]) for measure, mark in rows}


def _state(
    measure: Measure, switch: ReadingSwitch | None, records: list[ValidationRecord],
    said: Counter[tuple[str, str]], on: date,
) -> MeasureState:  # fmt: skip
    latest = _rated(records[0]) if records else None
    standing, why = rules.standing(latest, lists_version=version_of_all(), on=on)
    differently = tuple((each, said[measure, each]) for each in Differently if said[measure, each])
    return MeasureState(
        measure, switch is not None and switch.is_on, switch.set_at if switch else None, standing, why, tuple(records),
        differently,
    )  # fmt: skip


def _rated(record: ValidationRecord) -> rules.Rated:
    return rules.Rated(
        rated_on=record.rated_on, texts=record.texts, raters=record.raters, agreement=record.agreement,
        groups=record.groups, lists_version=record.lists_version,
    )  # fmt: skip


def _grown_up(ids: Iterable[int]) -> list[int]:
    return list(Person.objects.filter(pk__in=set(ids), is_child=False).values_list("pk", flat=True))


def _names(ids: Iterable[int]) -> dict[int, list[PersonName]]:
    found: dict[int, list[PersonName]] = {}
    for name in PersonName.objects.filter(person__in=set(ids)).order_by("pk"):
        found.setdefault(name.person_id, []).append(name)
    return found


def _child(person: Person, names: list[PersonName], on: date) -> Child:
    stage = _stage(person, on)
    whole = called([(n.kind, n.given, n.family) for n in names], la_child_id=person.la_child_id or "")
    given = next((name.given.split()[0] for name in names if name.given.strip()), "")
    family = next((name.family for name in names if name.family.strip()), "")
    unborn = f"baby {family}" if family and stage is Stage.UNBORN else whole
    return Child(str(person.pk), given or unborn, tuple(_written(names)) or (unborn,), stage)


def _written(names: Iterable[PersonName]) -> Iterable[str]:
    """Names with a given name; a family name alone is everybody's."""
    return [f"{name.given} {name.family}".strip() for name in names if name.given.strip()]


def _stage(person: Person, on: date) -> Stage:
    if person.birth_date_certainty == BirthDateCertainty.EXPECTED:
        return Stage.UNBORN
    if person.date_of_birth and age_on(person.date_of_birth, on) < BABY_UNTIL_AGE:
        return Stage.BABY
    return Stage.CHILD
