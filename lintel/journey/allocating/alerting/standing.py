"""What stands at a moment: who waits how long, and what each worker holds. Plain values, kept as evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.waiting.wait import Wait


def standing(waits: Sequence[Wait], workers: Sequence[Load]) -> dict[str, Any]:
    """How many children wait and the longest wait of them in days, and of every worker what they hold and may hold."""
    return {
        "waiting": len({wait.child_id for wait in waits}),
        "longest": max((wait.days for wait in waits), default=0),
        "workers": [
            {"name": load.name, "children": load.count, "most": load.most, "hours": round(load.hours, 1)}
            for load in workers
        ],
    }


def of_teams(waits: Sequence[Wait], teams: Collection[int], *, and_these: Collection[int]) -> list[Wait]:
    """Of these waits, those of some teams, and the episodes it is about whichever team they are with."""
    return [wait for wait in waits if wait.team_id in teams or wait.referral_id in and_these]
