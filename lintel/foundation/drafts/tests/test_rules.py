"""What is worth keeping, and where it may belong."""

import pytest

from lintel.foundation.drafts.rules import (
    CARRIED,
    MOST_CARRIED,
    MOST_LETTERS,
    is_an_address,
    same_words,
    worth_keeping,
)


def test_passwords_codes_and_the_marks_of_a_page_are_never_kept():
    typed = {"words": ["He is cold."], "password": ["a"], "oldpassword": ["b"], "code": ["1"], "kept_for": ["c"]}

    assert worth_keeping(typed.items()) == {"words": ["He is cold."]}


def test_every_choice_of_a_field_is_kept():
    assert worth_keeping([("needs", ["a", "b"])]) == {"needs": ["a", "b"]}


@pytest.mark.parametrize(
    "typed", [{}, {"csrfmiddlewaretoken": ["x"]}, {"words": [""]}, {"a": ["y" * (MOST_LETTERS + 1)]}]
)
def test_nothing_and_far_too_much_are_not_kept(typed):
    assert worth_keeping(typed.items()) == {}


def test_a_long_message_a_page_carries_along_does_not_lose_what_was_typed_beside_it():
    typed = {"words": ["He is cold."], CARRIED: ["x" * (MOST_LETTERS + 1)]}

    assert worth_keeping(typed.items()) == typed
    assert worth_keeping([("words", ["He is cold."]), (CARRIED, ["x" * (MOST_CARRIED + 1)])]) == {}
    assert worth_keeping([(CARRIED, ["x"])]) == {}


def test_a_nul_does_not_stop_the_rest_from_being_kept():
    assert worth_keeping([("words", ["a\0b"])]) == {"words": ["a\ufffdb"]}


@pytest.mark.parametrize("path", ["", "front-door/", "//elsewhere.example/", "/\\elsewhere.example", "/" + "x" * 300])
def test_what_is_no_address_of_ours_is_not_one(path):
    assert not is_an_address(path)


def test_boxes_left_empty_do_not_make_another_version():
    assert same_words({"a": ["1"], "b": [""]}, {"a": ["1"]})
    assert not same_words({"a": ["1"]}, {"a": ["2"]})
