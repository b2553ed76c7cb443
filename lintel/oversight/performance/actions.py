"""Writing down what was changed and when, and drawing the limits of a chart anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.performance import permissions
from lintel.oversight.performance.models import ChangeRecord, Rebaseline
from lintel.oversight.performance.registry import indicator as indicator_with

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class ChangeNotSaid(Exception):
    """A change record says what was changed and whose decision it was."""


class ReasonMissing(Exception):
    """This is only done with a reason."""


class AlreadyWithdrawn(Exception):
    """Somebody has withdrawn this change record already."""


class AlreadyRebaselined(Exception):
    """The limits of this chart start anew on that day already."""


@transaction.atomic
def record_change(
    what: str, *, changed_on: date, decided_by: str, detail: str = "", by: User, at: datetime
) -> ChangeRecord:
    """
    Write down something that was changed, to be drawn on every chart. It may lie in the future or the past.

    :param decided_by: whose decision it was: a name and a post.
    :raises NotAllowed: if this person may not record changes.
    :raises ChangeNotSaid: if what changed or whose decision it was is empty.
    """
    require(by, permissions.RECORD_CHANGE)
    if not what.strip() or not decided_by.strip():
        raise ChangeNotSaid
    change = ChangeRecord.objects.create(
        what=what.strip(), changed_on=changed_on, decided_by=decided_by.strip(), detail=detail, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    note("change recorded", subject=change, by=by, at=at, what=change.what, changed_on=str(changed_on))
    return change


@transaction.atomic
def withdraw_change(change: ChangeRecord, *, because: str, by: User, at: datetime) -> ChangeRecord:
    """
    Take a change record off the charts; it is kept, with the reason.

    :raises NotAllowed: if this person may not record changes.
    :raises AlreadyWithdrawn, ReasonMissing: see there.
    """
    require(by, permissions.RECORD_CHANGE)
    change = ChangeRecord.objects.select_for_update().get(pk=change.pk)
    if change.withdrawn_at is not None:
        raise AlreadyWithdrawn(change.what)
    if not because.strip():
        raise ReasonMissing
    change.withdrawn_at = at
    change.withdrawn_because = because.strip()
    change.save()
    note("change withdrawn", subject=change, by=by, at=at, because=change.withdrawn_because)
    return change


@transaction.atomic
def rebaseline(code: str, *, starts_on: date, reason: str, by: User, at: datetime) -> Rebaseline:
    """
    Sign that a chart's limits start anew on a day, and why.

    :raises NotAllowed: if this person may not draw limits anew.
    :raises NoSuchIndicator, ReasonMissing, AlreadyRebaselined: see there.
    """
    require(by, permissions.REBASELINE)
    code = indicator_with(code).code
    if Rebaseline.objects.select_for_update().filter(indicator=code, starts_on=starts_on).exists():
        raise AlreadyRebaselined(f"{code} from {starts_on}")
    if not reason.strip():
        raise ReasonMissing
    signed = Rebaseline.objects.create(
        indicator=code, starts_on=starts_on, reason=reason.strip(), signed_by=by, signed_at=at
    )
    note("limits drawn anew", subject=signed, by=by, at=at, indicator=code, starts_on=str(starts_on))
    return signed
