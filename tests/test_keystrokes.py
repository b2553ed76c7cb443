"""The model of handwork, on sums made by hand."""

from __future__ import annotations

import pytest

from tests.keystrokes import Choose, Counted, Press, Step, Type, count, in_all, keys_of, reading


def test_a_press_is_getting_ready_pointing_and_the_button():
    assert count([Press("Sign")]) == Counted(presses=1, acts=1, pages=1)
    assert count([Press("Sign")]).minutes() == pytest.approx((1.35 + 1.1 + 0.4) / 60)


def test_a_text_is_its_keys_and_the_hand_that_moves_there_and_back():
    assert count([Type("changed", "She sleeps.")]) == Counted(keys=12, presses=1, moves=2, acts=1)
    # 12 keys at 0.4 s; ready, point, press; two moves
    assert count([Type("changed", "She sleeps.")]).minutes() == pytest.approx((4.8 + 2.85 + 0.8) / 60)


def test_writing_over_what_stands_there_takes_two_keys_more():
    assert count([Type("day", "14", over=True)]).keys == 4


def test_a_choice_is_two_presses():
    assert count([Choose("became", "Done")]) == Counted(presses=2, acts=1)


def test_thirty_words_of_five_letters_take_a_minute_and_slower_hands_longer():
    thirty_words = Counted(keys=150)
    assert thirty_words.minutes() == pytest.approx(1)
    assert thirty_words.minutes(15) == pytest.approx(2)


@pytest.mark.parametrize(("text", "keys"), [("", 0), ("mia", 3), ("Mia", 4), ("Why?", 6), ("a\nb", 3), ("MIA", 6)])
def test_capitals_and_what_stands_above_need_shift(text, keys):
    assert keys_of(text) == keys


def test_two_hundred_words_are_read_in_a_minute():
    assert reading(50) == 0.25


def test_steps_add_up():
    steps = [Step("One", (Press("a"), Press("b", "button", leads=False))), Step("Two", (Choose("c", "d"),))]
    assert in_all(steps) == Counted(presses=4, acts=3, pages=1)
