"""Contacts at the front door, each made on the path a real one takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from lintel.foundation.access.models import User
from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door.codes import Channel, Concern, InformantKind, Outcome
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf, receive_contact
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.rules import Chosen
from tests.cast import NOW

SCHOOL = InformantTold(
    kind=InformantKind.PROFESSIONAL, name="Wren Tallow", post="Designated safeguarding lead",
    organisation="Ravenshire Primary", email="wren@ravenshireprimary.example",
)  # fmt: skip
NEIGHBOUR = InformantTold(kind=InformantKind.PUBLIC, name="Una Crake", telephone="01632 960 111")
NOBODY_WE_KNOW = Particulars(given="Perrin", family="Oakapple", date_of_birth=date(2017, 5, 4), sex="M")


def tells_of(person: Person) -> TellsOf:
    """Somebody of ours, as an officer who picked them from the offered ones would hand them in."""
    return TellsOf(particulars=Particulars(), person=person)


def knock(*, by: User, once: str, received_at: datetime = NOW, at: datetime | None = None, **said: Any) -> Contact:
    """A contact that has come in; without children, about a boy nobody knows yet."""
    children: Sequence[TellsOf] = said.pop("children", None) or [TellsOf(particulars=NOBODY_WE_KNOW)]
    asked: dict[str, Any] = {
        "channel": Channel.TELEPHONE, "words": "He comes to school without a coat.", "informant": SCHOOL,
        "concerns": [Concern.NEGLECT], "source": "2B",
    } | said  # fmt: skip
    return receive_contact(
        Knock(once=once, received_at=received_at, children=children, **asked), by=by, at=at or received_at
    )


def chosen_for(contact: Contact, outcome: Outcome, *, rationale: str = "What was told meets it.") -> list[Chosen]:
    """The same outcome for every child of a contact that is undecided."""
    lines = contact.children.filter(decided_on__isnull=True).order_by("pk")
    return [Chosen(child_contact_id=line.pk, outcome=outcome, rationale=rationale, level=3) for line in lines]
