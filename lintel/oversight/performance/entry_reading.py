"""Reading everything that says when it was written down, with the moment it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lintel.oversight.performance import records as r
from lintel.steps.enquiries.models import StrategyDiscussion
from lintel.steps.front_door.models import ChildContact
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit


def read_entries(read: Callable[..., list[r.Entry]]) -> list[r.Entry]:
    """
    Contacts, referrals, visits and strategy discussions that say when they were written down.

    :param read: reads rows about the children of one viewer (`gathering.Reader`).
    """
    kinds: Iterable[tuple[QuerySet[Any], str, str]] = (
        (ChildContact.objects.all(), "contact__received_at", "contact__received_on"),
        (Referral.objects.all(), "referred_at", "referred_on"),
        (Visit.objects.all(), "visited_at", "visited_on"),
        (StrategyDiscussion.objects.all(), "held_at", "held_on"),
    )
    found: list[r.Entry] = []
    for asked, at, on in kinds:
        kind = asked.model._meta.label_lower
        written = asked.filter(recorded_at__isnull=False)
        found += read(partial(_entry, kind), written, at, on, "recorded_at")
    return found


def _entry(kind: str, row: tuple[Any, ...]) -> r.Entry:
    """Where only the day is known, lag is counted from its end, so that it is never overstated."""
    pk, child_id, at, on, recorded_at = row
    end_of_day = datetime.combine(on + timedelta(days=1), datetime.min.time(), tzinfo=timezone.get_default_timezone())
    return r.Entry(kind, pk, child_id, at or min(end_of_day, recorded_at), recorded_at)
