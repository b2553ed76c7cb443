"""Means of observed sessions that are nobody's, and how far talks and records agree."""

from datetime import date
from math import atanh, sqrt, tanh

import pytest

from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.observed.rules import (
    Fewest,
    Pair,
    Rated,
    compare,
    means_of,
    rank_correlation,
    spans,
)

FEWEST = Fewest(sessions=10, supervisors=5)
JANUARY, APRIL, JULY = date(2025, 1, 20), date(2025, 4, 20), date(2025, 7, 20)


def rated(number, *, on=JANUARY, supervisor=None, score=2):
    of = number % 5 if supervisor is None else supervisor
    return Rated(session=number, supervisor=of, on=on, scores=(score,) * 6)


def paired(number, *, talk, record):
    return Pair(session=number, supervisor=number % 5, on=JANUARY, scores=(talk,) * 6, record=(record,) * 6)


def test_a_quarter_is_shown_only_once_it_is_over():
    ten = [rated(number) for number in range(10)]

    assert spans(ten, on=date(2025, 3, 31), fewest=FEWEST) == []
    assert spans(ten, on=date(2025, 4, 1), fewest=FEWEST) == [(date(2025, 1, 1), date(2025, 3, 31), ten)]


@pytest.mark.parametrize(
    "too_few",
    [
        [rated(number) for number in range(9)],
        [rated(number, supervisor=number % 4) for number in range(30)],
        [rated(number % 9) for number in range(20)],
    ],
    ids=["nine sessions", "four supervisors", "nine sessions, counted twice"],
)
def test_nothing_is_shown_of_fewer_than_ten_sessions_of_five_supervisors(too_few):
    assert spans(too_few, on=JULY, fewest=FEWEST) == []


def test_a_quarter_with_too_few_waits_for_the_next_and_is_never_shown_by_itself():
    early, late = [rated(number) for number in range(7)], [rated(number, on=APRIL) for number in range(10, 14)]

    assert spans(early + late, on=date(2025, 6, 30), fewest=FEWEST) == []
    assert spans(early + late, on=JULY, fewest=FEWEST) == [(date(2025, 1, 1), date(2025, 6, 30), early + late)]


def test_one_session_more_in_a_quarter_changes_nothing_that_was_shown():
    ten, one_more = [rated(number) for number in range(10)], rated(11, on=APRIL, score=0)

    assert spans([*ten, one_more], on=JULY, fewest=FEWEST) == spans(ten, on=APRIL, fewest=FEWEST)


def test_an_interval_counts_supervisors_and_not_sessions_worked_out_by_hand():
    # Three supervisors, two sessions each, alike within each: 1, 1, 2, 2, 3, 3. The mean is 2; supervisors lie -2, 0
    # and 2 from it in sum; variance 3 / 2 × (4 + 0 + 4) / 36 = 1 / 3; t of two degrees at 97.5% is 4.302653.
    alike = [rated(number, supervisor=number // 2, score=1 + number // 2) for number in range(6)]

    found = means_of(alike)[0]

    assert found.mid == 2
    assert found.low == pytest.approx(max(0, 2 - 4.302653 * sqrt(1 / 3)))
    assert found.high == 3


def test_of_one_supervisor_the_interval_is_the_whole_scale():
    found = means_of([rated(1, supervisor=1), rated(2, supervisor=1)])[0]

    assert (found.low, found.mid, found.high) == (0, 2, 3)


def test_ranks_worked_out_by_hand():
    # Ranks 1 2 3 4 5 beside 2 1 4 3 5: squared differences 1 + 1 + 1 + 1 + 0, so 1 - 6 × 4 / (5 × 24) = 0.8.
    found = rank_correlation([0, 1, 2, 3, 4], [1, 0, 3, 2, 4])

    assert found.mid == pytest.approx(0.8)
    reach = 1.96 * sqrt((1 + 0.64 / 2) / 2)
    assert (found.low, found.high) == pytest.approx((tanh(atanh(0.8) - reach), tanh(atanh(0.8) + reach)))


def test_where_everybody_gave_the_same_there_is_nothing_to_rank():
    assert rank_correlation([2, 2, 2, 2], [0, 1, 2, 3]) is None


def test_below_thirty_nothing_is_compared_and_how_many_there_are_is_said():
    found = compare([paired(n, talk=2, record=1) for n in range(29)], [rated(1)], [rated(2)], needed=30)

    assert (found.pairs, found.needed, list(found.by_dimension)) == (29, 30, [])


def test_talks_a_step_above_their_records_are_found_to_be_and_rank_alike():
    pairs = [paired(n, talk=1 + n % 3, record=n % 3 + (0.5 if n % 2 else -0.5)) for n in range(30)]

    found = compare(pairs, [], [], needed=30)

    assert found.is_paired
    assert [each.dimension for each in found.by_dimension] == list(Dimension)
    reflection = found.by_dimension[1]
    assert reflection.apart.mid == pytest.approx(1)
    assert 0.7 < reflection.apart.low < 1 < reflection.apart.high < 1.3
    assert reflection.alike.low > 0.5


def test_without_thirty_pairs_all_talks_are_set_beside_all_records_and_nothing_is_ranked():
    talks = [rated(number, score=2 + number % 2) for number in range(40)]
    records = [rated(100 + number, score=1 + number % 2) for number in range(40)]

    found = compare([paired(1, talk=3, record=0)], talks, records, needed=30)

    assert not found.is_paired
    child = found.by_dimension[0]
    assert (child.talk, child.record, child.alike) == (2.5, 1.5, None)
    assert 0.7 < child.apart.low < 1 < child.apart.high < 1.3


def test_the_same_numbers_give_the_same_interval():
    pairs = [paired(number, talk=number % 4, record=number % 3) for number in range(30)]

    assert compare(pairs, [], [], needed=30) == compare(pairs, [], [], needed=30)
