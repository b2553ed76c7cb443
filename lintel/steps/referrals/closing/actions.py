"""Closing an episode of need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.statute.codes import CLOSURE_REASON
from lintel.steps.referrals import permissions
from lintel.steps.referrals.models import Closing, Referral
from lintel.steps.referrals.rules import Bar, Standing, bars

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheirChild(Exception):
    """An episode is closed by those who may see the child."""


class ClosedAlready(Exception):
    """A colleague closed it first, or it never was an episode of need."""


class NotAReason(Exception):
    """An episode ends for one of the reasons of the census."""


class NothingSaid(Exception):
    """What came of it and what the family was told are said in words."""


class MayNotClose(Exception):
    """Something stands in the way; `bars` says what."""

    def __init__(self, found: list[Bar]) -> None:
        super().__init__(", ".join(found))
        self.bars = found


@dataclass(frozen=True, kw_only=True)
class Words:
    """
    What is said at the end of an episode.

    :param despite: why nobody waits for early help or the other authority; empty where somebody does.
    """

    outcome: str
    told: str
    owed: str = ""
    despite: str = ""


@transaction.atomic
def close(
    referral: Referral, *, reason: str, words: Words, standing: Standing, by: User, at: datetime
) -> Closing:  # fmt: skip
    """
    Close an episode today. Whoever calls this ends what hangs on it in the same transaction.

    :param standing: what stands in the way or not, read while the child was held.
    :raises NotAllowed: if this person closes no episodes, or may not pass over early help or another authority.
    :raises NotTheirChild, ClosedAlready, NotAReason, NothingSaid, MayNotClose: see there.
    """
    require(by, permissions.CLOSE_EPISODES)
    list(Person.objects.select_for_update(no_key=True).filter(pk=referral.child_id))
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if not visible_children(by).filter(pk=referral.child_id).exists():
        raise NotTheirChild
    if referral.closed_on is not None or referral.is_nfa:
        raise ClosedAlready
    if reason not in CLOSURE_REASON.offered:
        raise NotAReason(reason)
    if not (words.outcome.strip() and words.told.strip()):
        raise NothingSaid
    despite = _passed_over(bars(reason, standing), words.despite, by)
    closing = Closing.objects.create(
        referral=referral, reason=reason, outcome=words.outcome.strip(), told=words.told.strip(),
        owed=words.owed.strip(), despite=despite, closed_at=at, closed_by=by,
    )  # fmt: skip
    referral.closed_on, referral.closure_reason = local_day(at), reason
    referral.save(update_fields=["closed_on", "closure_reason"])
    note("episode closed", by=by, at=at, subject=referral, child_id=referral.child_id, reason=reason)
    if despite:
        note("glass broken: closed without waiting", by=by, at=at, subject=referral, child_id=referral.child_id)
    return closing


def _passed_over(found: list[Bar], despite: str, by: User) -> str:
    """The reason for not waiting, where something stands in the way that may be passed over and somebody may."""
    if not found:
        return ""
    if any(not bar.may_be_passed_over for bar in found) or not despite.strip():
        raise MayNotClose(found)
    require(by, permissions.CLOSE_WITHOUT_WAITING)
    return despite.strip()
