"""How far a post has come, from its dates alone."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.foundation.workforce.codes import Stage
from lintel.foundation.workforce.recruiting.rules import (
    Path,
    as_known_on,
    marks,
    next_due,
    not_written_down,
    out_of_order,
    since,
    stage,
    steps,
)

WHOLE = Path(
    vacant_since=date(2025, 1, 6), signed_on=date(2025, 1, 13), advertised_on=date(2025, 1, 20),
    offered_on=date(2025, 2, 17), accepted_on=date(2025, 2, 24), checks_done_on=date(2025, 4, 7),
    starts_on=date(2025, 5, 6), started_on=date(2025, 5, 6), first_case_on=date(2025, 5, 19),
)  # fmt: skip
NAMES = (
    "vacant_since", "signed_on", "offered_on", "accepted_on", "checks_done_on", "started_on", "first_case_on",
)  # fmt: skip


@pytest.mark.parametrize(("reached", "last"), list(zip(Stage, NAMES, strict=True)))
def test_a_post_is_in_the_furthest_stage_that_was_reached(reached, last):
    known = NAMES[: NAMES.index(last) + 1]
    path = replace(WHOLE, **{name: None for name in NAMES if name not in known})

    assert stage(path) is reached
    assert since(path) == getattr(WHOLE, last)
    assert not_written_down(path) == []


def test_an_empty_post_of_which_nothing_is_known_is_a_vacancy():
    assert stage(Path()) is Stage.VACANCY
    assert since(Path()) is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (Path(), "Have the requisition signed, or close the post"),
        (Path(signed_on=date(2025, 1, 13)), "Advertise it, or make an offer"),
        (Path(signed_on=date(2025, 1, 13), advertised_on=date(2025, 1, 14)), "Make an offer"),
        (Path(offered_on=date(2025, 2, 17)), "Hear whether they accept"),
        (Path(accepted_on=date(2025, 2, 24)), "Finish the checks and agree a start"),
        (Path(accepted_on=date(2025, 2, 24), starts_on=date(2025, 5, 6)), "Finish the checks"),
        (Path(checks_done_on=date(2025, 4, 7)), "Agree a start"),
        (Path(checks_done_on=date(2025, 4, 7), starts_on=date(2025, 5, 6)), "They start on 6 May 2025"),
        (Path(started_on=date(2025, 5, 6)), "Their first case"),
        (WHOLE, ""),
    ],
)
def test_what_is_due_next(path, words):
    assert next_due(path) == words


def test_the_time_each_stage_took():
    assert dict(steps(WHOLE)) == {
        Stage.REQUISITION: 35, Stage.OFFER: 7, Stage.CHECKS: 42, Stage.START: 29, Stage.STARTED: 13,
    }  # fmt: skip


def test_a_stage_nobody_wrote_down_is_named_and_has_no_time():
    path = replace(WHOLE, accepted_on=None)

    assert not_written_down(path) == [Stage.CHECKS]
    assert Stage.OFFER not in dict(steps(path))
    assert Stage.CHECKS not in dict(steps(path))


def test_dates_out_of_order_are_found():
    assert out_of_order(WHOLE) is None
    assert out_of_order(replace(WHOLE, offered_on=date(2025, 1, 12))) == (Stage.REQUISITION, Stage.OFFER)
    assert out_of_order(replace(WHOLE, accepted_on=None, checks_done_on=date(2025, 2, 1))) == (Stage.OFFER, Stage.START)


def test_a_post_may_be_signed_for_before_its_holder_has_left():
    assert out_of_order(replace(WHOLE, vacant_since=date(2025, 3, 1))) is None


def test_looking_back_nothing_is_known_that_had_not_happened():
    then = as_known_on(WHOLE, date(2025, 3, 1))

    assert stage(then) is Stage.CHECKS
    assert then.starts_on == date(2025, 5, 6)
    assert as_known_on(WHOLE, date(2026, 1, 1)) == WHOLE


paths = st.builds(
    lambda start, gaps, known: Path(
        **{
            name: start + timedelta(days=sum(gaps[: place + 1])) if known[place] else None
            for place, name in enumerate(NAMES)
        }
    ),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.integers(0, 200), min_size=len(NAMES), max_size=len(NAMES)),
    st.lists(st.booleans(), min_size=len(NAMES), max_size=len(NAMES)),
)


@given(paths)
def test_dates_in_order_give_a_stage_and_no_stage_is_skipped_silently(path):
    """Every stage up to the one it is in either has its day or is named as not written down; none after it has one."""
    reached, order = stage(path), list(Stage)
    days = dict(marks(path))

    assert out_of_order(path) is None
    for each in order[1:]:
        if order.index(each) < order.index(reached):
            assert (days[each] is None) == (each in not_written_down(path))
        elif each is not reached:
            assert days[each] is None
    assert reached is Stage.VACANCY or days[reached] is not None
    assert (next_due(path) == "") == (reached is Stage.CASE_HOLDING)


@given(paths, st.dates(date(2020, 1, 1), date(2032, 1, 1)))
def test_a_path_never_goes_back_as_days_pass(path, day):
    order = list(Stage)
    earlier, later = (stage(as_known_on(path, each)) for each in (day, day + timedelta(days=30)))

    assert order.index(earlier) <= order.index(later) <= order.index(stage(path))


def test_every_date_of_a_path_is_hidden_before_its_day_except_an_agreed_start():
    hidden = as_known_on(WHOLE, date(2024, 1, 1))

    assert {field.name for field in fields(Path) if getattr(hidden, field.name) is not None} == {"starts_on"}
