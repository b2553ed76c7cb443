"""Asking about people: always only those the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.people.rules import called

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class ChildLine:
    """How a child stands in a list: a name where there is one, the authority's own id where there is not."""

    pk: int
    name: str
    la_child_id: str
    date_of_birth: date | None
    is_unborn: bool
    is_birth_date_disputed: bool


def child_lines(ids: Iterable[int], *, viewer: User, on: date | None = None) -> dict[int, ChildLine]:
    """
    The children among `ids` whom this viewer may see, by id. Two queries, however many children.

    A child the viewer may not see is left out; whoever shows a list must not show a trace of them either.
    """
    found = visible_children(viewer, on=on).filter(pk__in=set(ids)).prefetch_related("names")
    return {person.pk: _line_of(person) for person in found}


def _line_of(person: Person) -> ChildLine:
    return ChildLine(
        pk=person.pk,
        name=called([(n.kind, n.given, n.family) for n in person.names.all()], la_child_id=person.la_child_id or ""),
        la_child_id=person.la_child_id or "",
        date_of_birth=person.date_of_birth,
        is_unborn=person.birth_date_certainty == BirthDateCertainty.EXPECTED,
        is_birth_date_disputed=person.birth_date_certainty == BirthDateCertainty.DISPUTED,
    )
