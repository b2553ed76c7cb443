"""Children: the same child across lists and files is joined by the authority's own id; disagreements are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lintel.foundation.people.actions import list_contradictions, load_identifiers, load_people
from lintel.foundation.people.codes import BirthDateCertainty, IdentifierScheme
from lintel.foundation.people.models import Contradiction, Identifier, Person
from lintel.journey.imports import keys
from lintel.journey.imports.carrying.carriage import KEYS_AT_ONCE, Carriage
from lintel.journey.imports.lines import Line
from lintel.statute.identifiers import tidy, upn_is_valid

NOT_SAID = frozenset({"REFU", "NOBT"})
DATE_OF_BIRTH = "date_of_birth"
SEX = "sex"


@dataclass(frozen=True)
class Disagreement:
    """Two sources that say different things of one child; `held` is what stays until somebody settles it."""

    child_id: str
    field: str
    held: str
    other: str
    line: Line


@dataclass
class Facts:
    """What all rows of a file say about one child: each value, and the first row that says it."""

    first: Line
    births: dict[tuple[date, bool], Line] = field(default_factory=dict)
    sexes: dict[str, Line] = field(default_factory=dict)
    ethnicities: Counter[str] = field(default_factory=Counter)
    disabled: set[bool] = field(default_factory=set)
    disabilities: set[str] = field(default_factory=set)
    died_on: date | None = None
    upn_unknown: str = ""

    def add(self, line: Line, file_day: date) -> None:
        says = line.says
        if born := says.get("born_on"):
            self.births.setdefault((born, born > file_day), line)
        if expected := says.get("expected_on"):
            self.births.setdefault((expected, True), line)
        if sex := says.get("sex") or says.get("gender"):
            self.sexes.setdefault(sex, line)
        if ethnicity := says.get("ethnicity"):
            self.ethnicities[ethnicity] += 1
        if "disabled" in says:
            self.disabled.add(says["disabled"])
        self.disabilities |= set(says.get("disabilities", ()))
        self.died_on = self.died_on or says.get("died_on")
        self.upn_unknown = self.upn_unknown or says.get("upn_unknown", "")

    def somebody(self) -> Person:
        """A child nobody holds yet, with nothing but the id."""
        child_id = self.first.says["child_id"]
        return Person(key=keys.person(child_id), la_child_id=child_id)

    @property
    def ethnicity(self) -> str:
        """What most rows say, if any says anything but "refused" or "not obtained"."""
        told = {code: count for code, count in self.ethnicities.items() if code not in NOT_SAID}
        return max(told or self.ethnicities, key=lambda code: (self.ethnicities[code], code), default="")

    @property
    def has_disability(self) -> bool | None:
        known = self.disabled | {code != "NONE" for code in self.disabilities}
        return True if True in known else False if known else None


def facts_of(lines: Iterable[Line], *, file_day: date) -> dict[str, Facts]:
    """What the accepted rows say about each child."""
    facts: dict[str, Facts] = {}
    for line in lines:
        child_id = line.says["child_id"]
        if child_id not in facts:
            facts[child_id] = Facts(line)
        facts[child_id].add(line, file_day)
    return facts


def held_people(child_ids: Iterable[str]) -> dict[str, Person]:
    wanted = list(child_ids)
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        for person in Person.objects.filter(la_child_id__in=wanted[start : start + KEYS_AT_ONCE]):
            found[str(person.la_child_id)] = person
    return found


def carry_people(carriage: Carriage, lines: Sequence[Line]) -> None:
    """Lay down the children of these rows, their identifiers, and the disagreements about them."""
    facts = facts_of(lines, file_day=carriage.file_day)
    already = held_people(facts)
    changed, disagreements = [], []
    carriage.people = {}
    for child_id, said in facts.items():
        person = already.get(child_id)
        before = _state(person) if person else None
        if person is None:
            person = said.somebody()
            for name, value in carriage.origin(said.first).items():
                setattr(person, name, value)
        disagreements += tell(person, said)
        _fill_in(carriage, person, said)
        carriage.people[child_id] = person
        if _state(person) != before:
            changed.append(person)
    carriage.lay(changed, load_people)
    merged = _speak_of_survivors(carriage.people)
    disagreements = [found for found in disagreements if found.child_id not in merged]
    carriage.lay(_identifiers(carriage, lines), load_identifiers)
    list_contradictions([_contradiction(carriage, found) for found in disagreements], by=carriage.by, at=carriage.at)


def _speak_of_survivors(people: dict[str, Person]) -> set[str]:
    """Let the ids of records that were merged into others stand for those others; return these ids."""
    merged = {child_id for child_id, person in people.items() if person.merged_into_id}
    for child_id in merged:
        while survivor := people[child_id].merged_into:
            people[child_id] = survivor
    return merged


def tell(person: Person, said: Facts) -> list[Disagreement]:
    """
    Let a person have the date of birth and sex that a file gives; return what contradicts what is held.

    Being born settles an expected date, and a known sex settles an unknown one: neither is a contradiction.
    """
    child_id, found = str(person.la_child_id), []
    for (born, is_expected), line in said.births.items():
        if _takes_birth_date(person, born, is_expected=is_expected):
            person.date_of_birth = born
            person.birth_date_certainty = BirthDateCertainty.EXPECTED if is_expected else BirthDateCertainty.KNOWN
        elif person.date_of_birth != born and not is_expected:
            held = f"{person.date_of_birth:%Y-%m-%d}"
            found.append(Disagreement(child_id, DATE_OF_BIRTH, held, born.isoformat(), line))
    for sex, line in said.sexes.items():
        if person.sex in ("", "U"):
            person.sex = sex
        elif sex not in ("U", person.sex):
            found.append(Disagreement(child_id, SEX, person.sex, sex, line))
    return found


def _takes_birth_date(person: Person, born: date, *, is_expected: bool) -> bool:
    if person.date_of_birth is None:
        return True
    return person.birth_date_certainty == BirthDateCertainty.EXPECTED and (
        not is_expected or born != person.date_of_birth
    )


def _fill_in(carriage: Carriage, person: Person, said: Facts) -> None:
    if said.ethnicity not in NOT_SAID or person.ethnicity in ("", *NOT_SAID):
        carriage.say(person, ethnicity=said.ethnicity)
    carriage.say(
        person, has_disability=said.has_disability, disabilities=sorted(said.disabilities),
        died_on=said.died_on, upn_unknown=said.upn_unknown,
    )  # fmt: skip


def _state(person: Person) -> tuple[object, ...]:
    return tuple(getattr(person, field.attname) for field in person._meta.concrete_fields)


def _identifiers(carriage: Carriage, lines: Iterable[Line]) -> list[Identifier]:
    found = []
    for line in lines:
        for column, scheme in (("upn", IdentifierScheme.UPN), ("former_upn", IdentifierScheme.FORMER_UPN)):
            if column in line.says:
                child_id, value = line.says["child_id"], tidy(line.says[column])
                identifier = Identifier(
                    key=keys.identifier(child_id, scheme, value), person=carriage.people[child_id],
                    scheme=scheme, value=value, is_well_formed=upn_is_valid(value), **carriage.origin(line),
                )  # fmt: skip
                found.append(identifier)
    return found


def _contradiction(carriage: Carriage, found: Disagreement) -> Contradiction:
    return Contradiction(
        person=carriage.people[found.child_id], field=found.field, held=found.held, other=found.other,
        source_file=carriage.source_file, source_sheet=found.line.sheet, source_row=found.line.row,
        found_at=carriage.at,
    )  # fmt: skip
