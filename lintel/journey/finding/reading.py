"""Finding who may fit, by the keys of the search; nobody is asked here whether they may be seen, only among whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from lintel.foundation.access.visibility import kept_from, sees_whole_service, visible_children
from lintel.foundation.matching.keys import FIRST_LETTERS, keys_sought
from lintel.foundation.matching.models import Waiting
from lintel.foundation.matching.names import other_forms_of
from lintel.foundation.matching.reading import Record, records
from lintel.foundation.matching.sought import sought_from_text
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import HouseholdMembership, Person, Relationship
from lintel.journey.finding.rules import Fitting, Held, Name, Typed, fitting

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

AT_MOST, CHANGED, ENOUGH = 400, 200, 5
COLUMNS = "person_id, names, born_on, born_certainty, places, numbers"


def reach(viewer: User) -> set[int] | None:
    """
    Among whom somebody searches: the children they may see, and the grown-ups related to one of them or living with
    one. None for those who may see every child.
    """
    if sees_whole_service(viewer):
        return None
    children = set(visible_children(viewer).values_list("pk", flat=True))
    ties = Relationship.objects.filter(to_person__in=children).values_list("person_id", flat=True)
    from_child = Relationship.objects.filter(person__in=children).values_list("to_person_id", flat=True)
    homes = HouseholdMembership.objects.filter(person__in=children).values("household")
    together = HouseholdMembership.objects.filter(household__in=homes).values_list("person_id", flat=True)
    others = {*ties, *from_child, *together} - children
    adults = Person.objects.filter(pk__in=others, is_child=False, merged_into__isnull=True)
    kept = set(kept_from(viewer).values_list("pk", flat=True))
    return (children | set(adults.values_list("pk", flat=True))) - kept


def those_who_fit(text: str, typed: Typed, *, among: Collection[int] | None, today: date) -> dict[int, Fitting]:
    """Everybody who fits what was typed, by id: by the letters, the numbers, the places; then by how it sounds."""
    found: dict[int, Fitting] = {}
    _judge(found, typed, _by_letters(typed, among))
    _judge(found, typed, _by_any(_exact_keys(typed), among))
    _judge_changed(found, typed, among)
    if len(found) < ENOUGH:
        asked = keys_sought(sought_from_text(text, today=today))
        _judge(found, typed, _by_any((*asked.narrow, *asked.wide), among))
    return found


def held_of(record: Record, *, is_place_secret: bool) -> Held:
    """What may be compared of a record as it stands now."""
    who = record.person
    return Held(
        names=[Name(given=name.given, family=name.family, kind=name.kind) for name in record.names],
        born_on=who.date_of_birth, is_estimated=who.birth_date_certainty == BirthDateCertainty.ESTIMATED,
        is_expected=who.birth_date_certainty == BirthDateCertainty.EXPECTED,
        places=[] if is_place_secret else record.places, numbers=record.numbers,
    )  # fmt: skip


# --- keys -------------------------------------------------------------------------------------------------------------


def _by_letters(typed: Typed, among: Collection[int] | None) -> list[tuple[Any, ...]]:
    """Those of whom every word typed begins a name, or stands for one."""
    each = [
        sorted({f"b:{form[:FIRST_LETTERS]}" for form in (word, *other_forms_of(word))})
        for word in typed.words
        if len(word) > 2
    ]
    return _asked(" AND ".join(["keys && %s::text[]"] * len(each)), each, among) if each else []


def _exact_keys(typed: Typed) -> tuple[str, ...]:
    keys = [f"i{typed.number}"] if typed.number else []
    keys += [f"p{typed.postcode}"] if typed.postcode else []
    keys += [f"a:{line}" for line in {typed.line, typed.whole} if line]
    if typed.born_on and not typed.words:
        keys.append(f"d{typed.born_on:%Y%m%d}")
    return tuple(keys)


def _by_any(keys: Sequence[str], among: Collection[int] | None) -> list[tuple[Any, ...]]:
    return _asked("keys && %s::text[]", [list(keys)], among) if keys else []


def _asked(condition: str, values: list[list[str]], among: Collection[int] | None) -> list[tuple[Any, ...]]:
    within = "" if among is None else " AND person_id = ANY(%s)"
    question = f"SELECT {COLUMNS} FROM matching_searchkeys WHERE {condition}{within} LIMIT %s"  # noqa: S608 — our words
    asked: list[Any] = [*values, *([] if among is None else [sorted(among)]), AT_MOST]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        # As in the search for doubles: the planner would rather read the whole table.
        cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute(question, asked)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
    return found


def _judge(found: dict[int, Fitting], typed: Typed, rows: Iterable[tuple[Any, ...]]) -> None:
    for pk, names, born_on, certainty, places, numbers in rows:
        if pk not in found:
            held = Held(
                names=[Name(given=given, family=family) for given, family in map(_halves, names)], born_on=born_on,
                is_estimated=certainty == BirthDateCertainty.ESTIMATED,
                is_expected=certainty == BirthDateCertainty.EXPECTED,
                places=[_halves(place) for place in places], numbers=numbers,
            )  # fmt: skip
            if (fits := fitting(typed, held)) is not None:
                found[pk] = fits


def _judge_changed(found: dict[int, Fitting], typed: Typed, among: Collection[int] | None) -> None:
    """Whoever changed since the last indexing is read as they are: a person is found when they are written."""
    changed = list(Waiting.objects.order_by("-pk").values_list("person_id", flat=True)[: 4 * CHANGED])
    ids = [pk for pk in dict.fromkeys(changed) if among is None or pk in among][:CHANGED]
    for pk, record in records(ids).items():
        found.pop(pk, None)
        if (fits := fitting(typed, held_of(record, is_place_secret=False))) is not None:
            found[pk] = fits


def _halves(text: str) -> tuple[str, str]:
    one, _, other = text.partition("|")
    return one, other
