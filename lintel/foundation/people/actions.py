"""Writing people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people import permissions
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import (
    Address,
    Contradiction,
    Household,
    HouseholdMembership,
    Identifier,
    Person,
    PersonName,
    Relationship,
)
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.foundation.provenance.permissions import LOAD_RECORDS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_people(records: Sequence[Person], *, by: User, at: datetime) -> Loaded:
    """
    Lay down people read from files; see `lay_down`. Disagreements are listed apart, by `list_contradictions`.

    Somebody whose record was merged into another comes back as that other, so that what a file says of them is recorded
    where it can be seen.
    """
    loaded = lay_down(records, by=by, at=at)
    _follow_merges(records)
    return loaded


def _follow_merges(records: Sequence[Person]) -> None:
    merged = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    for record in records:
        while record.pk in merged:
            record.pk = merged[record.pk]


def load_names(records: Sequence[PersonName], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_identifiers(records: Sequence[Identifier], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_addresses(records: Sequence[Address], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_relationships(records: Sequence[Relationship], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_households(records: Sequence[Household], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_household_memberships(records: Sequence[HouseholdMembership], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


class AlreadySettled(Exception):
    """Somebody settled this contradiction before."""


class NeitherOfTheTwo(Exception):
    """A contradiction is settled as one of the two values that contradict each other."""


class NoReasonGiven(Exception):
    """What sources disagree about is settled with a reason, or not at all."""


@transaction.atomic
def list_contradictions(found: Sequence[Contradiction], *, by: User, at: datetime) -> list[Contradiction]:
    """
    List disagreements between sources, until somebody settles them; return those that are new.

    What is held stays as it is; a date of birth that is disputed says so. A disagreement that is listed already, or
    between two values that somebody has settled, is not listed again.

    :raises NotAllowed: if this person may not load records.
    """
    require(by, LOAD_RECORDS)
    people = {one.person_id for one in found}
    listed = set[tuple[int, str, str]]()
    settled = set[tuple[int, str, frozenset[str]]]()
    for known in Contradiction.objects.filter(person__in=people):
        listed.add((known.person_id, known.field, known.other))
        if known.settled_at:
            settled.add((known.person_id, known.field, frozenset((known.held, known.other))))
    new: dict[tuple[int, str, str], Contradiction] = {}
    for one in found:
        told = (one.person_id, one.field, one.other)
        if told not in listed and (one.person_id, one.field, frozenset((one.held, one.other))) not in settled:
            new.setdefault(told, one)
    Contradiction.objects.bulk_create(new.values())
    disputed = {one.person_id for one in new.values() if one.field == "date_of_birth"}
    Person.objects.filter(pk__in=disputed).update(birth_date_certainty=BirthDateCertainty.DISPUTED)
    if new:
        note("contradictions listed", by=by, at=at, listed=len(new))
    return list(new.values())


@transaction.atomic
def settle_contradiction(
    contradiction: Contradiction, *, settled_as: str, reason: str, by: User, at: datetime
) -> Contradiction:
    """
    Settle a disagreement as one of its two values, which then holds.

    A date of birth is known again once nothing else about it is open.

    :raises NotAllowed: if this person may not settle what sources disagree about.
    :raises NoReasonGiven: if no reason is given.
    :raises AlreadySettled: if it was settled before.
    :raises NeitherOfTheTwo: if the value is neither of the two.
    """
    require(by, permissions.SETTLE_CONTRADICTIONS)
    if not reason.strip():
        raise NoReasonGiven
    contradiction = Contradiction.objects.select_for_update().get(pk=contradiction.pk)
    if contradiction.settled_at:
        raise AlreadySettled
    if settled_as not in (contradiction.held, contradiction.other):
        raise NeitherOfTheTwo
    contradiction.settled_as = settled_as
    contradiction.settled_because = reason.strip()
    contradiction.settled_at = at
    contradiction.settled_by = by
    contradiction.save()
    _let_hold(contradiction)
    note(
        "contradiction settled", by=by, at=at, subject=contradiction, child_id=contradiction.person_id,
        field=contradiction.field, settled_as=settled_as,
    )  # fmt: skip
    return contradiction


def _let_hold(contradiction: Contradiction) -> None:
    person = Person.objects.select_for_update().get(pk=contradiction.person_id)
    if contradiction.field == "sex":
        person.sex = contradiction.settled_as
    else:
        person.date_of_birth = date.fromisoformat(contradiction.settled_as)
        still_open = Contradiction.objects.filter(person=person, field=contradiction.field, settled_at__isnull=True)
        person.birth_date_certainty = BirthDateCertainty.DISPUTED if still_open.exists() else BirthDateCertainty.KNOWN
    person.save()
