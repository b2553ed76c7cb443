"""
The collapse of PRODUCT.md 0.5 replayed child by child in the record: who is told of the waiting list, and when.

Referrals and allocations of every week are those of the published table (WIF-R0); within a week they are spread over
its working days, and whoever has waited longest is allocated first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from demand_engine.tests.wigan import wif
from lintel.foundation.notices.models import Notice
from lintel.foundation.people.models import Person
from lintel.journey.allocating.telling.actions import escalate_waits
from lintel.journey.allocating.waiting.queries import board
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.codes import Rung
from lintel.steps.allocation.models import Involvement, WaitEscalation
from lintel.steps.referrals.models import Referral
from tests.cast import TYPED
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.slow(takes=12)]
STARTS_ON = date(2024, 9, 2)  # a Monday; no bank holiday follows before Christmas
WEEKS = 9


def days() -> Iterator[tuple[int, date, int, int]]:
    """Week, day, children referred and children allocated that day: the fractions of the table carried over."""
    referred = allocated = 0.0
    waiting_before = 0.0
    told, given = 0, 0
    for week in wif()[:WEEKS]:
        allocations = waiting_before + week.referrals - week.waiting
        waiting_before = week.waiting
        for number in range(7):  # the clock looks at weekends, too; nobody works on them
            referred += week.referrals / 5 * (number < 5)
            allocated += allocations / 5 * (number < 5)
            today = STARTS_ON + timedelta(weeks=week.week, days=number)
            yield week.week, today, round(referred) - told, round(allocated) - given
            told, given = round(referred), round(allocated)


class Council:
    """Lets the weeks happen in the record."""

    def __init__(self, cast) -> None:
        self.cast, self.queue, self.number = cast, deque(), 0

    def refer(self, day: date, children: int) -> None:
        people = [
            Person(**TYPED, key=f"child {n}", la_child_id=f"C{n}") for n in range(self.number, self.number + children)
        ]
        self.number += children
        Person.objects.bulk_create(people)
        self.queue += Referral.objects.bulk_create([
            Referral(**TYPED, key=f"referral {each.key}", child=each, referred_on=day, is_nfa=False,
                     team=self.cast.north) for each in people
        ])  # fmt: skip

    def allocate(self, day: date, children: int) -> None:
        Involvement.objects.bulk_create([
            Involvement(**TYPED, key=f"worker of {each.key}", child_id=each.child_id, referral=each,
                        worker=self.cast.priya.worker, team=self.cast.north, began_on=day)
            for each in (self.queue.popleft() for _ in range(min(children, len(self.queue))))
        ])  # fmt: skip


@finding("S3")
def test_the_head_of_service_is_told_in_week_six_or_seven_and_not_in_week_nineteen(cast):
    council, first = Council(cast), {}
    for week, day, referred, allocated in days():
        council.refer(day, referred)
        council.allocate(day, allocated)
        for raised in escalate_waits(by=None, at=datetime.combine(day, time(18), LONDON)):
            first.setdefault(Rung(raised.rung), (week, day))

    print(f"\nfirst told: { {str(rung): (week, day.isoformat()) for rung, (week, day) in first.items()} }")
    assert first[Rung.HEAD_OF_SERVICE][0] in (6, 7)
    assert first[Rung.SERVICE_MANAGER][1] < first[Rung.HEAD_OF_SERVICE][1]
    told = Notice.objects.filter(user=cast.helen, words__contains="waited too long for a worker")
    assert told.order_by("sent_at").first().sent_at.date() == first[Rung.HEAD_OF_SERVICE][1]
    seen = board(viewer=cast.helen, on=STARTS_ON + timedelta(weeks=WEEKS - 1, days=4))
    assert seen.children == len(council.queue) == pytest.approx(wif()[WEEKS - 1].waiting, abs=1)


def test_a_wait_reaches_each_rung_once_however_often_the_clock_looks(cast):
    Council(cast).refer(STARTS_ON, 3)
    later = datetime.combine(STARTS_ON + timedelta(days=10), time(9), LONDON)

    first = escalate_waits(by=None, at=later)
    again = escalate_waits(by=None, at=later + timedelta(minutes=15))

    assert len(first) == 9
    assert again == []
    assert WaitEscalation.objects.count() == 9
    assert Notice.objects.filter(user=cast.helen).count() == 2


def test_who_is_told_learns_how_many_and_no_name(cast, bells):
    Involvement.objects.filter(referral=bells.referrals["mia"]).delete()

    escalate_waits(by=None, at=datetime(2025, 3, 10, 9, tzinfo=LONDON))

    words = list(Notice.objects.values_list("user__name", "words"))
    assert {name for name, _ in words} == {"Helen Strand", "Sofia Lindqvist"}
    assert not any("Mia" in said or "Bell" in said for _, said in words)


def test_a_second_wait_of_the_same_child_is_told_again(cast, bells):
    mia = bells.referrals["mia"]
    held = Involvement.objects.filter(referral=mia)
    Involvement.objects.filter(pk=held.get().pk).update(began_on=date(2025, 2, 27))
    first = escalate_waits(by=None, at=datetime(2025, 2, 26, 9, tzinfo=LONDON))
    held.update(ended_on=date(2025, 3, 3))

    second = escalate_waits(by=None, at=datetime(2025, 3, 10, 9, tzinfo=LONDON))

    once, again = ({each.fell_due_on for each in told if each.referral_id == mia.pk} for told in (first, second))
    assert once == {date(2025, 2, 25), date(2025, 2, 20), date(2025, 2, 23)}
    assert again == {date(2025, 3, 10), date(2025, 3, 5), date(2025, 3, 8)}
