"""Cutting a wait into parts: nothing lost, nothing counted twice, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.journey.whole_wait.codes import Waited, Who
from lintel.journey.whole_wait.rules import (
    Claim,
    Moment,
    in_words,
    moment_looked_at,
    parts,
    tenths_of_a_per_cent,
    waits,
)
from lintel.statute.calendar import LONDON

DAY = 24 * 60


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> Moment:
    return Moment(date(year, month, day), datetime(year, month, day, hour, minute, tzinfo=LONDON))


def on(year: int, month: int, day: int) -> Moment:
    return Moment(date(year, month, day))


def claim(waited: Waited, begins: Moment, ends: Moment | None = None, *, rank: int = 1, name: str = "") -> Claim:
    return Claim(waited=waited, rank=rank, begins=begins, ends=ends, name=name)


def lengths(found):
    return [(part.waited, part.minutes) for part in found]


# --- lengths ---


def test_from_a_day_to_another_day_are_whole_days():
    assert on(2025, 3, 12).clock - on(2025, 3, 3).clock == 9 * DAY


def test_a_day_alone_is_counted_to_its_end():
    assert on(2025, 3, 3).clock == at(2025, 3, 4, 0).clock


@pytest.mark.parametrize(("before", "after"), [((2025, 3, 29), (2025, 3, 30)), ((2025, 10, 25), (2025, 10, 26))])
def test_from_noon_to_noon_is_a_day_also_when_the_clocks_change(before, after):
    assert at(*after, 12).clock - at(*before, 12).clock == DAY


def test_a_moment_after_midnight_in_london_lies_on_the_next_day_although_it_does_not_in_greenwich():
    late = datetime(2025, 7, 1, 23, 30, tzinfo=UTC)

    assert Moment(date(2025, 7, 2), late).clock - on(2025, 7, 1).clock == 30


def test_the_hour_that_comes_twice_in_october_never_makes_a_part_shorter_than_nothing():
    first = Moment(date(2025, 10, 26), datetime(2025, 10, 26, 0, 40, tzinfo=UTC))  # 1:40, summer time
    second = Moment(date(2025, 10, 26), datetime(2025, 10, 26, 1, 10, tzinfo=UTC))  # 1:10, winter time
    claims = [claim(Waited.DECISION, at(2025, 10, 25, 12), first), claim(Waited.WORKER, first, second, rank=2)]

    found = parts(claims, begins=at(2025, 10, 25, 12), ends=at(2025, 10, 26, 12))

    assert sum(part.minutes for part in found) == DAY
    assert all(part.minutes > 0 for part in found)


def test_the_year_ends_between_two_parts():
    claims = [
        claim(Waited.DECISION, on(2024, 12, 30), on(2024, 12, 31)),
        claim(Waited.WORKER, on(2024, 12, 31), on(2025, 1, 2)),
    ]

    found = parts(claims, begins=on(2024, 12, 30), ends=on(2025, 1, 2))

    assert lengths(found) == [(Waited.DECISION, DAY), (Waited.WORKER, 2 * DAY)]


def test_a_day_that_is_not_over_is_looked_at_now_and_any_other_at_its_end():
    now = datetime(2025, 3, 3, 9, 0, tzinfo=LONDON)

    assert moment_looked_at(date(2025, 3, 3), now).clock == at(2025, 3, 3, 9).clock
    assert moment_looked_at(date(2025, 3, 2), now).clock == at(2025, 3, 3, 0).clock


# --- parts ---


def test_what_nobody_claims_is_a_part_of_its_own():
    claims = [claim(Waited.DECISION, on(2025, 3, 3), on(2025, 3, 4)), claim(Waited.FIRST_CONTACT, on(2025, 3, 10))]

    found = parts(claims, begins=on(2025, 3, 3), ends=on(2025, 3, 12))

    assert lengths(found) == [
        (Waited.DECISION, DAY), (Waited.NOT_RECORDED, 6 * DAY), (Waited.FIRST_CONTACT, 2 * DAY),
    ]  # fmt: skip
    assert found[1].waited.who is Who.NOT_RECORDED


def test_of_two_claims_on_the_same_time_the_lower_rank_has_it():
    claims = [claim(Waited.DECISION, on(2025, 3, 3), rank=5), claim(Waited.WORKER, on(2025, 3, 4), on(2025, 3, 6))]

    found = parts(claims, begins=on(2025, 3, 3), ends=on(2025, 3, 7))

    assert lengths(found) == [(Waited.DECISION, DAY), (Waited.WORKER, 2 * DAY), (Waited.DECISION, DAY)]


def test_neighbours_that_waited_for_the_same_are_one_part_and_another_name_is_another_part():
    claims = [
        claim(Waited.FIRST_CONTACT, on(2025, 3, 3), on(2025, 3, 4), name="Priya Nair"),
        claim(Waited.FIRST_CONTACT, on(2025, 3, 4), on(2025, 3, 5), name="Priya Nair"),
        claim(Waited.FIRST_CONTACT, on(2025, 3, 5), on(2025, 3, 6), name="Tom Ashby"),
    ]

    found = parts(claims, begins=on(2025, 3, 3), ends=on(2025, 3, 6))

    assert [(part.name, part.minutes) for part in found] == [("Priya Nair", 2 * DAY), ("Tom Ashby", DAY)]


def test_where_no_time_passed_there_are_no_parts():
    assert parts([claim(Waited.DECISION, on(2025, 3, 3))], begins=on(2025, 3, 3), ends=on(2025, 3, 3)) == ()


# Around the changes of the clocks, the end of a year, and midnight.
EDGES = [date(2025, 3, 30), date(2025, 10, 26), date(2024, 12, 31), date(2025, 7, 1)]
moments = st.builds(
    lambda edge, minutes, is_known: (
        Moment((start := datetime(edge.year, edge.month, edge.day, tzinfo=UTC) + timedelta(minutes=minutes))
               .astimezone(LONDON).date(), start if is_known else None)
    ),
    st.sampled_from(EDGES), st.integers(-3 * DAY, 3 * DAY), st.booleans(),
)  # fmt: skip
claims_of_any_kind = st.lists(
    st.builds(
        Claim, waited=st.sampled_from(Waited), rank=st.integers(0, 3), begins=moments, ends=st.none() | moments,
        name=st.sampled_from(["", "Priya Nair"]),
    ),
    max_size=8,
)  # fmt: skip


@given(claims_of_any_kind, moments, moments)
def test_parts_follow_one_another_and_add_up_to_the_whole_exactly(claims, one, other):
    begins, ends = sorted((one, other), key=lambda moment: moment.clock)

    found = parts(claims, begins=begins, ends=ends)

    assert sum(part.minutes for part in found) == ends.clock - begins.clock
    assert all(part.minutes > 0 for part in found)
    assert all(first.ends == second.begins for first, second in pairwise(found))
    assert not found or (found[0].begins, found[-1].ends) == (begins, ends)


@given(claims_of_any_kind, moments, moments, st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_given_does_not_matter(claims, one, other, luck):
    begins, ends = sorted((one, other), key=lambda moment: moment.clock)
    shuffled = luck.sample(claims, len(claims))

    assert parts(claims, begins=begins, ends=ends) == parts(shuffled, begins=begins, ends=ends)


# --- waits ---


def waits_on(knocks, helps, until=None):
    return list(waits(knocks, helps, received_on=lambda day: day, helped_on=lambda day: day, until=until))


def test_several_knocks_without_help_in_between_are_one_wait():
    knocks = [date(2025, 1, 6), date(2025, 2, 3)]

    assert waits_on(knocks, [date(2025, 2, 10)]) == [(knocks, date(2025, 2, 10))]


def test_a_knock_after_help_is_a_wait_of_its_own():
    first, second = date(2025, 1, 6), date(2025, 3, 3)

    found = waits_on([first, second], [date(2025, 1, 20), date(2025, 3, 10)])

    assert found == [([first], date(2025, 1, 20)), ([second], date(2025, 3, 10))]


def test_a_knock_more_than_a_year_before_the_help_is_not_of_this_wait():
    assert waits_on([date(2024, 1, 1), date(2025, 1, 6)], [date(2025, 1, 20)]) == [
        ([date(2025, 1, 6)], date(2025, 1, 20))
    ]


def test_a_knock_that_no_help_has_answered_yet_is_a_wait_without_help():
    assert waits_on([date(2025, 1, 6)], [], until=date(2025, 3, 3)) == [([date(2025, 1, 6)], None)]


# --- words ---


def test_lengths_are_said_exactly():
    assert in_words(3 * DAY + 4 * 60 + 20) == "3 days 4 hours 20 minutes"
    assert in_words(DAY + 1) == "1 day 1 minute"
    assert in_words(1204 * DAY) == "1,204 days"
    assert in_words(0) == "no time"


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=17))
def test_shares_add_up_to_the_whole_and_none_is_off_by_a_tenth(amounts):
    found = tenths_of_a_per_cent(amounts)

    assert sum(found) == (1000 if sum(amounts) else 0)
    assert all(
        abs(share * sum(amounts) - 1000 * n) < sum(amounts) or not n for share, n in zip(found, amounts, strict=True)
    )
