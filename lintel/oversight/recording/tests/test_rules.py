"""Signing in bulk, and what is changed once an inspection is announced: as plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from lintel.oversight.recording.rules import Minute, call_before, signed_in_bulk

NINE = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
SIGNED = "Supervision"


def signatures(times: int, *, who: int = 1, what: str = SIGNED, at: datetime = NINE, apart: int = 5):
    return [(who, what, at + timedelta(seconds=apart * n)) for n in range(times)]


def test_six_signatures_of_one_person_in_a_minute_are_seen_with_the_minute_and_no_name():
    assert signed_in_bulk(signatures(6)) == [Minute(at=NINE, what=SIGNED, times=6)]


@pytest.mark.parametrize(
    "signed",
    [
        signatures(5),
        signatures(3) + signatures(3, who=2),
        signatures(3) + signatures(3, what="Enquiries"),
        signatures(6, apart=30),
    ],
    ids=["five", "of two people", "of two kinds", "over three minutes"],
)
def test_what_looks_like_it_and_is_not_stays_out(signed):
    assert signed_in_bulk(signed) == []


def test_the_latest_minute_stands_first():
    later = NINE + timedelta(hours=1)
    found = signed_in_bulk(signatures(6) + signatures(7, at=later))
    assert [(each.at, each.times) for each in found] == [(later, 7), (NINE, 6)]


def days(number: int) -> datetime:
    return NINE + timedelta(days=number)


@pytest.mark.parametrize(
    ("happened", "changed", "call"),
    [(0, 3, 2), (0, 29, 2), (0, 31, None), (0, 1, None), (2, 3, None), (3, 4, None)],
    ids=["after the call", "within 28 days", "long past", "before the call", "of that very moment", "of a later day"],
)
def test_a_change_counts_where_an_inspection_was_announced_between(happened, changed, call):
    found = call_before(happened_at=days(happened), changed_at=days(changed), calls=[days(2)])
    assert found == (None if call is None else days(call))


def test_of_several_announcements_it_is_the_last_before_the_change():
    assert call_before(happened_at=NINE, changed_at=days(9), calls=[days(1), days(8)]) == days(8)
