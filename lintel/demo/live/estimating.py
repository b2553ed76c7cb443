"""What three leaders thought of the quarters before, locked before moderated audits said, and compared since."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta

from lintel.demo.live.people import AtTheDoor
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.fanlight.actions import NotEnoughEvidence, compare, lock_estimate
from lintel.oversight.fanlight.models import Estimate
from lintel.oversight.fanlight.rules import eve_of_quarter, quarter_of
from lintel.statute.calendar import LONDON, local_day

LOCKED = timedelta(days=9)
# By how many quarters ago, each leader's share that is good or better: the head of service and both principal social
# workers. They come nearer to what audits bear out.
THOUGHT = {3: (0.8, 0.55, 0.7), 2: (0.75, 0.5, 0.6), 1: (0.6, 0.4, 0.45)}


def leaders_estimate(people: AtTheDoor, *, now: datetime) -> None:
    """Lock and compare the estimates of three quarters, where audits of them were moderated; asked again, nothing."""
    if not Cycle.objects.exists() or Estimate.objects.filter(compared_at__isnull=False).exists():
        return
    leaders, before = (people.head_of_service, people.principal, people.second_principal), local_day(now)
    for quarters_ago in sorted(THOUGHT):
        before = eve_of_quarter(before)
        locked_at = datetime.combine(quarter_of(before)[0] + LOCKED, time(9), tzinfo=LONDON)
        compared_at = min(now, datetime.combine(before + LOCKED, time(9), tzinfo=LONDON))
        for leader, share in zip(leaders, THOUGHT[quarters_ago], strict=True):
            locked = lock_estimate(share, by=leader, at=locked_at)
            with suppress(NotEnoughEvidence):  # in a small council
                compare(locked, by=leader, at=compared_at)
