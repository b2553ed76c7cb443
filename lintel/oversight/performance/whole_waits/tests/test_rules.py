"""Adding waits up without losing a minute."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lintel.journey.whole_wait.claims import Knock
from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.rules import Moment, Part
from lintel.journey.whole_wait.stories import Wait
from lintel.oversight.performance.whole_waits.rules import SEVERAL_TOGETHER, added_up

MONDAY = date(2025, 3, 3).toordinal()
DAY = 24 * 60


def wait(*spent: tuple[Waited, int]) -> Wait:
    """A wait of parts that lasted so many days each."""
    reached, found = MONDAY, []
    for waited, days in spent:
        ends = reached + days
        found.append(Part(waited=waited, begins=Moment(date.fromordinal(reached)), ends=Moment(date.fromordinal(ends))))
        reached = ends
    begins, ends_on = Moment(date.fromordinal(MONDAY)), Moment(date.fromordinal(reached))
    return Wait(knocks=(Knock(pk=1, received=begins),), help=None, begins=begins, ends=ends_on, parts=tuple(found))


def lines(found):
    return [(line.words, line.minutes / DAY, line.waits, line.middle / DAY) for line in found.lines]


def test_what_was_waited_for_is_added_up_over_the_children_in_the_order_of_the_journey():
    waits = [
        wait((Waited.DECISION, 1), (Waited.WORKER, 3), (Waited.FIRST_CONTACT, 2)),
        wait((Waited.DECISION, 2), (Waited.WORKER, 7), (Waited.NEXT_WORKER, 4), (Waited.FIRST_CONTACT, 1)),
    ]

    found = added_up(waits)

    assert lines(found) == [
        (Waited.DECISION.words, 3, 2, 1.5), (Waited.WORKER.words, 10, 2, 5), (Waited.NEXT_WORKER.words, 4, 1, 4),
        (Waited.FIRST_CONTACT.words, 3, 2, 1.5),
    ]  # fmt: skip
    assert found.minutes == 20 * DAY
    assert found.middle == 10 * DAY


def test_nobody_at_all_adds_up_to_nothing():
    assert added_up([]).lines == ()
    assert added_up([]).minutes == 0


def test_for_people_who_may_see_no_child_what_few_waited_for_stands_together():
    waits = [wait((Waited.DECISION, 1), (Waited.WORKER, 2)) for _ in range(7)]
    waits[0] = wait((Waited.DECISION, 1), (Waited.WORKER, 2), (Waited.SENT_BACK, 5))

    found = added_up(waits, hides_few=True)

    assert [line.words for line in found.lines] == [Waited.WORKER.words, SEVERAL_TOGETHER]
    assert sum(line.minutes for line in found.lines) == found.minutes


some_waits = st.lists(
    st.lists(st.tuples(st.sampled_from(Waited), st.integers(1, 40)), max_size=6).map(lambda spent: wait(*spent)),
    max_size=12,
)


@given(some_waits, st.booleans())
def test_the_sum_is_the_sum_of_the_childrens_bars(waits, hides_few):
    found = added_up(waits, hides_few=hides_few)

    assert sum(line.minutes for line in found.lines) == found.minutes == sum(each.minutes for each in waits)
    assert sum(line.tenths for line in found.lines) == (1000 if found.minutes else 0)


@given(some_waits)
def test_no_line_stands_for_fewer_than_five_children_where_few_are_hidden(waits):
    found = added_up(waits, hides_few=True)

    assert len(found.lines) <= 1 or all(line.waits >= 5 for line in found.lines)
