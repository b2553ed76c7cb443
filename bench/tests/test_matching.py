"""The search finds whom it should among a few thousand people; and the measure would notice if it did not."""

import pytest

from bench import matching
from bench.matching_people import training
from lintel.foundation.access.actions import service_account
from lintel.foundation.matching import keys, queries, scoring

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE, SEARCHES = 3_000, 400


@pytest.fixture
def city(db):
    city, people = matching.people_of(PEOPLE)
    matching.write_down(people)
    matching.index_everybody(people)
    return city, people


def searched(city, searches=SEARCHES):
    return matching.search_for_all(matching.asked_for(*city, searches), service_account(at=matching.AT))


def test_98_in_100_are_within_the_first_five(city):
    found = searched(city)

    assert found.hit >= 0.98
    assert found.precision >= 0.9


def test_without_keys_for_slips_fewer_are_found(city, monkeypatch):
    monkeypatch.setattr(keys, "slips_of", lambda day: iter((day,)))
    monkeypatch.setattr(keys, "_pairs", lambda *names: set())
    monkeypatch.setattr(queries, "keys_sought", keys.keys_sought)

    assert searched(city, 200).hit < 0.98


def test_with_the_weights_turned_round_hardly_anybody_is_found(city, monkeypatch):
    true = scoring.weights()
    turned = {field: {level: -weight for level, weight in levels.items()} for field, levels in true.levels.items()}
    wrong = scoring.Weights(turned, true.probabilities, true.likely, -100.0, true.swapped_names)
    monkeypatch.setattr(scoring, "weights", lambda: wrong)
    monkeypatch.setattr(queries, "weights", lambda: wrong)

    assert searched(city, 50).hit < 0.5


def test_the_weights_were_trained_on_other_people():
    assert {training.CITY, training.SLIPS}.isdisjoint({matching.CITY, matching.SLIPS, matching.STRANGERS})
