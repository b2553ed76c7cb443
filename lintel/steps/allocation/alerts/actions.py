"""Saying that no safe allocation is possible, and answering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.workforce.models import Team
from lintel.steps.allocation import permissions
from lintel.steps.allocation.models import CapacityAlert
from lintel.steps.allocation.waiting.actions import Episode

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class WordsMissing(Exception):
    """An alert, and the answer to one, are given in words."""


class NobodyWaits(Exception):
    """An alert names the children nobody can safely take."""


class AnsweredAlready(Exception):
    """The alert was answered already; what was said stands."""


@transaction.atomic
def raise_alert(
    episodes: Sequence[Episode], *, team: Team, why: str, standing: Mapping[str, Any], by: User, at: datetime
) -> CapacityAlert:
    """
    Say that no safe allocation is possible for these children, with what stood at that moment; it is kept as evidence.

    :raises NotAllowed: if this person may not give children to workers.
    :raises WordsMissing, NobodyWaits: see there.
    """
    require(by, permissions.ALLOCATE)
    if not why.strip():
        raise WordsMissing
    if not episodes:
        raise NobodyWaits
    alert = CapacityAlert.objects.create(
        team=team, why=why.strip(), standing=dict(standing), raised_at=at, raised_by=by
    )
    alert.referrals.set([episode.referral_id for episode in episodes])
    note("capacity alert raised", by=by, at=at, subject=alert, children=len(episodes))
    note_each("no safe allocation possible", [(alert, episode.child_id, {}) for episode in episodes], by=by, at=at)
    return alert


@transaction.atomic
def answer_alert(alert: CapacityAlert, *, answer: str, by: User, at: datetime) -> CapacityAlert:
    """
    Say what is done about an alert, and by when.

    :raises NotAllowed: if this person does not answer for the service.
    :raises WordsMissing, AnsweredAlready: see there.
    """
    require(by, permissions.ACKNOWLEDGE_CAPACITY_ALERTS)
    if not answer.strip():
        raise WordsMissing
    alert = CapacityAlert.objects.select_for_update().get(pk=alert.pk)
    if alert.answered_at is not None:
        raise AnsweredAlready
    alert.answered_at, alert.answered_by, alert.answer = at, by, answer.strip()
    alert.save(update_fields=["answered_at", "answered_by", "answer"])
    note("capacity alert answered", by=by, at=at, subject=alert)
    return alert
