"""Giving reasons to see children: many at once from files, or one that follows from what somebody did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.provenance.permissions import LOAD_RECORDS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

AT_ONCE = 2_000
SAYS = ("child_id", "worker_id", "team_id", "basis", "begins_on", "ends_on")


@transaction.atomic
def give_reasons_to_see(reasons: Sequence[ReasonToSee], *, by: User, at: datetime) -> int:
    """
    Give workers and teams their reasons to see children; return how many were new or changed.

    Matched with what is held by `key`, the record that gives the reason: given again, a reason changes nothing; given
    with an end, it ends. Of two with the same key the last holds.

    :raises NotAllowed: if this person may not load records.
    """
    require(by, LOAD_RECORDS)
    by_key = {reason.key: reason for reason in reasons}
    wanted = list(by_key)
    given = 0
    for start in range(0, len(wanted), AT_ONCE):
        given += _give_some([by_key[key] for key in wanted[start : start + AT_ONCE]])
    if given:
        note("reasons to see given", by=by, at=at, given=given)
    return given


@transaction.atomic
def give_reason(
    *, child_id: int, basis: str, key: str, begins_on: date, worker_id: int | None = None, team_id: int | None = None,
    by: User | None, at: datetime,
) -> ReasonToSee:  # fmt: skip
    """
    Give one worker or team its reason to see one child; given again by the same key, it begins anew.

    It follows from an act that was allowed (a family handed on, a child taken), so there is no permission of its own.
    """
    reason, _ = ReasonToSee.objects.select_for_update().update_or_create(
        key=key,
        defaults={
            "child_id": child_id, "worker_id": worker_id, "team_id": team_id, "basis": basis, "begins_on": begins_on,
            "ends_on": None,
        },
    )  # fmt: skip
    note("reason to see given", by=by, at=at, subject=reason, child_id=child_id, basis=basis)
    return reason


@transaction.atomic
def end_reason(*, key: str, ends_on: date, by: User | None, at: datetime) -> None:
    """
    End a reason to see: `ends_on` is the first day without it. One that has ended, or never was, stays as it is.

    Like giving one, it follows from an act that was allowed.
    """
    reason = ReasonToSee.objects.select_for_update().filter(key=key, ends_on__isnull=True).first()
    if reason is None:
        return
    reason.ends_on = max(ends_on, reason.begins_on)
    reason.save(update_fields=["ends_on"])
    note("reason to see ended", by=by, at=at, subject=reason, child_id=reason.child_id, basis=reason.basis)


def _give_some(reasons: Sequence[ReasonToSee]) -> int:
    held = {
        reason.key: reason
        for reason in ReasonToSee.objects.select_for_update().filter(key__in=[reason.key for reason in reasons])
    }
    new = [reason for reason in reasons if reason.key not in held]
    changed = []
    for reason in reasons:
        if (was := held.get(reason.key)) and any(getattr(was, name) != getattr(reason, name) for name in SAYS):
            for name in SAYS:
                setattr(was, name, getattr(reason, name))
            changed.append(was)
    ReasonToSee.objects.bulk_create(new)
    if changed:
        ReasonToSee.objects.bulk_update(changed, [name.removesuffix("_id") for name in SAYS], batch_size=500)
    return len(new) + len(changed)
