"""Counting, and forgetting what was counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from lintel.foundation.rates.models import Counted

ONE_MORE = """
    INSERT INTO rates_counted AS counted (key, times, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET times = counted.times + 1 RETURNING times
"""


def count_one_more(what: str, *, address: str, span: timedelta, at: datetime) -> int:
    """
    Count once more that a network address did something, and say how often it now did within this span of time.

    Spans begin where the clock says (an hour at the full hour). Whoever sends at the same instant waits for the other,
    so nobody is left out of the count. It is of nobody's record, so it leaves no entry in the audit log.
    """
    number = int(at.timestamp() // span.total_seconds())
    key = salted_hmac("how often", f"{what}/{number}/{address}", algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [key, at + span])
        times: int = cursor.fetchone()[0]
    return times


def forget_the_counts(*, at: datetime) -> int:
    """Drop what was counted in spans that are over; say how many."""
    dropped, _ = Counted.objects.filter(ends_at__lt=at).delete()
    return dropped
