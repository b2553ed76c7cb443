"""Giving reasons to see children, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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
