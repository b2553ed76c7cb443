"""How hard a text is, held to hand-worked numbers and to texts everybody would rank alike."""

import pytest

from lintel.oversight.reading.hard_words import hardest, plain_words, unexplained
from lintel.oversight.reading.readability import (
    flesch_kincaid,
    is_passive,
    readability,
    reading_age,
    smog,
    syllables,
)  # fmt: skip
from lintel.oversight.reading.sentences import sentences

finding = pytest.mark.finding

# Counted by hand, as spoken in England.
SYLLABLES = {
    "the": 1, "child": 1, "safe": 1, "asked": 1, "looked": 1, "homes": 1, "school": 1, "house": 1, "mother": 2,
    "visited": 3, "shouted": 2, "wanted": 2, "people": 2, "little": 2, "bottle": 2, "table": 2, "baby": 2, "happy": 2,
    "houses": 2, "changes": 2, "family": 3, "another": 3, "together": 3, "assessment": 3, "protection": 3,
    "conference": 3, "emotional": 4, "intervention": 4, "availability": 6, "hypervigilance": 5, "multi-agency": 5,
}  # fmt: skip
EASY = (
    "We are worried. Dad shouts a lot. When he shouts, Mia hides. She does not sleep. Then she is tired in class. "
    "We want Mia to feel safe in bed. Dad will go to his class each week. Nan will ring us if she is worried."
)
PLAIN = (
    "We are worried because Mia often comes to school hungry and without a coat. Ruth told us that money runs out "
    "before the end of the week. We will help her to ask for the payments she is owed. By Easter we want Mia to have "
    "breakfast at home every day."
)
DENSE = (
    "It is recommended that parental engagement with multi-agency interventions be sustained in order to mitigate the "
    "cumulative detrimental impact of intergenerational domestic abuse upon emotional development. Consideration was "
    "given to initiating pre-proceedings following parental non-compliance with previously negotiated expectations."
)


@pytest.mark.parametrize(("word", "count"), SYLLABLES.items())
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_the_formulas_are_the_published_ones():
    # Ten sentences, 120 words, 170 syllables; and thirty sentences with thirty long words.
    assert flesch_kincaid(10, 120, 170) == pytest.approx(0.39 * 12 + 11.8 * 17 / 12 - 15.59)
    assert flesch_kincaid(10, 120, 170) == pytest.approx(5.81, abs=0.01)
    assert smog(30, 30) == pytest.approx(3.1291 + 1.0430 * 30**0.5)
    assert smog(30, 30) == pytest.approx(8.84, abs=0.01)


@finding("S62")
def test_an_easy_text_a_plain_one_and_a_dense_one_are_told_apart():
    easy, plain, dense = (reading_age(sentences(text)) for text in (EASY, PLAIN, DENSE))

    assert easy < 9 < plain < 12.5
    assert dense > 20
    assert readability(sentences(EASY)).is_readable
    assert not readability(sentences(DENSE)).is_readable


def test_a_line_or_two_has_no_reading_age():
    assert readability(sentences("Mia is nine.")).age is None
    assert readability([]).age is None


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("Mia was seen.", True), ("It has been agreed.", True), ("The plan was not shared.", True),
        ("Ruth was recently arrested.", True), ("We saw Mia.", False), ("Mia is tired.", False),
        ("Mia was late.", False), ("Owen was worried.", False), ("The need is great.", False),
    ],
)  # fmt: skip
def test_the_passive_is_found(text, passive):
    assert is_passive(sentences(text)[0]) is passive


@finding("S62")
def test_words_of_our_work_have_plain_ones_and_the_longest_is_meant():
    found = plain_words(sentences("The initial child  protection conference heard of disguised compliance."))

    assert list(found) == ["disguised compliance", "initial child protection conference"]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("The ICPC is on Monday.", {"ICPC"}),
        ("The initial child protection conference (ICPC) is on Monday. The ICPC is long.", set()),
        ("The ICPC (initial child protection conference) is on Monday.", set()),
        ("The GP and the NHS and TV.", set()),
        ("Ruth met the QXZ.", {"QXZ"}),
        ("PLEASE RING US", set()),
    ],
)
def test_letters_that_nobody_explained_are_found(text, met):
    assert set(unexplained(sentences(text))) == met


def test_the_hardest_ten_come_first_and_easy_ones_never():
    text = " ".join([EASY, *[DENSE] * 6])
    found = hardest(sentences(text))

    assert len(found) == 10
    assert [each.hardness for each in found] == sorted((each.hardness for each in found), reverse=True)
    assert not {each.sentence.text for each in found} & {each.text for each in sentences(EASY)}
    assert "words in one sentence" in found[0].why
    assert hardest(sentences(EASY)) == []
