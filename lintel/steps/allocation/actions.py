"""Writing involvements and safety checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.allocation.models import Involvement, SafetyCheck

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_involvements(records: Sequence[Involvement], *, by: User, at: datetime) -> Loaded:
    """
    Lay down involvements read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_safety_checks(records: Sequence[SafetyCheck], *, by: User, at: datetime) -> Loaded:
    """
    Lay down safety checks read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)
