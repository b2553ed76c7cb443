"""Adding somebody to a family: written down or found, related, and moved in, as one act."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.families.actions import SCREEN, move_in, say_related
from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars, register_person

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def add_to_family(
    who: Person | Particulars, *, kind: RelationshipKind | None, to_person: Person, lives_with: Person | None = None,
    moved_in_on: date | None = None, by: User, at: datetime,
) -> Person:  # fmt: skip
    """
    Add a relative, or somebody of the household: a person we know, or one to be written down as told.

    Nobody is looked up here. Whoever adds says whether it is somebody we know; two records are never made one by this.

    :param kind: what they are to `to_person`; None for somebody who only lives there.
    :param lives_with: whose household they live in from `moved_in_on` on, where they do.
    :raises NotAllowed: if this person may not write people down.
    """
    person = who if isinstance(who, Person) else register_person(who, screen=SCREEN, by=by, at=at)
    if kind is not None:
        say_related(person, kind, to_person, by=by, at=at)
    if lives_with is not None and moved_in_on is not None:
        move_in(person, with_person=lives_with, on=moved_in_on, by=by, at=at)
    return person
