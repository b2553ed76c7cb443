"""Writing down what each agency thinks about a child, and what the conference decided; each child's apart."""

from __future__ import annotations

from dataclasses import dataclass
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
from lintel.steps.conferences.models import AgencyView, ChildInConference, ConferenceDecision, ConferenceRequest
from lintel.steps.conferences.reach import HeldAlready, locked, why_not_independent

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheChair(Exception):
    """What a conference decided is written down by its chair."""


class NotHeldYet(Exception):
    """Nothing is decided before the conference was held."""


class DecidedAlready(Exception):
    """What was decided about this child stands; a later conference decides anew."""


class NotAnAgency(Exception):
    """The child’s and the parents’ views are theirs, in their own words, and are no agency’s."""


class NoCategory(Exception):
    """A plan has a category of abuse; where there is no plan there is none."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided about one child, and what the child and the parents say of it, in their own words."""

    led_to_plan: bool
    because: str
    category: str = ""
    childs_view: str = ""
    parents_view: str = ""


@transaction.atomic
def hold(request: ConferenceRequest, *, held_on: date, by: User, at: datetime) -> ConferenceRequest:
    """
    Say on which day a conference was held. Who chairs it is independent of the case on that day, too.

    :raises NotAllowed: if this person does not chair conferences.
    :raises NotTheChair, NotIndependent, NotTheirChild, HeldAlready, NotOnThatDay: see there.
    """
    require(by, permissions.CHAIR_CONFERENCES)
    request = locked(request, by=by)
    _refuse_who_is_not_the_chair(request, by)
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
    part = _part(part, by)
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


def to_decide(part: ChildInConference, decided: Decided, *, by: User) -> ChildInConference:
    """
    A child's part that may be decided so, held until the transaction is over.

    :raises: what `decide` raises.
    """
    part = _part(part, by)
    if part.request.held_on is None:
        raise NotHeldYet
    if not decided.because.strip():
        raise NothingSaid
    if decided.led_to_plan != (decided.category in ABUSE_CATEGORY) or (decided.category and not decided.led_to_plan):
        raise NoCategory
    return part


def _part(part: ChildInConference, by: User) -> ChildInConference:
    request = locked(part.request, by=by, even_held=True)
    _refuse_who_is_not_the_chair(request, by)
    part = ChildInConference.objects.select_related("request", "child").get(pk=part.pk)
    if part.withdrawn_at is not None:
        raise HeldAlready
    if part.conference_id is not None:
        raise DecidedAlready
    return part


def _refuse_who_is_not_the_chair(request: ConferenceRequest, by: User) -> None:
    if request.chair_id != by.pk:
        raise NotTheChair
