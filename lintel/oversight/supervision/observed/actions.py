"""
Offering a session, agreeing, taking it back, and handing in what was seen.

The log has that somebody did something about a voluntary observation, with one sentence for all of it: not which
session, and not whether they said yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import SupervisionSession
from lintel.oversight.supervision.observed import queries
from lintel.oversight.supervision.observed.models import Observation, ObservedRating
from lintel.statute.calendar import local_day


class NotToCome(Exception):
    """The day of the session is over, or its record is signed: nobody can sit in on it any more."""


class OfferedAlready(Exception):
    """It is offered to somebody: it is taken back before it is offered to another."""


class NotAnObserver(Exception):
    """They may not read blind, may not see every child of the session, or are one of the two."""


class NotYetHeld(Exception):
    """The day of the session has not come."""


class NotAllRated(Exception):
    """Each of the six dimensions has a number from 0 to 3."""


class RatedAlready(Exception):
    """What was seen is handed in, and is locked."""


@transaction.atomic
def offer(session: SupervisionSession, observer: int, *, by: User, at: datetime) -> Observation:
    """
    Offer one's own coming session to be observed. Nothing happens until the worker agrees.

    :param observer: the account of whoever is asked.
    :raises NotAllowed: if this person may not supervise.
    :raises SupervisionSession.DoesNotExist: if the session is not theirs.
    :raises NotToCome, OfferedAlready, NotAnObserver: as they say.
    """
    require(by, permissions.SUPERVISE)
    session = SupervisionSession.objects.filter(supervisor=by).select_for_update(of=("self",)).get(pk=session.pk)
    if session.held_on < local_day(at) or session.signatures.filter(signed_at__lte=at).exists():
        raise NotToCome
    if Observation.objects.filter(session=session).exists():
        raise OfferedAlready
    chosen = next((each for each in queries.who_may_observe(session, viewer=by) if each.pk == observer), None)
    if chosen is None:
        raise NotAnObserver
    offered = Observation.objects.create(session=session, observer=chosen, offered_by=by, offered_at=at)
    _note(by=by, at=at)
    return offered


@transaction.atomic
def agree(observation: Observation, *, by: User, at: datetime) -> Observation:
    """
    Say yes for oneself, as the worker of the session; said twice, it is the same.

    :raises NotAllowed: if this person is not supervised here.
    :raises Observation.DoesNotExist: if it is not their supervision, or was taken back.
    :raises NotToCome: if the day is over.
    """
    require(by, permissions.BE_SUPERVISED)
    mine = Observation.objects.filter(session__worker__isnull=False, session__worker=by.worker_id)
    found = mine.select_for_update(of=("self",)).select_related("session").get(pk=observation.pk)
    if found.agreed_at is not None:
        return found
    if found.session.held_on < local_day(at):
        raise NotToCome
    found.agreed_by, found.agreed_at = by, at
    found.save(update_fields=["agreed_by", "agreed_at"])
    _note(by=by, at=at)
    return found


@transaction.atomic
def take_back(observation: Observation, *, by: User, at: datetime) -> None:
    """
    Take it back, or say no: whichever of the two, or the observer, without a reason. Nothing is left of it.

    :raises NotAllowed: if this person may not open supervision.
    :raises Observation.DoesNotExist: if it is none of theirs.
    :raises RatedAlready: if it is rated.
    """
    require(by, permissions.OPEN_SUPERVISION)
    found = _theirs(observation, by)
    if ObservedRating.objects.filter(observation=found).exists():
        raise RatedAlready
    found.delete()
    _note(by=by, at=at)


@transaction.atomic
def hand_in(
    observation: Observation, scores: Mapping[Dimension, int], words: str, *, by: User, at: datetime
) -> ObservedRating:  # fmt: skip
    """
    Lock what the observer saw. From then on it stands, for the pair and for whoever gave it.

    :raises NotAllowed: if this person may not read blind.
    :raises Observation.DoesNotExist: if they are not its observer, or not both have agreed to it any more.
    :raises NotYetHeld, NotAllRated, RatedAlready: as they say.
    """
    require(by, permissions.RATE_SUPERVISION)
    if set(scores) != set(Dimension) or not all(0 <= score <= 3 for score in scores.values()):
        raise NotAllRated
    found = _theirs(observation, by)
    if found.observer_id != by.pk:
        raise Observation.DoesNotExist
    if found.session.held_on > local_day(at):
        raise NotYetHeld
    if ObservedRating.objects.filter(observation=found).exists():
        raise RatedAlready
    rated = ObservedRating.objects.create(
        observation=found, rated_by=by, rated_at=at, words=words.strip(),
        **{str(each): score for each, score in scores.items()},
    )  # fmt: skip
    _note(by=by, at=at)
    return rated


@transaction.atomic
def forget_unanswered(*, at: datetime) -> int:
    """
    Forget offers whose day went by before the worker answered: not answering is an answer, and leaves no trace either.

    It runs by itself every night; how many.
    """
    over, _ = Observation.objects.filter(agreed_at__isnull=True, session__held_on__lt=local_day(at)).delete()
    if over:
        note("voluntary observation of supervision", by=None, at=at)
    return over


def _theirs(observation: Observation, by: User) -> Observation:
    """The observation, locked, for one of its three people."""
    mine = queries.observations(viewer=by).order_by().filter(pk=observation.pk).values("pk")
    return Observation.objects.select_for_update(of=("self",)).select_related("session").get(pk__in=mine)


def _note(*, by: User, at: datetime) -> None:
    note("voluntary observation of supervision", by=by, at=at)
