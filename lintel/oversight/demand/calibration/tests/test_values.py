"""Fitted values put in place of others, and values they might as well have."""

from dataclasses import replace
from datetime import date

import pytest

from demand_engine.curves import fixed
from demand_engine.scenario_file import from_plain
from lintel.oversight.demand.calibration.doubt import guesses, simulate_in_doubt
from lintel.oversight.demand.calibration.fitting import AsThingsAre, FittedValue
from lintel.oversight.demand.calibration.recruiting import on_their_way, time_to_fill
from lintel.oversight.demand.calibration.values import with_values, without_nonsense
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from lintel.oversight.performance.records import Agreement, Filling


def _value(key, value, low, high, unit="share"):
    return FittedValue(
        key=key, name=key, value=value, low=low, high=high, unit=unit, out_of=10, is_national=False, how="here"
    )


@pytest.fixture
def scenario():
    found = from_plain(small_scenario())
    held = tuple(replace(outcome, lasts=fixed(20)) for outcome in found.work.outcomes)
    return replace(found, work=replace(found.work, outcomes=held))


def test_each_kind_of_value_finds_its_place(scenario):
    source, team = scenario.demand.sources[0].name, scenario.teams[0].name
    stage = scenario.work.outcomes[0].name

    made = with_values(
        scenario,
        {
            f"contacts:{source}": 7.0, f"conversion:{source}": 0.6, "assessment": 20.0, f"ceiling:{team}": 9.0,
            f"lasts:{stage}": 50.0, "leaving": 0.5, "lead": 30.0, "factor:school holiday": 0.8, "overload": 0.3,
        },
    )  # fmt: skip

    assert made.demand.sources[0].contacts_per_week == 7
    assert made.demand.sources[0].conversion.at(3) == 0.6
    assert made.demand.school_holiday_factor == 0.8
    assert made.work.assessment.days_at(0.5) == pytest.approx(20)
    assert made.work.outcomes[0].lasts.days_at(0.5) == pytest.approx(50)
    assert made.work.overload_lengthens_work == 0.3
    assert max(posts.ceiling_points for posts in made.teams[0].posts) == 9
    assert made.staffing.leaving_per_year == 0.5
    assert made.staffing.time_to_recruit.days_at(0.5) == pytest.approx(30)


def test_a_value_of_something_that_is_no_more_changes_nothing(scenario):
    assert with_values(scenario, {"ceiling:Nobody": 9.0, "contacts:Nobody": 1.0, "other": 2.0}) == scenario


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("contacts:Police", -1, "less than 0"), ("conversion:Police", 1.2, "between 0 and 100%"),
        ("ceiling:Team", 0.5, "at least 1"), ("conversion:Police", 0.4, ""), ("factor:bank holiday", 1.4, ""),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_in_words(key, value, words):
    found = without_nonsense(_value(key, 0.5, 0.4, 0.6), value)

    assert words in found
    assert bool(words) == bool(found)


def test_guesses_scatter_about_the_fitted_value_as_widely_as_its_interval(scenario):
    found = AsThingsAre(
        scenario=scenario, fitted=(_value("assessment", 30, 27, 33, "days"), _value("leaving", 0, 0, 0))
    )

    drawn = sorted(guess["assessment"] for guess in guesses(found, number=1_000))

    assert drawn[100] == pytest.approx(27, abs=0.4)
    assert drawn[500] == pytest.approx(30, abs=0.4)
    assert drawn[900] == pytest.approx(33, abs=0.4)
    assert all("leaving" not in guess for guess in guesses(found, number=3))


def test_doubt_about_the_values_makes_the_band_wider(scenario):
    source = scenario.demand.sources[0]
    rate = source.contacts_per_week
    sure = AsThingsAre(scenario=scenario, fitted=())
    unsure = AsThingsAre(
        scenario=scenario, fitted=(_value(f"contacts:{source.name}", rate, rate * 0.6, rate * 1.4, "a week"),)
    )

    narrow, wide = (simulate_in_doubt(each, runs=400).rows[:, 0, -1, 6].std() for each in (sure, unsure))

    assert wide > 1.5 * narrow


