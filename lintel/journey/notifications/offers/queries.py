"""Asking whom of ours the children of a notice may be. Nothing is filed here: a person decides, on the contact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lintel.foundation.matching.queries import TWIN, Offered, Sought, candidates_for_many
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.models import Notification, PersonInNotification

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class WhoItMayBe:
    """A child of a notice, and the records of ours that are like them. A person decides; nothing is filed here."""

    person: PersonInNotification
    offered: list[Offered]


def who_they_may_be(found: Notification, *, viewer: User) -> list[WhoItMayBe]:
    """For each child of a notice, whom the record offers, with the reasons field by field."""
    people = list(found.people.select_related("child_contact").order_by("pk"))
    children = [who for who in people if who.part == Part.CHILD]
    adults = tuple(who.name for who in people if who.part != Part.CHILD and (who.given or who.family))
    home = next((who for who in people if who.part == Part.VICTIM and who.address), None)
    offered = candidates_for_many([_sought_of(who, adults, home) for who in children], viewer=viewer)
    own = {who.child_contact.child_id for who in children if who.child_contact}
    return [WhoItMayBe(who, _worth_showing(each, own)) for who, each in zip(children, offered, strict=True)]


def _worth_showing(offered: list[Offered], own: set[int]) -> list[Offered]:
    """Children only, and not the record this very notice made; nor a warning of twins that only that record gave."""
    kept = [each for each in offered if each.person_pk not in own and each.is_child]
    born = [each.date_of_birth for each in kept]
    return [
        replace(each, warning="") if each.warning == TWIN and born.count(each.date_of_birth) < 2 else each
        for each in kept
    ]


def _sought_of(who: PersonInNotification, adults: tuple[str, ...], home: PersonInNotification | None) -> Sought:
    """A child of a notice as the matcher is asked for them; where they have no address, the victim's is compared."""
    lives_at = who if who.address or home is None else home
    return Sought(
        given=who.given, family=who.family, date_of_birth=who.date_of_birth, sex=who.sex, adults=adults,
        expected_birth_date=who.expected_on if who.is_unborn else None, address=lives_at.address,
        postcode=who.postcode or lives_at.postcode, school=who.school,
    )  # fmt: skip
