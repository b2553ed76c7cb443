"""Holding a signed what-if against what happened, and keeping what it said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.demand.watching import permissions
from lintel.oversight.demand.watching.models import Comparison
from lintel.oversight.demand.what_if.afterwards import speaks_up
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.queries import afterwards_of, in_effect

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def hold_against_what_happened(asked: WhatIf, *, on: date, by: User, at: datetime) -> Comparison | None:
    """
    Hold a signed what-if against the weeks that are over on a day, and keep what is outside its band.

    None where it is not signed, or no week of it is over or in the record yet.

    :raises NotAllowed: if this person may not.
    """
    require(by, permissions.WATCH_WHAT_IFS)
    since = afterwards_of(asked, viewer=by, on=on)
    if since is None or not since.weeks:
        return None
    with transaction.atomic():
        locked = WhatIf.objects.select_for_update().get(pk=asked.pk)
        held, _ = Comparison.objects.update_or_create(
            what_if=locked, until=asked.starts_on + timedelta(weeks=since.weeks),
            defaults={"weeks": since.weeks, "said": speaks_up(since), "compared_at": at},
        )  # fmt: skip
        note("what-if held against what happened", subject=locked, by=by, at=at, weeks=held.weeks, outside=held.said)
    return held


def hold_all_against_what_happened(*, on: date, by: User, at: datetime) -> list[Comparison]:
    """
    Every signed what-if whose weeks are running.

    :raises NotAllowed: if this person may not.
    """
    require(by, permissions.WATCH_WHAT_IFS)
    held = [hold_against_what_happened(asked, on=on, by=by, at=at) for asked in in_effect(viewer=by, on=on)]
    return [each for each in held if each is not None]
