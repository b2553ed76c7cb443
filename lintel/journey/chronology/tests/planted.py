"""
Twenty invented families in whose records events are planted, as others would have written them down.

Each event is told the way its carrier tells it: a contact's words, a police notice, an agency's answer, a brother's or
sister's record, a record since merged, a register. Some are told in words no list foresees; those may be missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from lintel.foundation.agencies.models import Agency
from lintel.foundation.matching.merging.actions import merge
from lintel.foundation.people.codes import NameKind, RelationshipKind
from lintel.foundation.people.models import Address, Person, PersonName, Relationship
from lintel.statute.calendar import LONDON
from lintel.steps.agency_checks.models import AgencyCheck, AskedAbout
from lintel.steps.chronology_entries.codes import ItemKind as Kind
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.police_notifications.codes import About, CameBy, Grade
from lintel.steps.police_notifications.models import Notification
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, TYPED, Cast

FAMILIES = 20
STARTS_ON = date(2023, 1, 9)
# What is told, and what sort of event a panel would call it.
TOLD: tuple[tuple[Kind, str], ...] = (
    (Kind.INJURY, "He had a bruise under his left eye and would not say how he came by it."),
    (Kind.MISSED_HEALTH, "She was not brought to her last two hospital appointments."),
    (Kind.MOVE, "They moved in with her sister on the coast the week before."),
    (Kind.PARTNER_CHANGE, "Mother has a new partner who stays most nights."),
    (Kind.INCIDENT, "Father punched the door and threatened to take the children."),
    (Kind.ENQUIRY, "There was a child protection enquiry in another county when he was two."),
    (Kind.INJURY, "Staff saw a burn on the back of her hand, about the size of a coin."),
    (Kind.MISSED_HEALTH, "The family missed the two-year health check and did not ring."),
    (Kind.MOVE, "They were evicted in the spring and have been in temporary accommodation since."),
    (Kind.PARTNER_CHANGE, "Her husband has left the home and she does not know where he is."),
    (Kind.INCIDENT, "Officers were told that he slapped her in front of both children."),
    (Kind.INJURY, "An old fracture was found by the hospital that nobody could explain."),
    (Kind.INCIDENT, "She went missing from school and was found at the station at midnight."),
    (Kind.MISSED_HEALTH, "Nobody came to the door for the health visitor, three times in a row."),
    (Kind.PARTNER_CHANGE, "A man called Gil has been living there since Easter."),
    (Kind.MOVE, "He says that they sleep on one sofa after another."),
    (Kind.MOVE, "They are at a refuge and nobody may know where."),
    (Kind.PARTNER_CHANGE, "The parents separated at New Year and are back together now."),
    (Kind.INJURY, "She came in with a swelling on her wrist and held it all morning."),
    (Kind.MISSED_HEALTH, "He did not attend the clinic for his asthma, and has no inhaler."),
    (Kind.INCIDENT, "The police were called to shouting at two in the morning."),
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """An event somebody who reads the record whole would call significant, and how it would be known again."""

    kind: Kind
    by_way_of: str
    words: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Family:
    child: Person
    planted: Sequence[Planted]


def families(cast: Cast) -> list[Family]:
    """All of them, written into the record."""
    told = cycle(TOLD)
    police = Agency.objects.create(key="planted-police", name="Saltmarsh Police", kind="police")
    health = Agency.objects.create(key="planted-health", name="Saltmarsh Health", kind="health")
    return [_Writer(number, cast, police, health).family(told) for number in range(FAMILIES)]


class _Writer:
    """Writes one family. What is told comes round in turn, so that each sort comes by each way."""

    def __init__(self, number: int, cast: Cast, police: Agency, health: Agency) -> None:
        self.number, self.cast, self.police, self.health = number, cast, police, health
        self.day, self.count = STARTS_ON + timedelta(days=number), 0
        self.child, self.sister, self.mother = (self._person(name) for name in ("child", "sister", "mother"))
        Relationship.objects.create(
            **self._typed("sister"), person=self.sister, kind=RelationshipKind.SIBLING, to_person=self.child
        )
        Relationship.objects.create(
            **self._typed("mother"), person=self.mother, kind=RelationshipKind.MOTHER, to_person=self.child
        )

    def family(self, told: Any) -> Family:
        planted = [
            self._by_contact(self.child, *next(told), way="contact"),
            self._by_notice(*next(told)),
            self._by_answer(*next(told)),
            self._by_contact(self.sister, *next(told), way="sister"),
            self._before_the_name_changed(*next(told)),
            self._in_a_register(),
        ]
        if self.number % 5 == 0:
            planted.append(self._under_a_merged_record(*next(told)))
        return Family(self.child, planted)

    def _typed(self, what: str) -> dict[str, str]:
        self.count += 1
        return {**TYPED, "key": f"planted/{self.number}/{what}/{self.count}"}

    def _next_day(self) -> date:
        self.day += timedelta(days=37)
        return self.day

    def _person(self, what: str) -> Person:
        made = Person.objects.create(
            **self._typed(what), is_child=what not in ("mother", "partner"), la_child_id=f"PL-{self.number}-{what}"
        )
        PersonName.objects.create(
            **self._typed(what), person=made, given=what.title(), family=f"Saltmarsh {self.number}"
        )
        return made

    def _contact(self, child: Person, words: str) -> ChildContact:
        day = self._next_day()
        told = Contact.objects.create(
            **self._typed("contact"),
            source="2A",
            received_on=day,
            words=words,
            reference=f"P-{self.number}-{self.count}",
        )
        return ChildContact.objects.create(**self._typed("line"), contact=told, child=child)

    def _by_contact(self, child: Person, kind: Kind, words: str, *, way: str) -> Planted:
        self._contact(child, words)
        return Planted(kind, way, words)

    def _by_notice(self, kind: Kind, words: str) -> Planted:
        line = self._contact(self.child, "")
        at = datetime.combine(line.contact.received_on, time(12), LONDON)
        Notification.objects.create(
            agency=self.police, reference=f"PL/{self.number}", contact=line.contact, came_by=CameBy.FEED,
            about=About.CONCERN, occurred_on=at.date() - timedelta(days=1), received_at=at, grade=Grade.MEDIUM,
            narrative=words, raw=words, sha256=f"{self.number:064d}",
        )  # fmt: skip
        return Planted(kind, "police notice", words)

    def _by_answer(self, kind: Kind, words: str) -> Planted:
        line = self._contact(self.child, "Attendance has dropped.")
        at = datetime.combine(line.contact.received_on, time(12), LONDON)
        check = AgencyCheck.objects.create(
            contact=line.contact, agency=self.health, question="What do you know?", lawful_basis="public_task",
            basis_words="To decide.", shared_for="Deciding.", asked_at=at, asked_by=self.cast.dawn,
            due_at=at + timedelta(days=1), answered_at=at + timedelta(hours=3), answered_by_name="A nurse",
            written_down_by=self.cast.dawn, words=words,
        )  # fmt: skip
        AskedAbout.objects.create(check_asked=check, child_contact=line, name="Child", known="yes")
        return Planted(kind, "answer of an agency", words)

    def _before_the_name_changed(self, kind: Kind, words: str) -> Planted:
        self._contact(self.child, words)
        PersonName.objects.create(
            **self._typed("former"), person=self.child, kind=NameKind.FORMER, given="Child", family="Before",
            used_until=self._next_day(),
        )  # fmt: skip
        return Planted(kind, "before a name change", words)

    def _under_a_merged_record(self, kind: Kind, words: str) -> Planted:
        other = self._person("again")
        self._contact(other, words)
        merge(self.child, other, reason="The same child, told of twice.", by=self.cast.rosa, at=NOW)
        return Planted(kind, "merged record", words)

    def _in_a_register(self) -> Planted:
        """What is no text: an address, a partner, a closure, an enquiry, each in its own place."""
        on, place = self._next_day(), self.number % 4
        if place == 0:
            Address.objects.create(**self._typed("address"), person=self.child, lines="1 Quay Street", lived_from=on)
            return Planted(Kind.MOVE, "register", on=on)
        if place == 1:
            man = self._person("partner")
            Relationship.objects.create(
                **self._typed("partner"), person=man, kind=RelationshipKind.PARTNER, to_person=self.mother, began_on=on
            )
            return Planted(Kind.PARTNER_CHANGE, "register", on=on)
        if place == 2:
            Referral.objects.create(
                **self._typed("referral"), child=self.child, referred_on=on - timedelta(days=30), is_nfa=False,
                closed_on=on, closure_reason="RC8",
            )  # fmt: skip
            return Planted(Kind.CLOSURE, "register", on=on)
        Section47Enquiry.objects.create(**self._typed("enquiry"), child=self.sister, started_on=on)
        return Planted(Kind.ENQUIRY, "register", on=on)
