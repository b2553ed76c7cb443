"""Writing down what each agency thinks about a child, and what the conference decided; each child's apart."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.statute.calendar import local_day
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences import permissions
from lintel.steps.conferences.actions import NothingSaid, NotIndependent, NotOnThatDay
from lintel.steps.conferences.codes import Side, View
from lintel.steps.conferences.deciding.reach import (
    Decided,
    DecidedAlready,
    NoCategory,
    part_of,
    refuse_who_is_not_the_chair,
    to_decide,
)
from lintel.steps.conferences.models import AgencyView, ChildInConference, ConferenceDecision, ConferenceRequest
from lintel.steps.conferences.reach import locked, why_not_independent

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotAnAgency(Exception):
    """The child’s and the parents’ views are theirs, in their own words, and are no agency’s."""


@transaction.atomic
def hold(request: ConferenceRequest, *, held_on: date, by: User, at: datetime) -> ConferenceRequest:
    """
    Say on which day a conference was held. Who chairs it is independent of the case on that day, too.

    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotIndependent, NotTheirChild, HeldAlready, NotOnThatDay: see there.
    """
    require(by, permissions.CHAIR_CONFERENCES)
    request = locked(request, by=by)
    refuse_who_is_not_the_chair(request, by)
    if why := why_not_independent(request, by, on=held_on):
        raise NotIndependent(why)
    if not local_day(request.asked_at) <= held_on <= local_day(at):
        raise NotOnThatDay
    request.held_on, request.held_written_at = held_on, at
    request.save(update_fields=["held_on", "held_written_at"])
    note("conference held", by=by, at=at, subject=request, held_on=str(held_on))
    return request


@transaction.atomic
def say_view(
    part: ChildInConference, *, side: Side, said_by: str, view: View, words: str, category: str = "", by: User,
    at: datetime,
) -> AgencyView:  # fmt: skip
    """
    Write down what one agency thinks should become of one child, apart from all others.

    It may be said before the conference or at it, and is never written over: an agency says it once.

    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotAnAgency, NothingSaid, NoCategory, DecidedAlready, NotTheirChild: see there.
    """
    require(by, permissions.CHAIR_CONFERENCES)
    part = part_of(part, by)
    if not side.is_agency:
        raise NotAnAgency
    if not (said_by.strip() and words.strip()):
        raise NothingSaid
    if category and (category not in ABUSE_CATEGORY or view is not View.PLAN):
        raise NoCategory
    if part.views.filter(side=side, said_by=said_by.strip()[:120]).exists():
        raise DecidedAlready
    said = AgencyView.objects.create(
        part=part, side=side, said_by=said_by.strip()[:120], view=view, category=category, words=words.strip(),
        written_at=at, written_by=by,
    )  # fmt: skip
    note("view of an agency written down", by=by, at=at, subject=said, child_id=part.child_id, side=str(side))
    return said


@transaction.atomic
def decide(
    part: ChildInConference, decided: Decided, *, conference_id: int, cp_plan_id: int | None, by: User, at: datetime
) -> ConferenceDecision:  # fmt: skip
    """
    Write down what a conference decided about one child; it decides nothing about brothers and sisters.

    :param conference_id: the conference about this child, as enquiries keep it.
    :param cp_plan_id: the plan it began, went on with, or ended.
    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotHeldYet, DecidedAlready, NothingSaid, NoCategory, NotTheirChild: see there.
    """
    require(by, permissions.CHAIR_CONFERENCES)
    part = to_decide(part, decided, by=by)
    part.conference_id = conference_id
    part.save(update_fields=["conference"])
    made = ConferenceDecision.objects.create(
        part=part, led_to_plan=decided.led_to_plan, category=decided.category, because=decided.because.strip(),
        childs_view=decided.childs_view.strip(), parents_view=decided.parents_view.strip(), cp_plan_id=cp_plan_id,
        decided_at=at, decided_by=by,
    )  # fmt: skip
    note("conference decided", by=by, at=at, subject=made, child_id=part.child_id, led_to_plan=decided.led_to_plan)
    return made
