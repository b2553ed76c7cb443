"""What is handed in and answered, field by field. A field we do not know is refused: nothing said to us is dropped."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, field_validator

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.referrers.actions import Writer
from lintel.journey.referrers.codes import Standing
from lintel.steps.front_door.codes import Concern, Consent, Part
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.police_notifications.codes import About

EARLIEST, LATEST = 1900, 2200
NOT_KEPT = "contains a character that cannot be kept (a zero byte or half of a character)"
NOT_A_YEAR = f"must be between the years {EARLIEST} and {LATEST}"

Name = Annotated[str, Field(max_length=120)]


class Sex(StrEnum):
    MALE = "M"
    FEMALE = "F"
    UNKNOWN = "U"
    NOT_SAID = ""


class HandedIn(Schema):
    """The promises of everything that is handed in."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def can_be_kept(cls, value: Any) -> Any:
        """Refuse in words what the database could only refuse with an error."""
        if isinstance(value, str) and ("\0" in value or not _is_whole(value)):
            raise ValueError(NOT_KEPT)
        if isinstance(value, date) and not EARLIEST <= value.year <= LATEST:
            raise ValueError(NOT_A_YEAR)
        return value


class Somebody(HandedIn):
    """Somebody a contact speaks of. Everything may be unknown: leave out what you do not know."""

    given: Name = Field("", description="First names.")
    family: Name = Field("", description="Family name.")
    known_as: Name = Field("", description="What they are called, if it is another name.")
    date_of_birth: date | None = Field(None, description="For an unborn child, the day it is expected.")
    sex: Sex = Sex.NOT_SAID
    address: str = Field("", max_length=500)
    postcode: str = Field("", max_length=8)
    is_address_confidential: bool = Field(False, description="Whether the address must be kept from others.")
    words: str = Field("", max_length=5_000, description="Anything about this person, in your words.")

    def particulars(self, *, is_child: bool, today: date) -> Particulars:
        unborn = is_child and self.date_of_birth is not None and self.date_of_birth > today
        return Particulars(
            given=self.given, family=self.family, known_as=self.known_as, date_of_birth=self.date_of_birth,
            certainty=BirthDateCertainty.EXPECTED if unborn else None, sex=self.sex.value, address=self.address,
            postcode=self.postcode, is_address_confidential=self.is_address_confidential, is_child=is_child,
        )  # fmt: skip


class Child(Somebody):
    school: Name = Field("", description="School or nursery.")

    def told(self, today: date) -> TellsOf:
        return TellsOf(particulars=self.particulars(is_child=True, today=today), school=self.school, words=self.words)


class Adult(Somebody):
    part: Part = Field(Part.OTHER, description="What they have to do with it.")

    def told(self, today: date) -> TellsOf:
        return TellsOf(particulars=self.particulars(is_child=False, today=today), part=self.part, words=self.words)


class WhoWrites(HandedIn):
    """The professional who tells us; they are told what happens and why."""

    name: str = Field(min_length=1, max_length=120)
    post: Name = ""
    telephone: str = Field("", max_length=40)
    email: str = Field("", max_length=200)

    def writer(self) -> Writer:
        return Writer(name=self.name, post=self.post, telephone=self.telephone, email=self.email)


class ContactIn(HandedIn):
    """A worry about a child or several, as a professional's form asks for it."""

    words: str = Field(min_length=1, max_length=20_000, description="What was seen or heard, in the writer's words.")
    done: str = Field("", max_length=20_000, description="What the writer has done so far.")
    writer: WhoWrites
    children: list[Child] = Field(default_factory=list, max_length=20)
    adults: list[Adult] = Field(default_factory=list, max_length=20)
    concerns: list[Concern] = Field(default_factory=list, max_length=20)
    happened_at: AwareDatetime | None = Field(None, description="When it happened, with a time zone.")
    is_danger_now: bool = Field(False, description="Whether a child is in danger now. Ring 999 as well.")
    consent: Consent | None = Field(None, description="How the parents stand to it.")
    consent_reason: str = Field("", max_length=2_000, description="Needed unless they were asked or agree.")


class Receipt(Schema):
    """What was received. Keep the reference: it is how you ask what became of it."""

    reference: str
    received_at: datetime
    standing: Standing
    standing_in_words: str


class Status(Receipt):
    """Where a contact stands. What you were told is in `told`, once you were told; the decision itself is not here."""

    told_at: datetime | None = None
    told: str = ""
    told_due_on: date | None = Field(None, description="By when you will be told, once it is decided.")


class WhatIsWrong(Schema):
    """One thing that is wrong, and where."""

    where: str
    what: str


class Problem(Schema):
    """Why something was refused, in plain words (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WhatIsWrong] = Field(default_factory=list)


def _is_whole(text: str) -> bool:
    """Whether every character is one: halves of a pair of surrogates can be written in JSON and kept nowhere."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


class Grade(StrEnum):
    """The force's own grade of risk."""

    STANDARD = "standard"
    MEDIUM = "medium"
    HIGH = "high"
    NOT_GIVEN = ""


class Role(StrEnum):
    """What somebody had to do with an incident."""

    CHILD = "child"
    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    OTHER = "other"


class Person(HandedIn):
    """Somebody in a notification. Leave out what is not known; a blank ethnicity is normal."""

    role: Role
    first_name: Name = ""
    surname: Name = ""
    date_of_birth: date | None = None
    due_date: date | None = Field(None, description="For an unborn child, the day it is expected.")
    sex: Sex = Sex.NOT_SAID
    ethnicity: str = Field("", max_length=60)
    address: str = Field("", max_length=500)
    postcode: str = Field("", max_length=8)
    telephone: str = Field("", max_length=40)
    relationship: Name = ""
    school: Name = ""
    present: bool | None = None
    witnessed: bool | None = None
    injured: bool | None = None
    words: str = Field("", max_length=5_000, description="What a child said, word for word.")


class NotificationIn(HandedIn):
    """What the police tell us of one incident. Its four times are kept apart: nothing is worked out from another."""

    reference: str = Field(min_length=1, max_length=60, description="The force’s own: a notice is known by it.")
    occurred_at: AwareDatetime | date = Field(description="When it happened; a day where only the day is known.")
    triaged_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    about: About = About.DOMESTIC_ABUSE
    grade: Grade = Grade.NOT_GIVEN
    officer: Name = ""
    place: str = Field("", max_length=500)
    postcode: str = Field("", max_length=8)
    narrative: str = Field("", max_length=20_000)
    children_present: bool | None = None
    immediate_danger: bool = False
    people: list[Person] = Field(default_factory=list, max_length=40)

    def plain(self) -> dict[str, Any]:
        """Names and values as a feed sends them; what was left out stays out."""
        said = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        return {"type" if name == "about" else name: value for name, value in said.items()}


class NotificationReceipt(Schema):
    """What became of a notification: it was new, the same as before, or changed and kept as another version."""

    reference: str = Field(description="The force’s own.")
    contact_reference: str = Field(description="Our receipt number.")
    received_at: datetime
    turned_out: str


class SetAside(Schema):
    """A row that could not be taken in as it is. It is kept, and somebody here was told."""

    row: int
    reference: str
    what: list[str]


class BatchReceipt(Schema):
    """What became of a batch. Every row is accepted or set aside."""

    received_at: datetime
    rows_in: int
    rows_accepted: int
    rows_set_aside: int
    notices_new: int
    notices_same: int
    notices_changed: int
    set_aside: list[SetAside]
