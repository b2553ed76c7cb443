"""Check digits: real ones pass, slips of the finger do not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lintel.statute.identifiers import (
    UPN_LETTERS,
    nhs_number_check_digit,
    nhs_number_is_valid,
    tidy,
    upn_check_letter,
    upn_is_valid,
)

NINE = st.text("0123456789", min_size=9, max_size=9)
ELEVEN = st.text("0123456789", min_size=11, max_size=11)


def nhs_number(nine: str) -> str:
    check = nhs_number_check_digit(nine)
    assume(check is not None)
    return f"{nine}{check}"


def test_the_published_example_of_an_nhs_number_is_valid():
    assert nhs_number_is_valid("943 476 5919")


def test_the_published_example_of_a_upn_is_valid():
    assert upn_is_valid("H801200001001")


@pytest.mark.parametrize("text", ["", "943476591", "94347659191", "943476591X", "٩٤٣٤٧٦٥٩١٩", "9434765918"])
def test_what_is_not_an_nhs_number_is_not_valid(text):
    assert not nhs_number_is_valid(text)


@pytest.mark.parametrize(
    "text", ["", "H80120000100", "I801200001001", "H80120000100O", "H8012000010011", "Hello"]
)
def test_what_is_not_a_upn_is_not_valid(text):
    assert not upn_is_valid(text)


@given(NINE, st.integers(0, 9), st.integers(1, 9))
def test_any_one_wrong_digit_in_an_nhs_number_is_noticed(nine, place, shift):
    number = nhs_number(nine)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert nhs_number_is_valid(number)
    assert not nhs_number_is_valid(wrong)


@given(NINE, st.integers(0, 8))
def test_two_neighbouring_digits_swapped_in_an_nhs_number_are_noticed(nine, place):
    number = nhs_number(nine)
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert not nhs_number_is_valid(swapped)


@given(ELEVEN, st.sampled_from("0123456789" + UPN_LETTERS), st.integers(1, 11), st.integers(1, 9))
def test_any_one_wrong_digit_in_a_upn_is_noticed(eleven, last, place, shift):
    upn = upn_check_letter(eleven + last) + eleven + last
    wrong = upn[:place] + str((int(upn[place]) + shift) % 10) + upn[place + 1 :]

    assert upn_is_valid(upn)
    assert not upn_is_valid(wrong)


@given(NINE)
def test_spaces_and_dashes_do_not_matter(nine):
    number = nhs_number(nine)

    assert tidy(f" {number[:3]} {number[3:6]}-{number[6:]} ") == number


def test_a_check_digit_is_worked_out_from_nine_digits_only():
    with pytest.raises(ValueError, match="nine digits"):
        nhs_number_check_digit("12345678")
