"""The principal social worker of Ravenshire sat in on some sessions of supervision; one offer waits for its worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from lintel.demo.chance import Chance
from lintel.foundation.access.models import User
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import SupervisionSession
from lintel.oversight.supervision.observed.actions import NotAnObserver, agree, hand_in, offer
from lintel.oversight.supervision.observed.models import Observation
from lintel.statute.calendar import local_day

SEED, ONE_IN = 1, 3
LINES = (
    "You let the silence stand, and then it was said what nobody had written.",
    "The child was in the room from the first minute. What was agreed last time came too late.",
    "",
)


def some_are_observed(principal: User, *, now: datetime) -> None:
    """One in three of the sessions both have signed was observed, as far as there are any; once."""
    if Observation.objects.exists():
        return
    signed = SupervisionSession.objects.filter(Q(signatures__is_of_supervisor=False), worker__user__is_active=True)
    for number, session in enumerate(signed.order_by("held_on", "pk")[::ONE_IN]):
        _observe(session, principal, number)
    coming = SupervisionSession.objects.filter(
        signatures__isnull=True, held_on__gte=local_day(now), worker__user__is_active=True
    )
    for session in coming.order_by("held_on", "pk")[:1]:
        _offer(session, principal, at=now)


def _observe(session: SupervisionSession, principal: User, number: int) -> None:
    at, chance = session.begun_at, Chance(SEED, f"observed {number}")
    found = _offer(session, principal, at=at)
    if found is None:
        return
    agree(found, by=session.worker.user, at=at)
    scores = {each: chance.one_of((1, 2, 2, 3)) for each in Dimension}
    hand_in(found, scores, LINES[number % len(LINES)], by=principal, at=at + timedelta(hours=2))


def _offer(session: SupervisionSession, principal: User, *, at: datetime) -> Observation | None:
    """None where she may not see one of the children."""
    try:
        return offer(session, principal.pk, by=session.supervisor, at=at)
    except NotAnObserver:
        return None
