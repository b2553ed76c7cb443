"""Conferences about the Bells, each made on the path a real one takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.roles import Role
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Worker
from lintel.journey.conferring.actions import decide_about, give_to_chair
from lintel.steps.conferences.actions import Asking, Part, ask_for_conference, book
from lintel.steps.conferences.codes import Kind
from lintel.steps.conferences.deciding.actions import hold
from lintel.steps.conferences.deciding.reach import Decided
from lintel.steps.conferences.models import ConferenceDecision, ConferenceRequest
from lintel.steps.enquiries.models import Section47Enquiry, StrategyDiscussion
from lintel.steps.plans.models import CpPlan
from tests.cast import LONDON, NOW, OPENED, TYPED

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from tests.cast import Cast

PLAN = Decided(
    led_to_plan=True, because="He hits them when he drinks.", category="PHY", childs_view="“I want it to stop.”",
    parents_view="Ruth: “I agree.” Owen: “I never touched them.”",
)  # fmt: skip
NO_PLAN = Decided(led_to_plan=False, because="He has moved out, and she sees to it.")
BOOKED = datetime(2025, 3, 20, 10, 0, tzinfo=LONDON)
HELD = datetime(2025, 3, 20, 16, 0, tzinfo=LONDON)


def a_chair(cast: Cast, name: str = "Ada Quill", *, sees: Role = Role.CHAIR) -> User:
    """Somebody who chairs conferences, on the staff list, and with no child of their own."""
    first = name.split()[0].lower()
    worker = Worker.objects.create(**TYPED, key=f"chair/{first}", staff_id=first, name=name)
    user = open_account(
        email=f"{first}@ravenshire.example", name=name, worker=worker, password=None, by=cast.sam, at=OPENED
    )
    grant_role(user, role=sees, team=None, by=cast.sam, at=OPENED)
    return user


def enquired(child: Person, *, started_on: date = date(2025, 3, 3), **more: Any) -> Section47Enquiry:
    """An enquiry that a discussion of its day began."""
    held_at = datetime(started_on.year, started_on.month, started_on.day, 11, 0, tzinfo=LONDON)
    discussion = StrategyDiscussion.objects.create(
        **TYPED, key=f"discussion/{child.pk}/{started_on}", child=child, triggered_at=held_at - timedelta(hours=20),
        held_on=started_on, held_at=held_at, began_enquiry=True,
    )  # fmt: skip
    return Section47Enquiry.objects.create(
        **TYPED, key=f"enquiry/{child.pk}/{started_on}", child=child, begun_by=discussion, started_on=started_on, **more
    )


def asked(cast: Cast, *children: Person, at: datetime = NOW) -> ConferenceRequest:
    """Priya asks for an initial conference about these children, each after an enquiry of their own."""
    parts = [Part(child=child, enquiry_id=enquired(child).pk) for child in children]
    return ask_for_conference(
        Asking(once=uuid4(), kind=Kind.INITIAL, parts=parts, why="Whether they are safe at home."), by=cast.priya, at=at
    )


def to_review(cast: Cast, plan: CpPlan, *, at: datetime) -> ConferenceRequest:
    parts = [Part(child=plan.child, reviewed_plan_id=plan.pk)]
    return ask_for_conference(
        Asking(once=uuid4(), kind=Kind.REVIEW, parts=parts, why="Whether the plan works."), by=cast.priya, at=at
    )


def held(
    cast: Cast, chair: User, request: ConferenceRequest, *, booked_for: datetime = BOOKED, at: datetime = HELD
) -> ConferenceRequest:  # fmt: skip
    """It was booked, given to this chair, and held on the day it was booked for."""
    book(request, booked_for=booked_for, place="Town Hall", by=cast.priya, at=request.asked_at)
    give_to_chair(request, chair, by=cast.sofia, at=request.asked_at)
    return hold(request, held_on=booked_for.date(), by=chair, at=at)


def decided(
    request: ConferenceRequest, decision: Decided, *, by: User, child: Person | None = None, at: datetime = HELD,
    **more: Any,
) -> ConferenceDecision:  # fmt: skip
    part = request.children.get(child=child) if child else request.children.get()
    return decide_about(part, decision, by=by, at=at, **more)


def protected(cast: Cast, chair: User, child: Person) -> CpPlan:
    """A child under a protection plan that an initial conference of 20 March 2025 began."""
    decided(held(cast, chair, asked(cast, child)), PLAN, by=chair)
    return CpPlan.objects.get(child=child)
