"""From the notices of one household to one knock at the front door. Plain values in, a knock out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.registering.actions import Particulars
from lintel.statute.calendar import local_day
from lintel.statute.codes import ETHNICITY
from lintel.steps.front_door.codes import Channel, Concern, InformantKind, Priority
from lintel.steps.front_door.codes import Part as PartInContact
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf
from lintel.steps.police_notifications.codes import About, Grade, Part
from lintel.steps.police_notifications.households import Somebody, same_people
from lintel.steps.police_notifications.reading.notices import Notice, PersonTold

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.agencies.models import Agency
    from lintel.steps.police_notifications.models import PersonInNotification

POLICE = "6"  # the census code for a referral from the police
PARTS = {
    Part.VICTIM: PartInContact.SAID_TO_BE_HARMED, Part.ALLEGED_PERPETRATOR: PartInContact.SAID_TO_HAVE_HARMED,
    Part.OTHER: PartInContact.OTHER,
}  # fmt: skip
Place = tuple[int, int]  # the number of a notice, and of somebody in it


@dataclass(frozen=True)
class Household:
    """
    The people of several notices about one household, each once.

    `children` and `adults` hold, for each, where the notices speak of them: the order is that of the contact.
    """

    notices: tuple[Notice, ...]
    children: tuple[tuple[Place, ...], ...]
    adults: tuple[tuple[Place, ...], ...]

    @classmethod
    def of(cls, notices: Sequence[Notice]) -> Household:
        return cls(tuple(notices), _each_once(notices, of_children=True), _each_once(notices, of_children=False))

    def told(self, places: tuple[Place, ...]) -> PersonTold:
        """One person, of whom several notices speak: what the first says, completed by the others."""
        whole, *others = (self.notices[notice].people[who] for notice, who in places)
        for other in others:
            missing = {name: value for name, value in vars(other).items() if not getattr(whole, name) and value}
            whole = replace(whole, **missing)
        return whole


def _each_once(notices: Sequence[Notice], *, of_children: bool) -> tuple[tuple[Place, ...], ...]:
    places = [
        (number, who)
        for number, notice in enumerate(notices)
        for who, person in enumerate(notice.people)
        if (person.part == Part.CHILD) is of_children
    ]
    groups = same_people([somebody(notices[number].people[who]) for number, who in places])
    return tuple(tuple(places[index] for index in group) for group in groups)


def somebody(who: PersonTold | PersonInNotification) -> Somebody:
    """A person of a notice that is read or was taken in earlier, as far as telling people and households apart goes."""
    return Somebody(
        part=Part(who.part), given=who.given, family=who.family, date_of_birth=who.date_of_birth, address=who.address,
        postcode=who.postcode,
    )  # fmt: skip


def knock_of(household: Household, *, agency: Agency, once: str, received_at: datetime, told_by: User | None) -> Knock:
    """One contact for a household: every incident in the police's own words, every person once."""
    notices = sorted(household.notices, key=lambda n: (n.occurred_on, n.occurred_at or received_at))
    moments = [notice.occurred_at for notice in notices if notice.occurred_at]
    is_high = any(notice.grade == Grade.HIGH for notice in notices)
    return Knock(
        channel=Channel.POLICE_FEED, received_at=received_at, once=once, source=POLICE,
        words="\n\n".join(words_of(notice, received_at=received_at) for notice in notices),
        original="\n".join(notice.raw for notice in notices),
        children=[tells_of(household.told(places)) for places in household.children],
        adults=[tells_of(household.told(places)) for places in household.adults],
        informant=InformantTold(
            kind=InformantKind.POLICE, name=notices[-1].officer, organisation=agency.name[:120], email=agency.email,
            agency_id=agency.pk, told_by=told_by,
        ),
        concerns=concerns_of(notices), happened_at=min(moments, default=None),
        is_danger_now=any(notice.is_danger_now for notice in notices), screen="police notifications",
        priority=Priority.RED if is_high else None, priority_reason="The police grade it high." if is_high else "",
    )  # fmt: skip


def words_of(notice: Notice, *, received_at: datetime) -> str:
    """One incident as it stands in the contact: when and how the police rate it, then their own words."""
    when = f"{notice.occurred_on:%-d %B %Y}"
    if notice.occurred_at:
        when += f" at {timezone.localtime(notice.occurred_at):%H:%M}"
    days = (local_day(received_at) - notice.occurred_on).days
    late = f" Received {days} days later." if days > 1 else ""
    grade = notice.grade_as_told if notice.grade == Grade.OTHER else notice.grade.words.lower()
    graded = "" if notice.grade == Grade.NOT_GIVEN else f" The police grade it {grade}."
    head = f"{notice.about.words}, {when}, police reference {notice.reference}.{graded}{late}"
    return f"{head}\n{notice.narrative or 'The police write nothing about what happened.'}"


def concerns_of(notices: Sequence[Notice]) -> list[Concern]:
    """What the notices themselves say it is about; nothing is guessed from words."""
    found = [Concern.DOMESTIC_ABUSE] if any(n.about == About.DOMESTIC_ABUSE for n in notices) else []
    if any(who.injured for notice in notices for who in notice.children):
        found.append(Concern.PHYSICAL_HARM)
    if any(who.is_unborn for notice in notices for who in notice.children):
        found.append(Concern.UNBORN)
    return found


def tells_of(who: PersonTold) -> TellsOf:
    """Somebody as the front door writes them down."""
    is_child = who.part == Part.CHILD
    born = who.date_of_birth or (who.expected_on if who.is_unborn else None)
    return TellsOf(
        particulars=Particulars(
            given=who.given, family=who.family, date_of_birth=born, sex=who.sex, address=who.address,
            certainty=BirthDateCertainty.EXPECTED if who.is_unborn and born and not who.date_of_birth else None,
            ethnicity=who.ethnicity.upper() if who.ethnicity.upper() in ETHNICITY else "", postcode=who.postcode,
            is_child=is_child,
        ),
        part=None if is_child else PARTS[who.part], school=who.school, words=who.words,
    )  # fmt: skip
