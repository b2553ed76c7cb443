"""Ending a child protection plan that no conference needs to end, with what hangs on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.journey.conferring.actions import let_chairs_go
from lintel.steps.conferences.actions import call_off
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.plans.codes import EndOfProtection
from lintel.steps.plans.models import CpPlan
from lintel.steps.plans.protection.actions import end_without_conference

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def end_for_what_happened(
    plan: CpPlan, *, reason: EndOfProtection, their_conference_on: date | None = None, by: User, at: datetime
) -> CpPlan:  # fmt: skip
    """
    End a plan without a conference. A review that is asked for is called off for this child, and chairs see them no
    longer.

    :raises: what `end_without_conference` and `call_off` raise.
    """
    plan = end_without_conference(plan, reason=reason, their_conference_on=their_conference_on, by=by, at=at)
    waiting = ChildInConference.objects.filter(reviewed_plan=plan, conference__isnull=True, withdrawn_at__isnull=True)
    for part in waiting.select_related("request"):
        call_off(part, because=f"The plan has ended. {reason.words}.", by=by, at=at)
    let_chairs_go(plan.child_id, by=by, at=at)
    return plan
