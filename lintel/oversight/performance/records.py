"""
What indicators count, as light tuples. Plain values: `gathering.py` reads them for one viewer, once per kind.

Each tuple holds only the columns an indicator needs, in the order they are read.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple


class ChildContact(NamedTuple):
    pk: int
    child_id: int
    contact_id: int
    received_on: date
    received_at: datetime | None
    source: str
    outcome: str
    basis: str
    decided_on: date | None
    decided_at: datetime | None
    channel: str = ""
    # The line of an earlier contact whose clock runs on in this one, where somebody or the desk linked them.
    continues_id: int | None = None
    # What was said about agreement, and whether a reason stands beside it.
    consent: str = ""
    has_consent_reason: bool = False


class Telling(NamedTuple):
    """What a professional who told us was told of a contact: when first, or that there is a reason not to."""

    contact_id: int
    told_at: datetime | None
    is_not_told_for_a_reason: bool


class ToldByForm(NamedTuple):
    """What a professional's form said of the things it asks for, and the agency it named, if any."""

    agency: str
    items: frozenset[str]


class Referral(NamedTuple):
    pk: int
    child_id: int
    child_contact_id: int | None
    source: str
    referred_on: date
    is_nfa: bool | None
    closed_on: date | None
    team_id: int | None

    def is_open_on(self, day: date) -> bool:
        """Under way at the end of that day: referred, not closed, not ended in no further action."""
        return self.referred_on <= day and not self.is_nfa and (self.closed_on is None or self.closed_on > day)


class Involvement(NamedTuple):
    pk: int
    child_id: int
    referral_id: int
    worker_id: int
    team_id: int | None
    began_on: date
    began_is_observed: bool
    ended_on: date | None
    # When the worker first reached the child or family, where they said so; and whether they accepted the child here.
    reached_on: date | None = None
    is_accepted_here: bool = False


class Cover(NamedTuple):
    """Somebody covers for an absent worker with one child; `ends_on` is the first day no longer."""

    involvement_id: int
    begins_on: date
    ends_on: date | None


class SafetyCheck(NamedTuple):
    referral_id: int
    checked_on: date
    next_due_on: date


class Assessment(NamedTuple):
    pk: int
    child_id: int
    referral_id: int | None
    started_on: date
    authorised_on: date | None
    needs_support: bool | None
    team_id: int | None
    # What only those written here can say: files carry neither a look half-way nor the child's words.
    is_written_here: bool = False
    midpoint_on: date | None = None
    has_childs_view: bool = False


class FamilyRead(NamedTuple):
    """A finished version for somebody of a family: when it was first shared, and what they could first say back."""

    pk: int
    child_id: int
    assessment_id: int | None
    reader: str
    shared_on: date | None
    said_back_on: date | None
    could_say_it: bool


class FamilyText(NamedTuple):
    """The words of a version that was shared with somebody of a family, without whom to ring."""

    pk: int
    child_id: int
    shared_on: date
    words: str


class Discussion(NamedTuple):
    pk: int
    child_id: int
    held_on: date


class Enquiry(NamedTuple):
    pk: int
    child_id: int
    referral_id: int | None
    begun_by_id: int | None
    started_on: date
    ended_on: date | None
    conference_not_required: bool | None
    team_id: int | None
    # Begun by a discussion that was held here: where no conference is recorded, none was held.
    is_begun_here: bool = False


class Conference(NamedTuple):
    """Initial conferences only; a transfer-in has no enquiry of ours."""

    pk: int
    child_id: int
    enquiry_id: int | None
    held_on: date
    led_to_plan: bool | None
    is_transfer_in: bool


class Visit(NamedTuple):
    """`is_last_known` marks a visit read from a list that gives only the last one: earlier visits are not known."""

    pk: int
    child_id: int
    visited_on: date
    child_seen: bool | None
    seen_alone: bool | None
    is_last_known: bool
    worker_id: int | None = None


class Plan(NamedTuple):
    """A child in need or child protection plan, or an early help episode."""

    kind: str
    pk: int
    child_id: int
    started_on: date
    ended_on: date | None


class Appointment(NamedTuple):
    pk: int
    worker_id: int
    team_id: int
    fte: float
    basis: str
    is_case_holding: bool
    supervisor_id: int | None
    starts_on: date
    leaves_on: date | None
    is_newly_qualified: bool = False


class Absence(NamedTuple):
    worker_id: int
    starts_on: date
    ends_on: date | None


class Agreement(NamedTuple):
    """A start that was agreed with somebody: on which day, for which, and when it fell through if it did."""

    agreed_on: date
    starts_on: date
    fell_through_on: date | None


class Filling(NamedTuple):
    """
    A case-holding post that was signed for, and the first day of its first holder since; None while it is empty.

    `fell_through` has the days on which an offer came to nothing, and the search began again.
    """

    post_id: int
    team_id: int
    signed_on: date
    filled_on: date | None
    is_funded: bool
    holder_id: int | None = None
    closes_on: date | None = None
    agreed: tuple[Agreement, ...] = ()
    fell_through: tuple[date, ...] = ()
    title: str = ""


class Post(NamedTuple):
    """A place in the establishment, from the day it opens to the first day it no longer exists."""

    pk: int
    team_id: int
    fte: float
    is_case_holding: bool
    is_funded: bool
    opens_on: date
    closes_on: date | None


class Entry(NamedTuple):
    """Something that happened and when it was written down, for the recording lag."""

    kind: str
    pk: int
    child_id: int
    happened_at: datetime
    recorded_at: datetime


class FrozenForecast(NamedTuple):
    """A forecast as it was frozen in the week it stands on. `answer` holds the bands of each week, as JSON."""

    pk: int
    on: date
    weeks_back: int
    answer: dict[str, Any]


class PulseWeek(NamedTuple):
    """The pulse of a week in a group of at least five; `team_id` is None for the whole service."""

    pk: int
    week: date
    ends_on: date
    team_id: int | None
    name: str
    answers: int
    middle: int


def lasts_on(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether something with a first day and a first day without it was so on that day."""
    return starts_on <= day and (ends_on is None or ends_on > day)


class LookBack(NamedTuple):
    """What somebody said of how an earlier episode ended, as it stands now."""

    earlier_id: int
    child_id: int
    said_on: date
    is_unfinished_or_poor: bool


class OnAList(NamedTuple):
    """A child on a list of those whose earlier work is looked at again."""

    pk: int
    child_id: int
    drawn_on: date
    reviewed_on: date | None


class EarlierWork(NamedTuple):
    look_backs: tuple[LookBack, ...]
    on_lists: tuple[OnAList, ...]
