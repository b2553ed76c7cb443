"""What is counted in the words of a record: how and why, danger people wrote of, and what was carried forward."""

import pytest

from lintel.oversight.supervision.copied import carried_forward
from lintel.oversight.supervision.risk_words import quoted
from lintel.oversight.supervision.why_words import how_and_why

LAST = (
    "Mia sleeps at her grandmother’s and has been at school every single day. Her mother has not opened the door "
    "since Thursday. The nurse has seen her teeth and written to us about what hurts."
)


def test_sentences_that_ask_how_or_why_are_counted_among_all():
    found = how_and_why(["She was seen on Monday. Why does she not eat?", "Perhaps she is tired. Ring the nurse."])

    assert (found.marked, found.sentences, found.share) == (2, 4, 0.5)


@pytest.mark.parametrize("words", ["She lives somehow in Whyton.", "However it is.", "The show was good."])
def test_a_marker_is_a_word_and_no_part_of_one(words):
    assert how_and_why([words]).marked == 0


def test_no_words_have_no_share():
    assert how_and_why([" "]).share is None


def test_a_sentence_with_a_word_of_danger_is_quoted_and_no_other():
    assert quoted("The house was warm. Mia said that she is scared of him. She likes maths.") == [
        "Mia said that she is scared of him."
    ]


def test_what_stood_in_the_last_record_is_shown_sentence_by_sentence():
    found = carried_forward(LAST, LAST)

    assert found.is_much
    assert found.sentences[1] == "Her mother has not opened the door since Thursday."


def test_a_new_record_carries_nothing_forward():
    new = (
        "She is with her father now, who collects her at three and cooks for both of them. On Sunday she went to the "
        "pool with a friend from school. Nobody has asked Mia yet where she would like to live."
    )

    assert carried_forward(new, LAST) is None


def test_a_few_words_are_too_few_to_say():
    assert carried_forward("No change.", "No change.") is None
