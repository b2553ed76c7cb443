"""Saying who is related, who lives with whom, where, how they are reached, and who else works with a child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.families.rules import is_no_later, may_end
from lintel.foundation.people.models import (
    Address,
    Household,
    HouseholdMembership,
    Person,
    Professional,
    Relationship,
    SpokenLanguage,
    Telephone,
)
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.permissions import REGISTER_PEOPLE
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SCREEN = "family page"


class SamePerson(Exception):
    """Nobody is related to themselves."""


class StaysAsItIs(Exception):
    """A tie of blood does not end; if it was never so, it is taken back."""


class EndedAlready(Exception):
    """Somebody said so before."""


class NotThatDay(Exception):
    """It would end before it began, or lies in days to come."""


class LivesThere(Exception):
    """They live there already."""


class NoReasonGiven(Exception):
    """What was said is taken back for a reason, or not at all."""


class NothingSaid(Exception):
    """A number, a language, an address or a name was empty."""


@transaction.atomic
def say_related(
    person: Person, kind: RelationshipKind, to_person: Person, *, began_on: date | None = None, by: User, at: datetime
) -> Relationship:
    """
    Say that `person` is the `kind` of `to_person`. Said again, it stays as it is; once it ended, it begins anew.

    :raises NotAllowed: if this person may not write people down.
    :raises SamePerson: if the two are one.
    """
    require(by, REGISTER_PEOPLE)
    if person.pk == to_person.pk:
        raise SamePerson
    _lock(person, to_person)
    known = Relationship.objects.filter(kind=kind, ended_on__isnull=True)
    is_said = Q(person=person, to_person=to_person)
    if kind in (RelationshipKind.PARTNER, RelationshipKind.SIBLING, RelationshipKind.HALF_SIBLING):
        is_said |= Q(person=to_person, to_person=person)
    if (there := known.filter(is_said).order_by("pk").first()) is not None:
        return there
    tie = Relationship.objects.create(
        key=f"told/{uuid4()}", screen=SCREEN, recorded_at=at, person=person, kind=kind, to_person=to_person,
        began_on=began_on,
    )  # fmt: skip
    note("relationship written down", by=by, at=at, subject=tie, child_id=_child_of(to_person, person))
    return tie


@transaction.atomic
def end_relationship(tie: Relationship, *, ended_on: date, by: User, at: datetime) -> Relationship:
    """
    Say that two people are no longer partners, or one no longer cares for the other. What was stays on the record.

    :raises NotAllowed: if this person may not write people down.
    :raises EndedAlready: if somebody said so before.
    :raises StaysAsItIs: if it is a tie that does not end.
    :raises NotThatDay: if it would end before it began, or has not ended yet.
    """
    require(by, REGISTER_PEOPLE)
    tie = Relationship.objects.select_for_update().get(pk=tie.pk)
    if tie.ended_on is not None:
        raise EndedAlready
    if not may_end(tie.kind):
        raise StaysAsItIs
    _on_that_day(ended_on, after=tie.began_on, at=at)
    tie.ended_on = ended_on
    tie.save()
    note("relationship ended", by=by, at=at, subject=tie, child_id=_child_of(tie.to_person, tie.person))
    return tie


@transaction.atomic
def take_back_relationship(tie: Relationship, *, because: str, by: User, at: datetime) -> None:
    """
    Say that two people were never related so. The line goes; its version and the reason are kept.

    :raises NotAllowed: if this person may not write people down.
    :raises NoReasonGiven: if no reason is given.
    """
    require(by, REGISTER_PEOPLE)
    if not because.strip():
        raise NoReasonGiven
    found = Relationship.objects.select_for_update().filter(pk=tie.pk).select_related("person", "to_person").first()
    if found is None:
        raise EndedAlready
    note(
        "relationship taken back", by=by, at=at, subject=found, child_id=_child_of(found.to_person, found.person),
        person=found.person_id, kind=found.kind, to_person=found.to_person_id, because=because.strip(),
    )  # fmt: skip
    found.delete()


@transaction.atomic
def move_in(person: Person, *, with_person: Person, on: date, by: User, at: datetime) -> HouseholdMembership:
    """
    Say that somebody lives where another lives, from a day on. Where they lived before, they leave on that day.

    A household begins with the first who is said to live in it.

    :raises NotAllowed: if this person may not write people down.
    :raises LivesThere: if they live together already.
    :raises NotThatDay: if they moved somewhere after that day, or it is a day to come.
    """
    require(by, REGISTER_PEOPLE)
    _lock(person, with_person)
    home = _home_of(with_person) or _new_home(with_person, on=on, by=by, at=at)
    now = _home_of(person)
    if person.pk == with_person.pk and now is not None:
        return now
    if now is not None and now.household_id == home.household_id:
        raise LivesThere
    _on_that_day(on, after=now.joined_on if now else None, at=at)
    if person.household_memberships.filter(left_on__gt=on).exists():
        raise NotThatDay
    if now is not None:
        now.left_on = on
        now.save()
    moved = _joins(home.household, person, on=on, at=at)
    note("moved into a household", by=by, at=at, subject=moved, child_id=_child_of(person, with_person))
    return moved


@transaction.atomic
def move_out(membership: HouseholdMembership, *, on: date, by: User, at: datetime) -> HouseholdMembership:
    """
    Say that somebody does not live in a household any more.

    :raises NotAllowed: if this person may not write people down.
    :raises EndedAlready: if somebody said so before.
    :raises NotThatDay: if they moved in after that day, or it is a day to come.
    """
    require(by, REGISTER_PEOPLE)
    membership = HouseholdMembership.objects.select_for_update().get(pk=membership.pk)
    if membership.left_on is not None:
        raise EndedAlready
    _on_that_day(on, after=membership.joined_on, at=at)
    membership.left_on = on
    membership.save()
    note("moved out of a household", by=by, at=at, subject=membership, child_id=_child_of(membership.person))
    return membership


@transaction.atomic
def live_at(
    people: Sequence[Person], *, lines: str, postcode: str, since: date, is_confidential: bool = False, by: User,
    at: datetime,
) -> list[Address]:  # fmt: skip
    """
    Say where these people live from a day on; where they lived until then ends on that day.

    :raises NotAllowed: if this person may not write people down.
    :raises NothingSaid: if there is neither an address nor a postcode.
    :raises NotThatDay: if it is a day to come, or before they moved to where they live now.
    """
    require(by, REGISTER_PEOPLE)
    if not lines.strip() and not postcode.strip():
        raise NothingSaid
    _lock(*people)
    ids = [person.pk for person in people]
    before = Address.objects.filter(person__in=ids, lived_until__isnull=True)
    for known in before:
        _on_that_day(since, after=known.lived_from, at=at)
    _on_that_day(since, after=None, at=at)
    before.update(lived_until=since)
    written = [
        Address.objects.create(
            key=f"told/{uuid4()}", screen=SCREEN, recorded_at=at, person=person, lines=lines.strip(),
            postcode=postcode.strip().upper()[:8], is_confidential=is_confidential, lived_from=since,
        )
        for person in people
    ]  # fmt: skip
    for address in written:
        note("address written down", by=by, at=at, subject=address, child_id=_child_of(address.person))
    return written


@transaction.atomic
def say_telephone(person: Person, *, number: str, words: str = "", by: User, at: datetime) -> Telephone:
    """
    Say on what number somebody may be rung.

    :raises NotAllowed: if this person may not write people down.
    :raises NothingSaid: if there is no number.
    """
    require(by, REGISTER_PEOPLE)
    if not number.strip():
        raise NothingSaid
    said = Telephone.objects.create(person=person, number=number.strip(), words=words.strip(), said_at=at, said_by=by)
    note("telephone written down", by=by, at=at, subject=said, child_id=_child_of(person))
    return said


@transaction.atomic
def end_telephone(telephone: Telephone, *, by: User, at: datetime) -> Telephone:
    """
    Say that a number is out of use.

    :raises NotAllowed: if this person may not write people down.
    :raises EndedAlready: if somebody said so before.
    """
    require(by, REGISTER_PEOPLE)
    telephone = Telephone.objects.select_for_update().get(pk=telephone.pk)
    if telephone.ended_at is not None:
        raise EndedAlready
    telephone.ended_at, telephone.ended_by = at, by
    telephone.save()
    note("telephone out of use", by=by, at=at, subject=telephone, child_id=_child_of(telephone.person))
    return telephone


@transaction.atomic
def say_language(
    person: Person, *, language: str, needs_interpreter: bool, by: User, at: datetime
) -> SpokenLanguage:  # fmt: skip
    """
    Say what somebody speaks, and whether an interpreter is needed; what was said of the same language is replaced.

    :raises NotAllowed: if this person may not write people down.
    :raises NothingSaid: if no language is named.
    """
    require(by, REGISTER_PEOPLE)
    if not language.strip():
        raise NothingSaid
    spoken = SpokenLanguage.objects.filter(person=person, language__iexact=language.strip(), ended_at__isnull=True)
    spoken.update(ended_at=at, ended_by=by)
    said = SpokenLanguage.objects.create(
        person=person, language=language.strip(), needs_interpreter=needs_interpreter, said_at=at, said_by=by
    )
    note("language written down", by=by, at=at, subject=said, child_id=_child_of(person))
    return said


@transaction.atomic
def say_involved(
    children: Sequence[Person], *, name: str, role: str = "", agency: str = "", telephone: str = "", email: str = "",
    began_on: date | None = None, by: User, at: datetime,
) -> list[Professional]:  # fmt: skip
    """
    Write down who from elsewhere works with these children, and how they are reached.

    :raises NotAllowed: if this person may not write people down.
    :raises NothingSaid: if there is no name.
    """
    require(by, REGISTER_PEOPLE)
    if not name.strip():
        raise NothingSaid
    written = [
        Professional.objects.create(
            child=child, name=name.strip(), role=role.strip(), agency=agency.strip(), telephone=telephone.strip(),
            email=email.strip(), began_on=began_on, said_at=at, said_by=by,
        )
        for child in children
    ]  # fmt: skip
    for each in written:
        note("professional written down", by=by, at=at, subject=each, child_id=each.child_id)
    return written


@transaction.atomic
def end_involved(professional: Professional, *, ended_on: date, by: User, at: datetime) -> Professional:
    """
    Say that somebody from elsewhere does not work with the child any more.

    :raises NotAllowed: if this person may not write people down.
    :raises EndedAlready: if somebody said so before.
    :raises NotThatDay: if it is before they began, or a day to come.
    """
    require(by, REGISTER_PEOPLE)
    professional = Professional.objects.select_for_update().get(pk=professional.pk)
    if professional.ended_on is not None:
        raise EndedAlready
    _on_that_day(ended_on, after=professional.began_on, at=at)
    professional.ended_on = ended_on
    professional.save()
    note("professional no longer involved", by=by, at=at, subject=professional, child_id=professional.child_id)
    return professional


def _lock(*people: Person) -> None:
    """Two who write about the same people at once wait for one another, in one order."""
    list(Person.objects.select_for_update().filter(pk__in={person.pk for person in people}).order_by("pk"))


def _child_of(*people: Person) -> int | None:
    """The child whose trail this belongs to, where one of these is a child."""
    return next((person.pk for person in people if person.is_child), None)


def _on_that_day(day: date, *, after: date | None, at: datetime) -> None:
    if day > local_day(at) or (after is not None and not is_no_later(after, than=day)):
        raise NotThatDay


def _home_of(person: Person) -> HouseholdMembership | None:
    return person.household_memberships.filter(left_on__isnull=True).select_related("household").first()


def _new_home(person: Person, *, on: date, by: User, at: datetime) -> HouseholdMembership:
    if person.household_memberships.filter(left_on__gt=on).exists():
        raise NotThatDay
    home = Household.objects.create(
        key=f"told/{uuid4()}", screen=SCREEN, recorded_at=at, name=f"Household of {name_of(person)}"[:120]
    )
    first = _joins(home, person, on=on, at=at)
    note("household begun", by=by, at=at, subject=first, child_id=_child_of(person))
    return first


def _joins(home: Household, person: Person, *, on: date, at: datetime) -> HouseholdMembership:
    return HouseholdMembership.objects.create(
        key=f"told/{uuid4()}", screen=SCREEN, recorded_at=at, household=home, person=person, joined_on=on
    )
