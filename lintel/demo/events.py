"""What happens, as plain values. `records.py` turns them into the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True, eq=False)
class Child:
    number: int
    family: Family
    given: str
    surname: str
    born_on: date
    sex: str
    ethnicity: str
    disabilities: tuple[str, ...]
    nhs_number: str
    upn: str
    # The state of the front door: until when a referral or a contact under way speaks for this child.
    episode: Episode | None = None
    protection_plans: int = 0

    @property
    def la_child_id(self) -> str:
        return f"RV{self.number}"


@dataclass(slots=True, eq=False)
class Adult:
    number: int
    given: str
    surname: str
    born_on: date
    sex: str
    role: str
    lives_elsewhere: bool = False
    former_surname: str = ""


@dataclass(slots=True, eq=False)
class Family:
    number: int
    surname: str
    address: str
    postcode: str
    is_confidential: bool
    moved_in_on: date
    children: list[Child] = field(default_factory=list)
    adults: list[Adult] = field(default_factory=list)
    other_address: tuple[str, str] = ("", "")
    is_kept: bool = False


@dataclass(slots=True, eq=False)
class Contact:
    """One event at the front door."""

    reference: str
    channel: str
    source: str
    happened_at: datetime
    received_at: datetime
    recorded_at: datetime
    children: list[ChildContact] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ChildContact:
    contact: Contact
    child: Child
    outcome: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    rationale: str = ""
    consent: str = ""
    consent_reason: str = ""


@dataclass(slots=True, eq=False)
class Involvement:
    worker: str
    team: str
    began_at: datetime
    ended_on: date | None = None
    change_reason: str = ""


@dataclass(slots=True, eq=False)
class Enquiry:
    """A strategy discussion and, where it began one, the enquiry and conference that followed."""

    triggered_at: datetime
    held_at: datetime
    began_enquiry: bool
    ended_on: date | None = None
    conference_on: date | None = None
    led_to_plan: bool = False
    worker: str = ""
    team: str = ""


@dataclass(slots=True, eq=False)
class Visit:
    visited_at: datetime
    worker: str
    child_seen: bool
    seen_alone: bool
    is_statutory: bool
    recorded_at: datetime


@dataclass(slots=True, eq=False)
class SafetyCheck:
    checked_on: date
    checked_by: str
    why_safe: str
    next_due_on: date


@dataclass(slots=True, eq=False)
class EarlyHelp:
    child: Child
    child_contact: ChildContact | None
    organisation: str
    started_on: date
    completed_on: date | None
    ended_on: date | None


@dataclass(slots=True, eq=False)
class ProtectionPlan:
    started_on: date
    initial_category: str
    latest_category: str
    previous_plans: int
    had_emergency_protection: bool
    ends_on: date
    team: str = ""
    reviews: list[date] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class NeedPlan:
    started_on: date
    ends_on: date
    team: str = ""


@dataclass(slots=True, eq=False)
class Episode:
    """One child's referral and all that follows from it."""

    child: Child
    child_contact: ChildContact
    source: str
    referred_at: datetime
    need: str
    is_nfa: bool
    # What is decided by luck at the start and unfolds with time:
    path: str = ""
    assessment_days: int = 0
    signed_late_by: int = 0
    # What happens:
    review_on: date | None = None
    authorised_on: date | None = None
    child_seen: bool = True
    needs_support: bool | None = None
    factors: tuple[str, ...] = ()
    assessed_by: str = ""
    assessed_in: str = ""
    enquiries: list[Enquiry] = field(default_factory=list)
    need_plans: list[NeedPlan] = field(default_factory=list)
    protection_plans: list[ProtectionPlan] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    checks: list[SafetyCheck] = field(default_factory=list)
    closed_on: date | None = None
    closure_reason: str = ""

    @property
    def referred_on(self) -> date:
        return self.referred_at.date()

    @property
    def holder(self) -> Involvement | None:
        """The involvement in force, if any."""
        return self.involvements[-1] if self.involvements and self.involvements[-1].ended_on is None else None


@dataclass(frozen=True, slots=True)
class Place:
    """One appointment of a worker to a team."""

    staff_id: str
    team: str
    job_title: str
    fte: float
    basis: str
    is_case_holding: bool
    is_newly_qualified: bool
    supervisor: str
    starts_on: date
    leaves_on: date | None
    post: str
    # How many children this worker takes on in quiet times, and when the list grows.
    takes: int = 0
    takes_at_most: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    staff_id: str
    reason: str
    starts_on: date
    ends_on: date
