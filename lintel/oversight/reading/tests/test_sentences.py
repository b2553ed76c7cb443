"""Sentences are cut where a reader would cut them."""

import pytest

from lintel.oversight.reading.sentences import WORD, sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mia is nine. She likes school.", 2),
        ("Dr. Khan saw Mia on 3.4.2025 at 10.30 a.m. and rang Mrs. Bell.", 1),
        ("“Everyone talks about Mum. Ask me how I am,” Mia said.", 1),
        ('"Ask me how I am. Nobody does." Mia said no more.', 2),
        ("Is she safe? Yes! We think so…", 3),
        ("- Sleeps on the sofa\n- Cries for Nan\n\n1. Eats alone", 3),
        ("She said it's Mum's turn. Noah's bed is Mia's.", 2),
        ("No 'quote that never ends. Here is another. And one more.", 3),
        ("   \n\n … \n", 0),
        ("We met (as agreed). Then we left.", 2),
    ],
)
def test_a_text_is_cut_into_sentences(text, count):
    assert len(sentences(text)) == count


@pytest.mark.parametrize("endless", ["word " * 9_000, "." * 60_000, "a. " * 20_000, "'a " * 20_000, '"a" b. ' * 9_000])
def test_what_never_ends_is_cut_and_nothing_of_it_is_lost(endless):
    found = sentences(endless)

    assert max((len(each.text) for each in found), default=0) <= 2_000
    assert sum(len(each.tokens) for each in found) == len(WORD.findall(endless))


def test_every_word_is_in_exactly_one_sentence():
    text = "Mia is nine. “Go,” she said. - Sleeps late\n* Eats. Ends here"

    assert " ".join(each.text for each in sentences(text)).split() == [
        "Mia", "is", "nine.", "“Go,”", "she", "said.", "-", "Sleeps", "late", "Eats.", "Ends", "here",
    ]  # fmt: skip
