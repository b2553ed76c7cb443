"""The collapse of PRODUCT.md 0.5 replayed child by child: whoever waited ten days or more is on the list (K86)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from demand_engine.tests.wigan import wif
from lintel.oversight.legacy import actions
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.models import Involvement
from lintel.steps.referrals.models import Referral
from tests.test_waiting_replayed import STARTS_ON, Council
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.slow(takes=6)]


def replayed(cast, *, weeks):
    """Whoever was referred in the weeks of the published table, day by day; longest wait first (see the replay)."""
    council, waiting_before, shares = Council(cast), 0.0, [0.0, 0.0]
    done = [0, 0]
    for week in wif()[:weeks]:
        allocations = waiting_before + week.referrals - week.waiting
        waiting_before = week.waiting
        for number in range(5):
            shares = [shares[0] + week.referrals / 5, shares[1] + allocations / 5]
            day = STARTS_ON + timedelta(weeks=week.week, days=number)
            council.refer(day, round(shares[0]) - done[0])
            council.allocate(day, round(shares[1]) - done[1])
            done = [round(share) for share in shares]
    return council


@finding("S40", screen="/looking-again/")
def test_every_child_of_the_replay_who_waited_ten_days_in_weeks_six_to_twenty_is_listed_and_nobody_else(cast):
    replayed(cast, weeks=21)
    first, last = STARTS_ON + timedelta(weeks=6), STARTS_ON + timedelta(weeks=21, days=-1)
    began = dict(Involvement.objects.values_list("referral_id", "began_on"))
    expected = set()
    for pk, child, referred_on in Referral.objects.values_list("pk", "child_id", "referred_on"):
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        until = began.get(pk, last + timedelta(days=1))
        if any(referred_on <= day < until for day in days) and (until - referred_on).days >= 10:
            expected.add(child)

    at = datetime.combine(last + timedelta(days=30), time(9), LONDON)
    cohort = actions.draw_up(
        "Weeks 6 to 20", days=10, first_day=first, last_day=last, why="They waited too long.", by=cast.helen, at=at
    )

    listed = set(cohort.children.values_list("child_id", flat=True))
    print(f"\n{len(listed & expected)} of {len(expected)} children found, {len(listed - expected)} too many")
    assert len(expected) > 100
    assert listed == expected
