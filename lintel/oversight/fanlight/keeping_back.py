"""
What a leader is not shown yet: moderated audits of the running quarter, until their own estimate of it is locked (K99).

Asked by whatever shows what moderators found: pages, indicators, the ledger, minutes and reports.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.oversight.fanlight import permissions, rules
from lintel.oversight.fanlight.models import Estimate

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

KEPT_BACK = (
    "This quarter is kept back from you until you lock your own estimate of it: nobody estimates what they have just "
    "read."
)


def until_shown(*, viewer: User, on: date) -> date | None:
    """
    The last day of which a leader is shown moderated audits today, whatever day they ask for; None for every day.

    Who has not locked an estimate for the running quarter yet is shown only what was before it: nobody estimates what
    they have just read. Who makes no estimates is kept nothing from.

    :param on: today.
    """
    if not may(viewer, permissions.READ_A_RECORD):
        return None
    locked = Estimate.objects.filter(leader=viewer, quarter_from=rules.quarter_of(on)[0])
    return None if locked.exists() else rules.eve_of_quarter(on)


def is_kept_back(day: date, *, shown_until: date | None) -> bool:
    """Whether what was handed in, or counted, on a day is kept back."""
    return shown_until is not None and day > shown_until
