"""Which decisions are drawn, and how far apart two lie."""

from datetime import date, datetime

import pytest

from lintel.oversight.alike.codes import Stratum
from lintel.oversight.alike.second_looks.rules import (
    Answer,
    chance_of,
    falls_below,
    gap_due_on,
    is_drawn,
    levels_apart,
    needs_a_manager,
    strata,
)
from lintel.statute.calendar import LONDON, england
from lintel.steps.front_door.codes import Outcome

MORNING = datetime(2025, 3, 3, 10, 0, tzinfo=LONDON)


def strata_of(decided_at, began_on=None):
    return strata(decided_at=decided_at, began_on=began_on, calendar=england())


def test_the_draw_is_the_same_whoever_draws_and_whenever():
    first, again, other = ([is_drawn(n, seed=seed, chance=0.1) for n in range(2_000)] for seed in "aab")

    assert first == again
    assert first != other


@pytest.mark.parametrize("chance", [0.05, 0.1, 0.2])
def test_the_share_drawn_is_the_share_agreed(chance):
    drawn = sum(is_drawn(number, seed="Ravenshire", chance=chance) for number in range(20_000))

    assert drawn / 20_000 == pytest.approx(chance, abs=0.01)


def test_a_larger_share_draws_the_same_and_more():
    small, large = ({n for n in range(2_000) if is_drawn(n, seed="s", chance=chance)} for chance in (0.1, 0.2))

    assert small < large


def test_late_weekends_and_new_starters_are_drawn_twice_as_often():
    assert strata_of(MORNING) == frozenset()
    assert strata_of(MORNING.replace(hour=17)) == {Stratum.LATE}
    assert strata_of(MORNING.replace(hour=7)) == {Stratum.LATE}
    assert strata_of(datetime(2025, 3, 8, 10, 0, tzinfo=LONDON)) == {Stratum.WEEKEND}
    assert strata_of(datetime(2025, 4, 21, 10, 0, tzinfo=LONDON)) == {Stratum.WEEKEND}
    assert strata_of(MORNING, began_on=date(2025, 1, 6)) == {Stratum.NEW_STARTER}
    assert strata_of(MORNING, began_on=date(2024, 1, 8)) == frozenset()
    assert chance_of(frozenset(), share=0.1) == pytest.approx(0.1)
    assert chance_of({Stratum.LATE, Stratum.WEEKEND}, share=0.1) == pytest.approx(0.2)
    assert chance_of({Stratum.LATE}, share=0.8) == 1


def test_an_evening_in_summer_is_judged_by_the_clock_on_the_wall():
    assert strata_of(datetime.fromisoformat("2025-07-01T16:30:00+00:00")) == {Stratum.LATE}


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ((Outcome.REFERRAL, 4), (Outcome.REFERRAL, 4), 0),
        ((Outcome.EARLY_HELP, 3), (Outcome.ADVICE, 2), 1),
        ((Outcome.REFERRAL, 4), (Outcome.EARLY_HELP, 2), 2),
        ((Outcome.REFERRAL, None), (Outcome.NO_FURTHER_ACTION, None), 2),
        ((Outcome.REFERRAL, 3), (Outcome.NO_FURTHER_ACTION, 2), 2),
        ((Outcome.STRATEGY_DISCUSSION, 4), (Outcome.ADVICE, 1), 3),
        ((Outcome.EARLY_HELP, None), (Outcome.ADVICE, None), 1),
    ],
)
def test_how_far_two_decisions_lie_apart(first, second, apart):
    one, other = (Answer(outcome=outcome, level=level) for outcome, level in (first, second))

    assert levels_apart(one, other) == levels_apart(other, one) == apart
    assert needs_a_manager(apart) is (apart >= 2)


def test_only_an_interval_that_lies_wholly_below_the_floor_calls_a_session():
    assert falls_below(0.55, floor=0.6)
    assert not falls_below(0.65, floor=0.6)
    assert not falls_below(None, floor=0.6)


def test_a_manager_looks_the_same_day_also_on_a_sunday_evening():
    assert gap_due_on(datetime(2025, 3, 9, 23, 30, tzinfo=LONDON)) == date(2025, 3, 9)