def _filling(signed_on, filled_on, *, is_funded=True, **more):
    return Filling(post_id=1, team_id=4, signed_on=signed_on, filled_on=filled_on, is_funded=is_funded, **more)


def _agreed(agreed_on, starts_on, fell_through_on=None):
    return (Agreement(agreed_on, starts_on, fell_through_on),)


def test_time_to_fill_counts_from_the_signature_and_leaves_out_what_was_not_yet_known():
    many = [_filling(date(2024, 1, 1), date(2024, 1, 1 + number)) for number in range(10, 20)]

    assert time_to_fill(many, on=date(2024, 6, 3)).curve.days_at(0.5) == pytest.approx(14, abs=1)
    assert time_to_fill(many, on=date(2024, 1, 8)).is_national


def test_posts_on_their_way_are_expected_when_half_of_them_are_filled():
    some = [
        _filling(date(2024, 5, 6), None), _filling(date(2024, 5, 6), date(2024, 7, 1)),
        _filling(date(2023, 1, 2), None),
        _filling(date(2024, 5, 6), None, is_funded=False), _filling(date(2024, 5, 6), date(2024, 5, 20)),
    ]  # fmt: skip

    coming = on_their_way(some, on=date(2024, 6, 3), half_filled_after_days=84)

    assert coming == {(4, 8): 2, (4, 4): 1}


JUNE = date(2024, 6, 3)


def _coming(*fillings):
    return dict(on_their_way(fillings, on=JUNE, half_filled_after_days=84))


def test_a_post_with_an_agreed_start_is_expected_on_that_day():
    signed = date(2024, 1, 8)

    assert _coming(_filling(signed, None, agreed=_agreed(date(2024, 5, 27), date(2024, 7, 15)))) == {(4, 6): 1}
    assert _coming(_filling(signed, None, agreed=_agreed(date(2024, 5, 27), JUNE))) == {(4, 1): 1}


def test_an_agreement_nobody_had_made_yet_is_not_foreseen():
    signed = date(2024, 5, 6)

    assert _coming(_filling(signed, None, agreed=_agreed(date(2024, 6, 4), date(2024, 6, 17)))) == {(4, 8): 1}


def test_an_agreed_start_that_passed_with_nobody_there_is_expected_as_any_other():
    signed = date(2024, 1, 8)

    assert _coming(_filling(signed, None, agreed=_agreed(date(2024, 3, 1), date(2024, 5, 6)))) == {(4, 4): 1}


def test_a_post_that_fell_through_begins_again_on_that_day():
    fell = date(2024, 5, 27)
    once = _filling(
        date(2024, 1, 8), None, agreed=_agreed(date(2024, 4, 1), date(2024, 7, 1), fell), fell_through=(fell,)
    )

    assert _coming(once) == {(4, 11): 1}
    before = on_their_way([once], on=date(2024, 5, 20), half_filled_after_days=84)
    assert before == {(4, 6): 1}


def test_a_post_that_was_closed_is_not_expected_and_was_looked_for_until_then():
    closed = _filling(date(2024, 1, 8), None, closes_on=date(2024, 2, 5))
    many = [_filling(date(2024, 1, 1), date(2024, 1, 1 + number)) for number in range(10, 20)]

    assert _coming(closed) == {}
    assert time_to_fill([*many, closed], on=JUNE).ended == 10


def test_a_post_without_a_funding_line_is_not_counted_however_surely_somebody_would_start():
    agreed = _agreed(date(2024, 5, 27), date(2024, 7, 15))

    assert _coming(_filling(date(2024, 1, 8), None, is_funded=False, agreed=agreed)) == {}
    assert _coming(_filling(date(2024, 1, 8), None, agreed=agreed)) == {(4, 6): 1}
