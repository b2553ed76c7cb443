"""What the other authority has not done yet, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lintel.steps.referrals.models import Transfer


def still_missing(transfer: Transfer) -> str:
    if transfer.sent_at is None:
        return "not sent yet"
    return "not acknowledged yet, ring them" if transfer.acknowledged_at is None else "not accepted yet, ring them"
