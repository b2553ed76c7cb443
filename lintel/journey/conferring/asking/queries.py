"""Which conferences can be asked for about a child, each with what it follows and by when it is due; before asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.journey.conferring.reading import born_on, enquiries_about, reviewed_under
from lintel.statute.calendar import england, local_day
from lintel.steps.conferences.actions import Part
from lintel.steps.conferences.codes import Kind
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.conferences.permissions import ASK_FOR_CONFERENCES
from lintel.steps.conferences.rules import Due, Path, due
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.plans.models import CpPlan

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Askable:
    """
    A conference that can be asked for about one child.

    :param due: None for a transfer-in of which nobody has said yet when we were told of the move.
    """

    kind: Kind
    part: Part
    due: Due | None


def askable(child: Person, *, viewer: User, at: datetime, told_of_move_on: date | None = None) -> list[Askable]:
    """
    A review of a child under a plan; of any other a conference after the enquiry that asks for one, or a transfer-in.

    Nothing for a child who waits for a conference already, and nothing for a viewer who may not ask for one.
    """
    seen = visible_children(viewer).filter(pk=child.pk).exists()
    waits = ChildInConference.objects.filter(child=child, conference__isnull=True, withdrawn_at__isnull=True)
    if not seen or not may(viewer, ASK_FOR_CONFERENCES) or waits.exists():
        return []
    today = local_day(at)
    plan = CpPlan.objects.filter(child=child, started_on__lte=today).exclude(ended_on__lte=today).first()
    if plan is not None:
        path = Path(
            kind=Kind.REVIEW, conference_on=plan.started_on, reviewed_on=reviewed_under(plan.pk), born_on=born_on(child)
        )
        return [Askable(kind=Kind.REVIEW, part=Part(child=child, reviewed_plan_id=plan.pk), due=_due(path))]
    return [*_after_enquiry(child, today), _transfer_in(child, told_of_move_on)]


def _after_enquiry(child: Person, today: date) -> list[Askable]:
    """After the last enquiry, while it is open or ended with the answer that a conference is needed."""
    asks = Q(ended_on__isnull=True) | Q(conference_not_required=False)
    found = Section47Enquiry.objects.filter(asks, child=child, started_on__lte=today, conferences__isnull=True)
    enquiry = found.exclude(conference_not_required=True).order_by("started_on", "pk").last()
    if enquiry is None:
        return []
    path = Path(kind=Kind.INITIAL, enquiry_on=enquiry.started_on, enquiries=enquiries_about(child.pk))
    return [Askable(kind=Kind.INITIAL, part=Part(child=child, enquiry_id=enquiry.pk), due=_due(path))]


def _transfer_in(child: Person, told_on: date | None) -> Askable:
    found = _due(Path(kind=Kind.TRANSFER_IN, told_of_move_on=told_on)) if told_on else None
    return Askable(kind=Kind.TRANSFER_IN, part=Part(child=child), due=found)


def _due(path: Path) -> Due:
    return due(path, limits=all_limits(), calendar=england())
