"""What must hold of clocks, links, order and pace at the front door, for anything one can think of."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.statute.calendar import LONDON, elapsed_hours, england, local_day
from lintel.statute.clocks import limit
from lintel.steps.front_door.codes import Outcome, Priority
from lintel.steps.front_door.rules import (
    Earlier,
    Waiting,
    clock,
    continued,
    decides_too_long,
    in_order,
    predicted_finish,
)

ANY_DAY = date(2025, 3, 3)
HOURS, WORKING_DAY = (limit(code, on=ANY_DAY) for code in ("contact_decision", "contact_decision_working_days"))
LINKED = limit("linked_contact", on=ANY_DAY)
CALENDAR = england()

# Any minute of two years, said in the time of England or of Greenwich.
moments = st.integers(0, 2 * 366 * 24 * 60).map(lambda m: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
moments = st.one_of(moments, moments.map(lambda moment: moment.astimezone(LONDON)))
concerns = st.frozensets(st.sampled_from(["neglect", "online", "housing"]), max_size=2)


def started(moment: datetime):
    return clock(started_at=moment, hours=HOURS, working_days=WORKING_DAY, calendar=CALENDAR)


# --- clocks -----------------------------------------------------------------------------------------------------------


@given(moments)
@settings(max_examples=60, deadline=None)
def test_a_day_of_the_clock_is_twenty_four_true_hours_whatever_the_clocks_on_the_wall_do(moment):
    due_at = started(moment).hours_due_at

    assert elapsed_hours(moment, due_at) == 24


@given(moments, st.integers(-3_000, 3_000))
@settings(max_examples=60, deadline=None)
def test_what_is_left_and_what_is_over_agree_to_the_minute(moment, minutes):
    found = started(moment)
    at = moment.astimezone(UTC) + timedelta(hours=24, minutes=minutes)

    assert found.is_over(at) == (minutes > 0)
    assert elapsed_hours(at, found.hours_due_at) * 60 == pytest.approx(-minutes)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-03-29T12:00", "2025-03-30T13:00"),  # spring: an hour of the night is missing
        ("2025-10-25T12:00", "2025-10-26T11:00"),  # autumn: an hour comes twice
        ("2025-07-01T12:00", "2025-07-02T12:00"),
    ],
)
def test_on_the_nights_the_clocks_change_the_wall_says_another_hour(received, due):
    received_at, due_at = (datetime.fromisoformat(text).replace(tzinfo=LONDON) for text in (received, due))

    assert started(received_at).hours_due_at == due_at


def test_the_time_left_is_true_time_even_where_everything_is_said_in_the_time_of_the_wall():
    before, after = (datetime(2025, 3, 30, hour, 30, tzinfo=LONDON) for hour in (0, 3))
    found = started(before - timedelta(days=1))

    assert found.left(before) == timedelta(0)
    assert found.left(after) == -timedelta(hours=2)
    assert predicted_finish([before], people=1, an_hour=0.5, at=before).done_at == after
    assert decides_too_long([before, after], at=after, minutes=120, pause=120)
    assert not decides_too_long([before, after], at=after, minutes=121, pause=120)


@given(moments)
@settings(max_examples=60, deadline=None)
def test_the_working_day_is_never_over_before_the_hours_are(moment):
    """So whoever keeps the hours keeps the working day as well."""
    found = started(moment)

    assert CALENDAR.is_working_day(found.working_day_due_on)
    assert found.working_day_due_on > local_day(moment)
    assert not found.is_over_by_working_days(found.hours_due_at)


# --- the same concern -------------------------------------------------------------------------------------------------

earlier_contacts = st.lists(
    st.builds(
        Earlier, pk=st.integers(1, 9_999), received_at=moments, decided_on=st.none() | moments.map(local_day),
        outcome=st.sampled_from([Outcome.AWAITING_INFORMATION, Outcome.ADVICE, Outcome.REFERRAL, ""]),
        concerns=concerns,
    ),
    max_size=6,
)  # fmt: skip


@given(earlier_contacts, concerns, moments)
@settings(max_examples=100, deadline=None)
def test_a_concern_never_continues_one_that_came_later_or_was_settled(earlier, about, received_at):
    found = continued(earlier, concerns=about, received_at=received_at, within=LINKED, calendar=CALENDAR)

    if found is not None:
        assert found.received_at < received_at
        assert found.outcome == Outcome.AWAITING_INFORMATION
        assert found.decided_on <= local_day(received_at)
        assert CALENDAR.working_days_between(found.decided_on, local_day(received_at)) <= LINKED.amount
        assert not found.concerns or not about or found.concerns & about


@given(earlier_contacts, concerns, moments)
@settings(max_examples=60, deadline=None)
def test_leaving_the_concern_empty_never_buys_time(earlier, about, received_at):
    """Whatever continues with its concern said also continues, as early or earlier linked, with nothing said."""
    said = continued(earlier, concerns=about, received_at=received_at, within=LINKED, calendar=CALENDAR)
    unsaid = continued(earlier, concerns=frozenset(), received_at=received_at, within=LINKED, calendar=CALENDAR)

    assert said is None or unsaid is not None


@given(earlier_contacts, concerns, moments, st.randoms())
@settings(max_examples=40, deadline=None)
def test_which_contact_is_continued_does_not_depend_on_the_order_they_are_read_in(earlier, about, at, luck):
    def found(contacts):
        it = continued(contacts, concerns=about, received_at=at, within=LINKED, calendar=CALENDAR)
        return it and it.received_at

    shuffled = luck.sample(earlier, len(earlier))

    assert found(shuffled) == found(earlier)


# --- order ------------------------------------------------------------------------------------------------------------

waiting_contacts = st.lists(
    st.builds(
        Waiting, pk=st.integers(1, 9_999), clock_due_at=moments, is_danger_open=st.booleans(),
        priority=st.sampled_from(["", *Priority]), is_step_up=st.booleans(), repeats_since=st.integers(0, 3),
        is_ready=st.booleans(), held_by=st.none() | st.integers(1, 3),
    ),
    max_size=12, unique_by=lambda each: each.pk,
)  # fmt: skip


@given(waiting_contacts, st.randoms())
@settings(max_examples=60, deadline=None)
def test_everybody_stands_in_one_order_however_they_came_in(waiting, luck):
    found = in_order(luck.sample(waiting, len(waiting)))

    assert found == in_order(waiting) == in_order(found)
    assert sorted(each.pk for each in found) == sorted(each.pk for each in waiting)


@given(waiting_contacts)
@settings(max_examples=60, deadline=None)
def test_danger_stands_before_everything_and_among_equals_the_shorter_time_left(waiting):
    found = in_order(waiting)

    dangers = [each.is_danger_open or each.priority == Priority.NOW for each in found]
    assert dangers == sorted(dangers, reverse=True)
    for first, second in pairwise(found):
        if _same_but_for_the_clock(first, second):
            assert first.clock_due_at <= second.clock_due_at


def _same_but_for_the_clock(one: Waiting, other: Waiting) -> bool:
    def said(each: Waiting):
        return each.is_danger_open, each.priority, each.is_step_up, each.repeats_since

    return said(one) == said(other)


@given(waiting_contacts, st.integers(0, 11))
@settings(max_examples=40, deadline=None)
def test_being_told_again_or_stepped_up_never_puts_anybody_further_back(waiting, which):
    if not waiting:
        return
    one = waiting[which % len(waiting)]
    louder = Waiting(**{**vars_of(one), "is_step_up": True, "repeats_since": 3})
    after = [louder if each is one else each for each in waiting]

    assert place_of(one.pk, in_order(after)) <= place_of(one.pk, in_order(waiting))


def vars_of(each: Waiting):
    return {name: getattr(each, name) for name in Waiting.__dataclass_fields__}


def place_of(pk: int, order: list[Waiting]) -> int:
    return [each.pk for each in order].index(pk)


# --- capacity ---------------------------------------------------------------------------------------------------------

paces = st.tuples(st.integers(1, 12), st.floats(0.25, 12))


@given(st.lists(moments, max_size=40), paces, moments)
@settings(max_examples=60, deadline=None)
def test_more_people_never_finish_later_or_leave_more_out_of_time(due, pace, at):
    people, an_hour = pace
    few = predicted_finish(due, people=people, an_hour=an_hour, at=at)
    more = predicted_finish(due, people=people + 1, an_hour=an_hour, at=at)

    assert more.done_at <= few.done_at
    assert more.out_of_time <= few.out_of_time <= len(due)


@given(st.lists(moments, min_size=1, max_size=40), paces, moments)
@settings(max_examples=40, deadline=None)
def test_the_desk_is_through_after_all_of_it_at_its_own_pace(due, pace, at):
    people, an_hour = pace

    found = predicted_finish(due, people=people, an_hour=an_hour, at=at)

    hours = elapsed_hours(at, found.done_at)
    assert hours == pytest.approx(len(due) / (people * an_hour), abs=1e-3)


@given(st.lists(moments, max_size=20), moments)
@settings(max_examples=50, deadline=None)
def test_with_nobody_in_the_room_nothing_is_finished_and_all_of_it_is_late(due, at):
    found = predicted_finish(due, people=0, an_hour=3, at=at)

    assert (found.done_at, found.out_of_time) == (None, len(due))


# --- a pause ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 400), max_size=30), st.integers(30, 300))
@settings(max_examples=60, deadline=None)
def test_a_pause_is_suggested_only_after_that_long_without_one(minutes_ago, minutes):
    at = datetime(2025, 3, 3, 15, tzinfo=LONDON)
    decided_at = [at - timedelta(minutes=m) for m in minutes_ago]

    suggests = decides_too_long(decided_at, at=at, minutes=minutes)

    steps = [0, *sorted(minutes_ago)]
    unbroken = 0
    for nearer, farther in pairwise(steps):
        if farther - nearer > 20:
            break
        unbroken = farther
    assert suggests == (bool(minutes_ago) and unbroken >= minutes)


def test_decisions_still_to_come_count_for_nothing():
    at = datetime(2025, 3, 3, 15, tzinfo=LONDON)

    assert not decides_too_long([at + timedelta(minutes=5)], at=at, minutes=1)
