"""What signed what-ifs said when they were last held against what happened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.oversight.demand.watching.models import Comparison
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.permissions import SEE_WHAT_IFS
from lintel.oversight.demand.what_if.queries import in_effect

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def last_comparison(asked: WhatIf, *, viewer: User, on: date) -> Comparison | None:
    """
    What was said last of a what-if, by a day; None before it was held against anything.

    :raises NotAllowed: if this person may not see what-ifs.
    """
    require(viewer, SEE_WHAT_IFS)
    return asked.comparisons.filter(until__lte=on).order_by("-until").first()


def speaking_up(*, viewer: User, on: date) -> list[Comparison]:
    """
    The what-ifs running on a day that were outside their band when last held against what happened. Two queries.

    :raises NotAllowed: if this person may not see what-ifs.
    """
    require(viewer, SEE_WHAT_IFS)
    running = in_effect(viewer=viewer, on=on)
    said = Comparison.objects.filter(what_if__in=[asked.pk for asked in running], until__lte=on)
    last = {each.what_if_id: each for each in said.order_by("what_if_id", "-until").distinct("what_if_id")}
    found = []
    for asked in running:
        if asked.pk in last and last[asked.pk].is_outside:
            last[asked.pk].what_if = asked
            found.append(last[asked.pk])
    return found
