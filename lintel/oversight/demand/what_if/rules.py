"""What an answer needs before somebody puts their name to it, and how long one may take."""

from __future__ import annotations

from datetime import datetime, timedelta

# The half-width of a chance of 5% is 0.7 points after 4,000 runs, 1.4 after 1,000 and 3 after 200 (ENGINE.md).
RUNS_TO_SIGN = 4_000
RUNS_TO_LOOK_AT = 1_000
RUNS_WHILE_MOVING = 200
MOST_SIDE_BY_SIDE = 4
LONGEST_WORK = timedelta(minutes=15)


def is_broken_off(*, asked_at: datetime, at: datetime) -> bool:
    """Whether work that has not finished can no longer be expected to: its worker was stopped, or never ran."""
    return at - asked_at > LONGEST_WORK
