"""Times and shares as the pages say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from lintel.steps.agency_checks.rules import Lag


def time_left(due_at: datetime, at: datetime) -> str:
    """“2 hours 5 minutes left”, or “overdue by 3 days 4 hours”."""
    left = due_at - at
    return f"overdue by {how_long(-left)}" if left < timedelta(0) else f"{how_long(left)} left"


def how_long(span: timedelta) -> str:
    """A span in its two largest units, in whole minutes at least one."""
    minutes = max(1, int(span.total_seconds() // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n][:2]
    return " ".join(said[:1] if days > 1 else said)


def hours_in_words(hours: float | None) -> str:
    return how_long(timedelta(hours=hours)) if hours is not None else "–"


def lag_in_words(lag: Lag) -> dict[str, str]:
    """What both sides read of an agency's answers."""
    share = f"{100 * lag.share_in_time:.0f}% ({lag.in_time} of {lag.judged})" if lag.share_in_time is not None else "–"
    return {
        "Asked": f"{lag.asked:,}", "Answered in time": share, "Half were answered within":
        hours_in_words(lag.median_hours), "Still owed": f"{lag.open:,}", "Of these overdue": f"{lag.overdue:,}",
        "Longest still owed": hours_in_words(lag.longest_open_hours),
        "After a reminder, half within": hours_in_words(lag.median_hours_after_reminder),
    }  # fmt: skip
