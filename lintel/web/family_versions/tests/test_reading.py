"""How old one has to be to read it: short is easy, long is hard, and a telephone number is neither."""

import pytest

from lintel.web.family_versions.reading import hardest, reading_age, syllables

EASY = "We saw Mia at school. She told us she is tired."
HARD = (
    "Following multi-agency consultation, significant concerns were identified regarding inconsistent parental "
    "supervision and its cumulative developmental implications."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("wake", 1), ("table", 2), ("family", 3), ("see", 1), ("implications", 4), ("hm", 1)],
)
def test_syllables_are_counted_about_right(word, count):
    assert syllables(word) == count


def test_short_words_in_short_sentences_are_easy_and_the_others_are_not():
    assert reading_age(EASY.split(". ")) <= 8
    assert reading_age([HARD]) >= 20


@pytest.mark.parametrize("words", [[], ["01632 960 123"], ["Ring Priya."]])
def test_of_too_few_words_nothing_is_said(words):
    assert reading_age(words) is None


def test_the_hardest_stand_first_and_easy_ones_not_at_all():
    middling = "When there is shouting at night, Mia hides in the cupboard and does not answer anybody."

    assert [each.words for each in hardest([EASY, middling, HARD, HARD], above=8)] == [HARD, middling]
