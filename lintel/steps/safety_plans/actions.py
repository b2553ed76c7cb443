"""Making a safety plan, and withdrawing one that is not this child's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.steps.safety_plans import permissions
from lintel.steps.safety_plans.models import SafetyPlan

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheirChild(Exception):
    """A safety plan is made by those who may see the child."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NotYetMade(Exception):
    """What will be agreed tomorrow makes nobody safe today."""


class WithdrawnAlready(Exception):
    """A colleague withdrew it first."""


@transaction.atomic
def make_safety_plan(
    child: Person, *, words: str, made_with: str, made_at: datetime | None = None, by: User, at: datetime
) -> SafetyPlan:  # fmt: skip
    """
    Write down who does what so that a child is safe now, and with whom it was agreed.

    :param made_at: when it was agreed, if that was before it was written down.
    :raises NotAllowed: if this person makes no safety plans.
    :raises NotTheirChild, NothingSaid, NotYetMade: see there.
    """
    require(by, permissions.MAKE_SAFETY_PLANS)
    _refuse_a_stranger(child.pk, by)
    if not (words.strip() and made_with.strip()):
        raise NothingSaid
    if made_at is not None and made_at > at:
        raise NotYetMade
    plan = SafetyPlan.objects.create(
        child=child, words=words.strip(), made_with=made_with.strip(), made_at=made_at or at, written_at=at,
        written_by=by,
    )  # fmt: skip
    note("safety plan made", by=by, at=at, subject=plan, child_id=child.pk)
    return plan


@transaction.atomic
def withdraw_safety_plan(plan: SafetyPlan, *, because: str, by: User, at: datetime) -> SafetyPlan:
    """
    Withdraw a safety plan that was written about the wrong child, or never agreed. It stays, and answers nothing.

    :raises NotAllowed: if this person makes no safety plans.
    :raises NotTheirChild, NothingSaid, WithdrawnAlready: see there.
    """
    require(by, permissions.MAKE_SAFETY_PLANS)
    plan = SafetyPlan.objects.select_for_update().get(pk=plan.pk)
    _refuse_a_stranger(plan.child_id, by)
    if not because.strip():
        raise NothingSaid
    if plan.withdrawn_at is not None:
        raise WithdrawnAlready
    plan.withdrawn_at, plan.withdrawn_by, plan.withdrawn_because = at, by, because.strip()
    plan.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    note("safety plan withdrawn", by=by, at=at, subject=plan, child_id=plan.child_id)
    return plan


def _refuse_a_stranger(child_id: int, by: User) -> None:
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
