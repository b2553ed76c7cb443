"""All authorised words of a service together."""

from lintel.oversight.reading.index import index_of
from lintel.oversight.reading.tests.test_impact_and_copying import OF_AVA, OF_MIA, PEOPLE
from lintel.oversight.reading.tests.test_readability import DENSE, EASY
from lintel.oversight.reading.whole_service import Written, are_distinct, focus_of_all, reading_age_of

ABOUT_ADULTS = "Ruth has missed four appointments. Owen denies the allegation. Mia’s case is open to the team."


def test_the_index_is_the_mean_of_ranks_and_equal_texts_have_equal_ones():
    assert index_of([(0.1, 0.5), (0.2, 0.9), (0.1, 0.7)]) == [0.125, 1.0, 0.375]
    assert index_of([(0.3, 0.3)]) == [0.5]
    assert index_of([]) == []


def test_words_about_the_child_lie_above_words_about_the_adults():
    mia = PEOPLE.children[0]
    low, high = focus_of_all([Written(mia, PEOPLE, "", ABOUT_ADULTS), Written(mia, PEOPLE, ABOUT_ADULTS, OF_MIA)])

    assert low < high


def test_brothers_and_sisters_are_distinct_where_no_two_parts_were_copied():
    copied = OF_MIA.replace("Mia", "Noah")

    assert are_distinct({"mia": OF_MIA, "ava": OF_AVA}, PEOPLE) is True
    assert are_distinct({"mia": OF_MIA, "noah": copied, "ava": OF_AVA}, PEOPLE) is False
    assert are_distinct({"mia": OF_MIA, "noah": "Noah is nine."}, PEOPLE) is None


def test_a_section_too_short_to_say_has_no_reading_age():
    easy, dense = reading_age_of(EASY), reading_age_of(DENSE)

    assert easy is not None
    assert dense is not None
    assert easy < dense
    assert reading_age_of("Mia is nine.") is None
