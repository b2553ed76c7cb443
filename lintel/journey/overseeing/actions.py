"""
What a chair asks of managers: whoever is asked is told, once on each rung, and the chair when somebody answers.

What a rung is told names no child, as for strategy discussions: whoever may see the child finds them where it leads.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.roles import Role
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.naming import name_of
from lintel.journey.conferring.actions import as_plan
from lintel.journey.overseeing.reading import known_of
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.conferences.escalating.actions import Asked, answer_chair, ask_managers, take_higher, tell_rung
from lintel.steps.conferences.escalating.rules import Rung, Told, answer_due_on, rung_to_tell
from lintel.steps.conferences.models import ChairsRequest, ChairsRequestRung
from lintel.steps.plans.models import CpPlan

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

ROLES = {
    Rung.TEAM_MANAGER: Role.TEAM_MANAGER, Rung.SERVICE_MANAGER: Role.SERVICE_MANAGER,
    Rung.HEAD_OF_SERVICE: Role.HEAD_OF_SERVICE,
}  # fmt: skip
ASKED = "/plans-chaired/asked/"


@transaction.atomic
def ask_as_chair(plan: CpPlan, asked: Asked, *, by: User, at: datetime) -> ChairsRequest:
    """
    Ask the team manager of a child for something by a day, as the chair of the last conference about the plan.

    :raises: what `ask_managers` raises.
    """
    chair = known_of([plan], on=local_day(at))[plan.pk].chair
    request = ask_managers(as_plan(plan), asked, chair_id=chair.pk if chair else None, by=by, at=at)
    told = tell_rung(request, Rung.TEAM_MANAGER, by=by, at=at)
    if told is not None:
        _tell(told, by=by, at=at)
    return request


@transaction.atomic
def ask_higher(request: ChairsRequest, *, because: str, by: User, at: datetime) -> ChairsRequestRung:
    """
    Take what a chair asks one rung higher, in words, and tell that rung.

    :raises: what `take_higher` raises.
    """
    told = take_higher(request, because=because, by=by, at=at)
    _tell(told, by=by, at=at)
    return told


@transaction.atomic
def answer_as_manager(request: ChairsRequest, *, answer: str, by: User, at: datetime) -> ChairsRequestRung:
    """
    Answer what a chair asks, and tell the chair.

    :raises: what `answer_chair` raises.
    """
    told = answer_chair(request, answer=answer, by=by, at=at)
    tell(
        key=f"chair answered/{told.pk}", words=f"{by.name} answered what you asked about {name_of(told.request.child)}",
        path=f"{ASKED}{told.request_id}/", child_id=told.request.child_id, user=told.request.raised_by, by=by, at=at,
    )  # fmt: skip
    return told


@transaction.atomic
def climb_for_chairs(*, by: User | None, at: datetime) -> list[ChairsRequestRung]:
    """Tell the next rung, once, of what a chair asked and nobody answered in time, while the plan is in force."""
    limits, calendar, today = all_limits(), england(), local_day(at)
    waiting = ChairsRequest.objects.filter(closed_at__isnull=True).exclude(cp_plan__ended_on__lte=today)
    raised = []
    for request in waiting.prefetch_related("rungs").order_by("raised_at", "pk"):
        last = max(request.rungs.all(), key=lambda each: each.rung)
        rung = rung_to_tell(as_told(last), on=today, limits=limits, calendar=calendar)
        told = tell_rung(request, rung, by=by, at=at) if rung else None
        if told is not None:
            _tell(told, by=by, at=at)
            raised.append(told)
    return raised


def as_told(rung: ChairsRequestRung) -> Told:
    """A rung that was told, as the rules know it."""
    return Told(
        rung=Rung(rung.rung), told_on=local_day(rung.told_at), is_answered=rung.answered_at is not None
    )  # fmt: skip


def _tell(told: ChairsRequestRung, *, by: User | None, at: datetime) -> None:
    """The managers of the child's team or, above them and where no team has the child, everybody with the role."""
    request, rung = told.request, Rung(told.rung)
    by_when = answer_due_on(as_told(told), limits=all_limits(), calendar=england())
    team = _team_of(request, at=at) if rung is Rung.TEAM_MANAGER else None
    unanswered = "" if rung is Rung.TEAM_MANAGER or told.because else ", and nobody answered in time"
    tell(
        key=f"chair asks/{told.pk}", path=f"{ASKED}{request.pk}/", team_id=team, role=None if team else ROLES[rung],
        words=f"{request.raised_by.name} asks something of managers as a child’s chair{unanswered}."
        f" Answer by {by_when:%-d %B}.",
        by=by, at=at,
    )  # fmt: skip


def _team_of(request: ChairsRequest, *, at: datetime) -> int | None:
    works = Involvement.objects.in_force(local_day(at)).filter(child=request.child_id, team__isnull=False)
    team = works.order_by("began_on").values_list("team", flat=True).last()
    return int(team) if team else request.cp_plan.team_id
