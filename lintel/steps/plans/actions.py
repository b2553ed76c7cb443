"""Writing cin plans and cp plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.plans.models import CinPlan, CpPlan

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_cin_plans(records: Sequence[CinPlan], *, by: User, at: datetime) -> Loaded:
    """
    Lay down cin plans read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_cp_plans(records: Sequence[CpPlan], *, by: User, at: datetime) -> Loaded:
    """
    Lay down cp plans read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)
