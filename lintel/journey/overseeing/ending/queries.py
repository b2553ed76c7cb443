"""How a child protection plan could end without a conference, and how the last one ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.steps.conferences.permissions import SEE_CONFERENCES
from lintel.steps.plans.codes import EndOfProtection
from lintel.steps.plans.models import CpPlan
from lintel.steps.plans.protection.actions import fate_of
from lintel.steps.plans.rules import first_day_possible

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def ends_possible(child: Person, *, viewer: User, on: date) -> dict[EndOfProtection, date]:
    """For which events the child's plan may end without a conference, and the first day of each."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return {}
    return first_day_possible(fate_of(child), on=on)


def last_protection_plan(child: Person, *, viewer: User, on: date) -> CpPlan | None:
    """The last child protection plan of a child that has ended by a day."""
    if not may(viewer, SEE_CONFERENCES):
        return None
    found = CpPlan.objects.filter(child__in=visible_children(viewer).filter(pk=child.pk), ended_on__lte=on)
    return found.order_by("ended_on", "pk").last()
