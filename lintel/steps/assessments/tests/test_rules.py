"""Where an assessment stands, who may sign it, its days, its factors, and what a reader would miss."""

from dataclasses import replace
from datetime import date

import pytest

from lintel.statute.calendar import WorkingCalendar
from lintel.statute.clocks import limit
from lintel.steps.assessments.codes import Outcome, State
from lintel.steps.assessments.rules import (
    Shared,
    Written,
    clock,
    fault_in_factors,
    holds_whole,
    may_sign,
    missing,
    missing_of_all,
    state,
)
from tests.trace import finding

CALENDAR = WorkingCalendar(bank_holidays=frozenset({date(2025, 4, 18), date(2025, 4, 21)}))


@pytest.mark.parametrize(
    ("sent", "returned", "authorised", "where"),
    [
        (False, False, False, State.WRITING), (True, False, False, State.WITH_MANAGER),
        (False, True, False, State.SENT_BACK), (True, False, True, State.AUTHORISED),
    ],
)  # fmt: skip
def test_where_it_stands_is_read_off_what_happened(sent, returned, authorised, where):
    assert state(is_sent=sent, is_returned=returned, is_authorised=authorised) is where


@finding("S9")
@pytest.mark.parametrize(
    ("by", "is_allowed"), [(1, False), (2, False), (3, False), (4, True)], ids=["writer", "both", "author", "another"]
)
def test_nobody_signs_what_they_wrote_or_are_the_author_of(by, is_allowed):
    assert may_sign(by=by, writers={1, 2}, authors={2, 3}) is is_allowed


def days(*, ended_on=None, today=date(2025, 4, 24)):
    return clock(
        started_on=date(2025, 2, 18), ended_on=ended_on, today=today,
        limit=limit("assessment", on=date(2025, 2, 18)), calendar=CALENDAR,
    )  # fmt: skip


def test_the_last_day_in_time_is_the_45th_working_day_after_the_referral():
    assert (days().due_on, days().days_used, days().is_over) == (date(2025, 4, 24), 45, False)


def test_a_day_later_it_is_over():
    assert days(today=date(2025, 4, 25)).is_over


def test_once_authorised_no_more_days_are_used():
    assert days(ended_on=date(2025, 3, 4), today=date(2025, 9, 1)).days_used == 10


@pytest.mark.parametrize(
    ("factors", "outcome", "words"),
    [
        (["3B", "4A"], Outcome.CHILD_IN_NEED, ""),
        (["21"], Outcome.NO_FURTHER_ACTION, ""),
        (["21"], None, ""),
        (["21", "3B"], Outcome.NO_FURTHER_ACTION, "stands alone"),
        (["21"], Outcome.PROTECTION, "does nothing further"),
        (["99X"], None, "not a factor of the census"),
    ],
)  # fmt: skip
def test_factors_are_those_of_the_census_and_none_stands_alone(factors, outcome, words):
    fault = fault_in_factors(factors, outcome=outcome)

    assert words in fault
    assert bool(fault) is bool(words)


WHOLE = Written()


def test_nothing_is_missing_where_everything_is_written():
    assert missing("Mia", WHOLE) == missing_of_all(Shared()) == []


@finding("S44")
@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ({"has_own_need": False}, "a need of Mia’s own"),
        ({"has_voice": False}, "Mia’s own words, or what was seen of them"),
        ({"history_not_weighed": 2}, "2 lines of history neither used nor set aside"),
        ({"is_over": True, "says_why_over": False}, "why it took longer than 45 working days"),
        ({"empty_sections": ("A day", "Impact")}, "words under “A day”, “Impact”"),
    ],
)  # fmt: skip
def test_each_gap_of_a_child_is_named_in_words(gap, words):
    assert missing("Mia", replace(WHOLE, **gap)) == [words]


@finding("S43")
@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ({"views_missing": ("Owen Hartley, father",)}, "the view of Owen Hartley, father, or why it was not sought"),
        ({"has_midpoint": False, "is_past_midpoint": True}, "the mid-point with the manager"),
        ({"is_family_told": False}, "when and how the family was told of the assessment"),
    ],
)  # fmt: skip
def test_each_gap_of_what_they_share_is_named_once_for_all(gap, words):
    assert missing_of_all(replace(Shared(), **gap)) == [words]


def test_a_midpoint_is_not_missed_before_its_day():
    assert missing_of_all(Shared(has_midpoint=False)) == []


@pytest.mark.parametrize(
    ("was", "theirs", "yours", "is_whole"),
    [
        ("", "She reads.", "She reads. She swims.", True),
        ("She reads.", "She reads. She sings.", "She reads. She swims.", False),
        ("She reads. Much.", "She reads.", "She reads. Much. She swims.", False),  # they took something away
        ("She reads.", "", "She reads. She swims.", False),
    ],
)
def test_words_that_hold_all_that_was_added_lose_nothing(was, theirs, yours, is_whole):
    assert holds_whole(was=was, theirs=theirs, yours=yours) is is_whole
