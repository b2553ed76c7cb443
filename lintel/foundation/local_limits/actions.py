"""Setting the authority's own numbers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits import permissions
from lintel.foundation.local_limits.models import LocalLimit
from lintel.statute import clocks
from lintel.statute.numbers import LOCAL_NUMBERS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NoSuchLimit(Exception):
    """There is no limit or number with this code."""


class LooserThanGuidance(Exception):
    """Statutory guidance sets a shorter time; a local limit may only be stricter."""


class NotWholeTime(Exception):
    """A time limit is counted in whole days, hours or months."""


class ReasonMissing(Exception):
    """A local limit must say why it was set, and on whose decision."""


class LimitAlreadySet(Exception):
    """A limit with this code already takes effect on that day."""


@transaction.atomic
def set_local_limit(
    code: str, *, amount: Decimal, effective_from: date, source: str, reason: str, by: User, at: datetime
) -> LocalLimit:
    """
    Put the authority's own number beside or over the national one, from a day on. Earlier days keep what held then.

    :param code: a code of `statute.clocks`.
    :param amount: in the unit of that limit.
    :raises NotAllowed: if this person may not set limits.
    :raises NoSuchLimit, NotWholeTime, LooserThanGuidance, ReasonMissing, LimitAlreadySet: see there.
    """
    require(by, permissions.SET_LOCAL_LIMITS)
    if LocalLimit.objects.select_for_update().filter(code=code, effective_from=effective_from).exists():
        raise LimitAlreadySet(f"{code} from {effective_from}")
    if not reason.strip() or not source.strip():
        raise ReasonMissing(code)
    _refuse_what_guidance_forbids(code, amount, effective_from)

    limit = LocalLimit.objects.create(
        code=code, amount=amount, effective_from=effective_from, source=source, reason=reason, decided_by=by,
        decided_at=at,
    )  # fmt: skip
    note("local limit set", subject=limit, by=by, at=at, code=code, amount=str(amount), from_day=str(effective_from))
    return limit


def _refuse_what_guidance_forbids(code: str, amount: Decimal, on: date) -> None:
    if code in {number.code for number in LOCAL_NUMBERS}:
        return
    if code not in {limit.code for limit in clocks.TIME_LIMITS}:
        raise NoSuchLimit(code)
    if amount != int(amount):
        raise NotWholeTime(code)
    national = clocks.limit(code, on=on)
    if national.kind is clocks.Kind.HARD and amount > national.amount:
        raise LooserThanGuidance(f"{national.name}: {national.amount} {national.unit.value}")
