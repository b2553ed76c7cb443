"""A practice model is data: what can be read, and what is refused in words."""

import pytest

from lintel.steps.assessments.codes import VOICE
from lintel.steps.assessments.practice.reading import FIRST, NotAPracticeModel, as_rows, from_rows, read, shipped
from tests.trace import finding

OURS = """
code: ours
version: 3
name: Our own way
about: Made in Ravenshire.
shared:
  - code: family
    title: Who they are
    prompts: ["Who lives here?"]
child:
  - code: voice
    title: What they say
    prompts: []
"""


@finding("S42")
def test_two_models_are_shipped_and_both_ask_for_each_childs_own_words():
    assert set(shipped()) == {"systemic/1", "signs/1"}
    assert FIRST in shipped()
    for practice in shipped().values():
        assert VOICE in [section.code for section in practice.of_part(is_shared=False)]
        assert all(section.prompts for section in practice.sections)


def test_a_model_of_ones_own_is_read_and_comes_back_out_of_the_record_as_it_was():
    practice = read(OURS)

    assert (practice.key, practice.name, [s.title for s in practice.sections]) == (
        "ours/3", "Our own way", ["Who they are", "What they say"],
    )  # fmt: skip
    assert from_rows(practice.key, practice.name, practice.about, as_rows(practice)) == practice


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("just words", "must name its code"), ("a: [", "cannot be read"),
        (OURS.replace("version: 3", "version: new"), "whole number"),
        (OURS.replace("code: voice", "code: other"), "own words"),
        (OURS.replace("code: voice", "code: family"), "Two sections"),
        (OURS.replace("title: Who they are", "title: ''"), "has no title"),
        (OURS.replace('["Who lives here?"]', "Who lives here?"), "list of sentences"),
        (OURS.replace("code: family", "code: The Family"), "small letters"),
        (OURS.split("child:")[0], "Under “child”"),
    ],
)  # fmt: skip
def test_what_is_no_practice_model_is_refused_and_says_why(text, words):
    with pytest.raises(NotAPracticeModel, match=words):
        read(text)
