"""Whose hours were whose: from the incident, to the last minute, and the same for everybody who asks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.statute.calendar import elapsed_hours
from lintel.steps.police_notifications.codes import Grade, Party, Stage
from lintel.steps.police_notifications.lags import (
    Times,
    hours_of,
    hours_of_party,
    hours_to_seen,
    is_late,
    lag,
    lags,
    where_the_time_went,
)
from lintel.steps.police_notifications.tests.batch import LONDON, RECEIVED_AT

HOUR = timedelta(hours=1)
INCIDENT = RECEIVED_AT - 30 * HOUR

moments = st.integers(-2_000, 2_000).map(lambda minutes: RECEIVED_AT + timedelta(minutes=minutes))
some_times = st.builds(
    Times, occurred_at=st.integers(0, 50_000).map(lambda m: RECEIVED_AT - timedelta(minutes=m)),
    received_at=st.just(RECEIVED_AT), triaged_at=st.none() | moments, sent_at=st.none() | moments,
    decided_at=st.none() | st.integers(0, 9_000).map(lambda m: RECEIVED_AT + timedelta(minutes=m)),
    seen_at=st.none() | st.integers(0, 20_000).map(lambda m: RECEIVED_AT + timedelta(minutes=m)),
    grade=st.sampled_from(Grade),
)  # fmt: skip


def times(**more):
    return Times(**{"occurred_at": INCIDENT, "received_at": RECEIVED_AT} | more)


def test_each_hour_belongs_to_one_stage():
    found = hours_of(
        times(triaged_at=INCIDENT + 10 * HOUR, sent_at=INCIDENT + 29 * HOUR, decided_at=RECEIVED_AT + 4 * HOUR)
    )

    assert found == {Stage.TO_TRIAGE: 10, Stage.TO_SENT: 19, Stage.IN_TRANSIT: 1, Stage.TO_DECISION: 4}


def test_where_the_police_do_not_say_when_they_triaged_their_hours_are_not_split():
    assert hours_of(times(sent_at=INCIDENT + 29 * HOUR)) == {Stage.TO_SENT: 29, Stage.IN_TRANSIT: 1}


def test_where_they_do_not_say_when_they_sent_nothing_counts_as_on_the_way():
    assert hours_of(times()) == {Stage.TO_SENT: 30}
    assert hours_of_party(times(), Party.TRANSIT) is None


def test_an_undecided_notice_has_been_with_us_until_now():
    assert hours_of_party(times(), Party.OURS, at=RECEIVED_AT + 26 * HOUR) == 26


def test_the_lag_is_from_the_incident_also_across_the_change_of_the_clocks():
    before = datetime(2025, 3, 29, 12, 0, tzinfo=LONDON)
    after = datetime(2025, 3, 30, 12, 0, tzinfo=LONDON)

    assert lag(Times(occurred_at=before, received_at=after)) == 23


@pytest.mark.parametrize(("hours", "late"), [(24, False), (24.1, True)])
def test_late_is_more_than_the_limit(hours, late):
    assert is_late(times(occurred_at=RECEIVED_AT - timedelta(hours=hours)), limit=24) is late


def test_the_table_has_a_line_for_each_grade_that_came_and_each_party():
    found = lags(
        [times(grade=Grade.HIGH), times(grade=Grade.HIGH, occurred_at=RECEIVED_AT - HOUR), times(grade=Grade.MEDIUM)],
        limit=24, at=RECEIVED_AT + HOUR,
    )  # fmt: skip

    assert [(line.label, line.notices, line.median, line.p90, line.longest, line.late) for line in found.by_grade] == [
        ("High", 2, 15.5, 30, 30, 1), ("Medium", 1, 30, 30, 30, 1),
    ]  # fmt: skip
    assert [line.label for line in found.by_party] == ["The police", "On the way", "Children’s social care"]
    assert found.undecided == 3


@settings(deadline=None)
@given(some_times)
def test_the_stages_add_up_to_the_whole_time_whatever_order_the_clocks_were_in(found):
    until = found.decided_at or RECEIVED_AT + 400 * HOUR
    if found.decided_at and found.seen_at:
        until = max(found.decided_at, found.seen_at)

    stages = hours_of(found, at=RECEIVED_AT + 400 * HOUR)

    assert all(hours >= 0 for hours in stages.values())
    assert sum(stages.values()) == pytest.approx(elapsed_hours(found.occurred_at, until))


@settings(deadline=None)
@given(some_times)
def test_until_receipt_the_police_and_the_way_share_the_lag_and_nothing_is_ours(found):
    stages = hours_of(found)

    theirs = sum(hours for stage, hours in stages.items() if stage.party is not Party.OURS)
    assert theirs == pytest.approx(lag(found))


@pytest.mark.finding("S10")
@settings(deadline=None)
@given(st.lists(some_times, max_size=12), st.randoms())
def test_both_partners_are_told_the_same_whoever_reads_the_events_and_in_whatever_order(events, luck):
    """Their dashboard reads the events in an order of its own; nothing of either side goes into the numbers."""
    theirs = list(events)
    luck.shuffle(theirs)
    at = RECEIVED_AT + 48 * HOUR

    mine, other = lags(events, limit=24, at=at), lags(theirs, limit=24, at=at)

    assert mine == other
    went, told = where_the_time_went(events), where_the_time_went(theirs)
    assert went.hours == pytest.approx(told.hours)


@settings(deadline=None)
@given(some_times)
def test_until_the_child_is_seen_every_hour_is_somebodys(found):
    stages = hours_to_seen(found)

    if found.seen_at is None:
        assert stages == {}
    else:
        assert sum(stages.values()) == pytest.approx(elapsed_hours(found.occurred_at, found.seen_at))


@settings(deadline=None)
@given(st.lists(some_times, max_size=8))
def test_shares_of_the_time_add_up_to_one(events):
    went = where_the_time_went(events)

    if went.total:
        assert sum(went.share(party) for party in Party) == pytest.approx(1)
