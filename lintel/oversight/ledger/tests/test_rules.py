"""The two keys of a finding, on plain values."""

from datetime import date, timedelta

import pytest

from lintel.oversight.ledger.codes import State
from lintel.oversight.ledger.rules import (
    EvidenceKey,
    IndicatorKey,
    Target,
    evidence_since,
    state_of,
    weeks_met,
    why_not_closed,
)

SAID = date(2025, 1, 1)
FIRST_WEEK = date(2025, 1, 6)
AT_LEAST_95 = Target(at_least=0.95, weeks=3)


def weeks(*values):
    return [(FIRST_WEEK + timedelta(weeks=n), value) for n, value in enumerate(values)]


def evidence(low=0.6, *, wanted=0.5, is_enough=True):
    return EvidenceKey(
        low=low, middle=low + 0.1, high=low + 0.2, pairs=20, audits=60, is_enough=is_enough, wanted=wanted
    )  # fmt: skip


MET, NOT_MET = IndicatorKey(weeks_met=8, weeks_wanted=8), IndicatorKey(weeks_met=7, weeks_wanted=8)


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ((0.96, 0.97, 0.95), 3),
        ((0.96, 0.94, 0.95), 1),
        ((0.96, 0.97, 0.90), 0),
        # A week with nothing to count neither adds nor breaks.
        ((0.96, None, 0.97), 2),
        ((), 0),
    ],
)
def test_weeks_in_a_row_are_counted_back_from_the_last(values, met):
    assert weeks_met(weeks(*values), AT_LEAST_95, said_on=SAID) == met


def test_weeks_before_the_finding_was_last_said_do_not_count():
    assert weeks_met(weeks(0.99, 0.99, 0.99), AT_LEAST_95, said_on=FIRST_WEEK + timedelta(days=2)) == 2


def test_a_limit_may_lie_above_as_well():
    assert weeks_met(weeks(19, 18, 17), Target(at_most=18), said_on=SAID) == 2


def test_evidence_is_of_after_it_was_last_said_and_no_older_than_a_year():
    assert evidence_since(said_on=date(2025, 1, 22), today=date(2025, 3, 3)) == date(2025, 1, 23)
    assert evidence_since(said_on=date(2020, 1, 22), today=date(2025, 3, 3)) == date(2024, 3, 4)


def test_it_is_the_lower_end_of_the_interval_that_bears_out_a_finding():
    assert evidence(low=0.5).is_turned
    assert not evidence(low=0.49).is_turned
    assert not evidence(low=0.9, is_enough=False).is_turned


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        (NOT_MET, evidence(low=0.4), State.OPEN),
        (MET, evidence(low=0.4), State.IMPROVING),
        (NOT_MET, evidence(), State.IMPROVING),
        (MET, evidence(), State.IMPROVING),  # somebody still has to say that it is closed
    ],
)
def test_one_key_is_improving_and_none_is_open(first, second, state):
    assert state_of(is_closed=False, keys=[first, second]) is state


def test_what_is_missing_is_said_in_plain_words():
    assert why_not_closed(first=MET, second=evidence()) == []
    assert why_not_closed(first=NOT_MET, second=evidence(low=0.42)) == [
        "The indicator has kept to its target for 7 of 8 weeks in a row.",
        "Moderated audits bear out at least 42% good or better; 50% is wanted.",
    ]
    assert why_not_closed(first=MET, second=evidence(is_enough=False)) == [
        "There are not enough moderated audits since it was last said."
    ]
