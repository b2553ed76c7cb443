"""When a measure leaves its trial, and when it goes back to it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lintel.oversight.reading.codes import Standing
from lintel.oversight.reading.rules import Rated, spans_on, standing

ON = date(2025, 3, 3)
GOOD = Rated(
    rated_on=date(2024, 6, 1), texts=100, raters=3, agreement=0.6, groups={"babies": 0.4, "teenagers": 0.7},
    lists_version="abc",
)  # fmt: skip


def test_with_enough_texts_raters_and_agreement_in_every_group_the_trial_is_over():
    assert standing(GOOD, lists_version="abc", on=ON)[0] is Standing.VALIDATED


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"agreement": 0.59}, "Agreement with people is 0.59"),
        ({"groups": {"babies": 0.39, "teenagers": 0.9}}, "For babies it is 0.39"),
        ({"groups": {}}, "not looked at in groups"),
        ({"texts": 99}, "Only 99 texts"),
        ({"raters": 2}, "Only 2 people"),
        ({"lists_version": "older"}, "word lists have changed"),
        ({"rated_on": date(2024, 3, 3)}, "more than a year ago"),
    ],
)
def test_one_thing_missing_keeps_it_on_trial_and_is_said(changes, why):
    verdict, said = standing(replace(GOOD, **changes), lists_version="abc", on=ON)

    assert verdict is Standing.TRIAL
    assert why in said


def test_without_a_record_it_is_on_trial():
    assert standing(None, lists_version="abc", on=ON) == (Standing.TRIAL, "Nobody has rated the same texts yet.")


def test_the_last_day_of_its_year_still_counts():
    assert standing(replace(GOOD, rated_on=date(2024, 3, 4)), lists_version="abc", on=ON)[0] is Standing.VALIDATED


def test_a_measure_is_on_from_each_switch_until_the_next_one_off():
    first, second, third = (datetime(2025, 3, day, tzinfo=UTC) for day in (1, 2, 3))

    assert spans_on([(first, True), (second, False), (third, True)]) == [(first, second), (third, None)]
    assert spans_on([(first, False)]) == spans_on([]) == []
