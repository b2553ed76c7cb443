"""How long a search may take before it counts as broken off."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_SEARCH = timedelta(minutes=15)


def is_broken_off(*, asked_at: datetime, at: datetime) -> bool:
    """Whether a search that has not finished can no longer be expected to: its worker was stopped, or never ran."""
    return at - asked_at > LONGEST_SEARCH
