"""Writing strategy discussions and enquiries and conferences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_strategy_discussions(records: Sequence[StrategyDiscussion], *, by: User, at: datetime) -> Loaded:
    """
    Lay down strategy discussions read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_enquiries(records: Sequence[Section47Enquiry], *, by: User, at: datetime) -> Loaded:
    """
    Lay down enquiries read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_conferences(records: Sequence[Conference], *, by: User, at: datetime) -> Loaded:
    """
    Lay down conferences read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)
