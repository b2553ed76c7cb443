"""A list that fits the hours, with the reasons in words, and nobody hidden."""

from datetime import date, timedelta
from random import Random

import pytest

from lintel.oversight.supervision.codes import Why
from lintel.oversight.supervision.proposing import (
    FULL,
    KEPT,
    SPOKEN,
    About,
    propose,
    reasons_of,
    sessions_a_month,
    span_of,
)
from tests.trace import finding

DAY = date(2025, 3, 3)
LONG_HELD = date(2024, 6, 3)
LATELY = {"last_on": date(2025, 2, 10), "again_by": date(2025, 5, 5)}


def child(number, name="", **known):
    known.setdefault("held_since", LONG_HELD)
    return About(child=number, name=name or f"Child {number}", **known)


def order(*children, minutes=480.0):
    return [each.child for each in propose(children, minutes=minutes, minutes_a_child=8, on=DAY).this_time]


def test_a_reason_says_where_a_child_stands_and_never_a_number():
    found = order(
        child(1, **LATELY),
        child(2, closing="Closing: step-down proposed on 1 March", **LATELY),
        child(3, held_since=date(2025, 2, 24), **LATELY),
        child(4, last_on=date(2024, 11, 4), again_by=date(2025, 1, 27)),
        child(5),
        child(6, risk=("Visit on 1 March: “She is scared of him.”",), **LATELY),
        child(7, drift=("No visit since 3 January",), **LATELY),
        child(8, chosen="I am stuck", **LATELY),
        child(9, undone=("Ring the nurse (due 14 February)",), **LATELY),
    )

    assert found == [9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_of_two_with_the_same_reason_comes_first_who_was_not_spoken_of_for_longer():
    late = {"again_by": date(2025, 1, 1)}

    assert order(child(1, last_on=date(2024, 10, 1), **late), child(2, last_on=date(2024, 9, 1), **late)) == [2, 1]


def test_every_reason_is_said_and_not_only_the_first():
    found = reasons_of(
        child(1, undone=("Ring the nurse (due 14 February)",), chosen="", risk=("Safety plan: “Nan stays.”",)), on=DAY
    )  # fmt: skip

    assert [why for why, _ in found] == [Why.UNDONE, Why.CHOSEN, Why.RISK, Why.NEVER]
    assert found[0][1] == "Not done: Ring the nurse (due 14 February)"


@finding("L1", screen="/supervision/")
def test_the_list_fits_the_hours_and_says_of_the_others_why_not():
    children = [child(n, chosen="") for n in range(1, 12)] + [child(12, **LATELY)]

    found = propose(children, minutes=60, minutes_a_child=8, on=DAY)

    assert found.fits == len(found.this_time) == 7
    assert [each.because for each in found.not_this_time] == [FULL] * 4 + [SPOKEN]


@finding("L1", screen="/supervision/")
def test_a_child_nothing_asks_for_is_proposed_within_a_few_sessions_however_many_flags_others_have():
    last = dict.fromkeys(range(1, 26))
    for month in range(5):
        on = DAY + timedelta(days=28 * month)
        children = [
            child(
                n, drift=("No visit by the day it was due",) if n <= 12 else (), last_on=day,
                again_by=day + timedelta(days=60) if day else None,
            )
            for n, day in last.items()
        ]  # fmt: skip
        last |= dict.fromkeys(
            (each.child for each in propose(children, minutes=90, minutes_a_child=8, on=on).this_time), on
        )

    assert [n for n, day in last.items() if day is None] == []


def test_of_the_places_kept_the_first_is_for_whoever_waits_longest_and_the_list_says_so():
    flagged = [child(n, drift=("No visit since 3 January",), **LATELY) for n in range(1, 9)]
    late, never = (child(n, **known) for n, known in (
        (9, {"last_on": date(2024, 11, 4), "again_by": date(2025, 1, 27)}), (10, {"held_since": date(2025, 1, 6)}),
    ))  # fmt: skip

    found = propose([*flagged, late, never], minutes=32, minutes_a_child=8, on=DAY).this_time

    assert [each.child for each in found] == [1, 2, 3, 9]
    assert found[-1].reasons == ("Last spoken of on 4 November 2024", KEPT)


def test_nobody_keeps_a_place_who_has_one_anyway_and_none_is_left_empty():
    flagged = [child(n, drift=("No visit since 3 January",), **LATELY) for n in range(1, 4)]

    assert order(*flagged, child(4, chosen=""), minutes=24) == [4, 1, 2]
    found = propose([*flagged, child(4)], minutes=32, minutes_a_child=8, on=DAY).this_time
    assert [each.child for each in found if KEPT in each.reasons] == []
    found = propose([child(n) for n in range(1, 7)], minutes=32, minutes_a_child=8, on=DAY).this_time
    assert [each.child for each in found if KEPT in each.reasons] == []


@pytest.mark.parametrize("seed", range(40))
def test_nobody_is_hidden_or_there_twice_however_little_time_there_is(seed):
    luck = Random(seed)
    minutes = luck.randint(0, 400)
    children = [
        child(
            n, chosen=luck.choice(("", None)), undone=luck.choice(((), ("x",))), risk=luck.choice(((), ("y",))),
            last_on=luck.choice((None, DAY, date(2024, 1, 1))), again_by=luck.choice((None, date(2024, 6, 1))),
        )
        for n in range(luck.randint(0, 40))
    ]  # fmt: skip

    found = propose(children, minutes=minutes, minutes_a_child=8, on=DAY)

    assert sorted(each.child for each in (*found.this_time, *found.not_this_time)) == list(range(len(children)))
    assert len(found.this_time) == min(len(children), minutes // 8)
    assert all(each.reasons for each in (*found.this_time, *found.not_this_time))
    assert all(each.because for each in found.not_this_time)


def test_a_span_of_350_children_is_said_not_to_fit_in_plain_words():
    found = span_of(
        children=350, sessions=[sessions_a_month(28)] * 7, minutes_a_child=8, minutes_a_session=90
    )  # fmt: skip

    assert not found.fits
    assert found.words == (
        "At 8 minutes a child, 350 children of 7 workers need 46.7 hours a month. You have 11.4 hours: 35.3 hours too "
        "few. Who is not spoken of is listed, not hidden."
    )


def test_a_span_that_fits_is_said_to_fit():
    found = span_of(children=60, sessions=[1.0] * 6, minutes_a_child=8, minutes_a_session=90)

    assert (
        found.words
        == "At 8 minutes a child, 60 children of 6 workers need 8 hours a month. You have 9 hours: they fit."
    )
