"""A police force, the people of ours a batch tells of, and notices, each laid down on the path a real one takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lintel.foundation.access.models import User
from lintel.foundation.agencies.actions import join_agency, name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.people.actions import load_addresses, load_names, load_people, load_relationships
from lintel.foundation.people.codes import BirthDateCertainty, RelationshipKind
from lintel.foundation.people.models import Address, Person, PersonName, Relationship
from lintel.journey.notifications.actions import Received, receive_notification
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.reading.notices import Notice, PersonTold
from lintel.steps.police_notifications.tests.batch import Ours
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, OPENED, TYPED, Bells, Cast, allocate

MILL_LANE = {"address": "14 Mill Lane", "postcode": "RV1 2AB"}
RUTH = PersonTold(part=Part.VICTIM, given="Ruth", family="Bell", date_of_birth=date(1988, 11, 3), **MILL_LANE)
OWEN = PersonTold(
    part=Part.ALLEGED_PERPETRATOR, given="Owen", family="Hartley", date_of_birth=date(1985, 6, 21),
    address="3 Canal Street", postcode="RV4 4CD",
)  # fmt: skip
MIA = PersonTold(
    part=Part.CHILD,
    given="Mia",
    family="Bell",
    date_of_birth=date(2013, 9, 2),
    present=True,
    words="I hid.",
    **MILL_LANE,
)
NOAH = PersonTold(part=Part.CHILD, given="Noah", family="Bell", date_of_birth=date(2018, 4, 20), **MILL_LANE)


def police(cast: Cast, *, key: str = "ravenshire-police", joined_by: User | None = None) -> Agency:
    """Ravenshire Police, for whom Hart answers."""
    agency = name_agency(key=key, name=key.replace("-", " ").title(), kind=AgencyKind.POLICE, by=cast.rosa, at=OPENED)
    join_agency(agency, user=joined_by or cast.hart, post="Safeguarding unit", by=cast.rosa, at=OPENED)
    return agency


def notice(reference: str = "RC/1/25", *, people: Sequence[PersonTold] = (RUTH, OWEN, MIA), **said: Any) -> Notice:
    """An incident two days ago, triaged and sent the day after."""
    told: dict[str, Any] = {
        "occurred_on": date(2025, 3, 1), "occurred_at": NOW - timedelta(hours=45),
        "triaged_at": NOW - timedelta(hours=20), "sent_at": NOW - timedelta(hours=1),
        "narrative": "Argument at home. The child was upstairs.", "raw": reference,
    }  # fmt: skip
    return Notice(reference=reference, people=tuple(people), **told | said)


def received(told: Notice, *, agency: Agency, by: User, received_at: datetime = NOW) -> Received:
    return receive_notification(told, agency=agency, received_at=received_at, by=by, at=received_at)


def live_at_mill_lane(bells: Bells, *, by: User) -> None:
    """The Bells' address, so that they can be recognised."""
    lines = [
        Address(
            **TYPED, key=f"address of {name}", person=getattr(bells, name), lines="14 Mill Lane\nRavenshire",
            postcode="RV1 2AB",
        )
        for name in ("ruth", "mia", "noah")
    ]  # fmt: skip
    load_addresses(lines, by=by, at=OPENED)


def write_down(ours: Sequence[Ours], cast: Cast) -> dict[str, Person]:
    """The children of ours a batch tells of, with their mothers and addresses; some are open, and Priya's."""
    by = cast.command_line
    children = {
        o.key: Person(
            **TYPED, key=o.key, la_child_id=o.key, is_child=True, date_of_birth=o.date_of_birth, sex=o.sex,
            birth_date_certainty=BirthDateCertainty.KNOWN,
        )
        for o in ours
    }  # fmt: skip
    mothers = {o.key.split("/")[0]: Person(**TYPED, key=f"mother {o.key.split('/')[0]}", is_child=False) for o in ours}
    load_people([*children.values(), *mothers.values()], by=by, at=OPENED)
    names = [
        PersonName(**TYPED, key=f"name {o.key}", person=children[o.key], given=o.given, family=o.family) for o in ours
    ]
    given = {o.key.split("/")[0]: o.mother.rpartition(" ") for o in ours}
    names += [
        PersonName(**TYPED, key=f"name of mother {key}", person=mother, given=given[key][0], family=given[key][2])
        for key, mother in mothers.items()
    ]
    load_names(names, by=by, at=OPENED)
    load_addresses(
        [
            Address(**TYPED, key=f"at {o.key}", person=children[o.key], lines=o.address, postcode=o.postcode)
            for o in ours
        ],
        by=by, at=OPENED,
    )  # fmt: skip
    load_relationships(
        [
            Relationship(**TYPED, key=f"mother of {o.key}", person=mothers[o.key.split("/")[0]],
                         kind=RelationshipKind.MOTHER, to_person=children[o.key])
            for o in ours
        ],
        by=by, at=OPENED,
    )  # fmt: skip
    open_ones = [
        Referral(**TYPED, key=f"referral {o.key}", child=children[o.key], source="6",
                 referred_on=date(2025, 1, 6), is_nfa=False, team=cast.north)
        for o in ours if o.is_open
    ]  # fmt: skip
    load_referrals(open_ones, by=by, at=OPENED)
    for referral in open_ones:
        allocate(referral, to=cast.priya, team=cast.north, began_on=date(2025, 1, 7), by=by)
    return children
