"""Check digits: real ones pass, slips of the finger do not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lintel.statute.identifiers import (
    UPN_LETTERS,
    NhsNumberStatus,
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


@pytest.mark.parametrize("upn", ["H801200001001", "B801200005001"])
def test_examples_of_upns_used_elsewhere_are_valid(upn):
    assert upn_is_valid(upn)


def test_a_temporary_upn_ends_in_a_letter_that_counts_as_its_place():
    # 8×2 + 1×4 + 2×5 + 1×10 is 40; the final B is 1, so 13 more: 53, less twice 23, is 7, which is H.
    assert upn_check_letter("80120000100B") == "H"
    assert upn_is_valid("h801 2000 0100b")
    assert not upn_is_valid("H80120000100C")


def test_nine_digits_that_would_need_a_check_digit_of_ten_begin_no_nhs_number():
    assert nhs_number_check_digit("000000006") is None
    assert not any(nhs_number_is_valid(f"000000006{last}") for last in "0123456789")


def test_a_check_digit_of_eleven_is_written_as_nought():
    assert nhs_number_check_digit("000000031") == 0


def test_what_is_known_of_an_nhs_number_is_one_of_four_things():
    assert {status.value for status in NhsNumberStatus} == {"verified", "unverified", "not_known", "withheld"}


@pytest.mark.parametrize("text", ["", "943476591", "94347659191", "943476591X", "٩٤٣٤٧٦٥٩١٩", "9434765918"])
def test_what_is_not_an_nhs_number_is_not_valid(text):
    assert not nhs_number_is_valid(text)


@pytest.mark.parametrize("text", ["", "H80120000100", "I801200001001", "H80120000100O", "H8012000010011", "Hello"])
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
def test_spaces_dashes_and_full_stops_do_not_matter(nine):
    number = nhs_number(nine)

    assert tidy(f" {number[:3]}\u00a0{number[3:6]}–{number[6:8]}.{number[8:]}-\n") == number
    assert nhs_number_is_valid(f"{number[:3]}\u2011{number[3:6]} {number[6:]}")


@pytest.mark.parametrize("text", ["12345678", "1234567890", "12345678x", "١٢٣٤٥٦٧٨٩"])
def test_a_check_digit_is_worked_out_from_nine_digits_only(text):
    with pytest.raises(ValueError, match="nine digits"):
        nhs_number_check_digit(text)


@pytest.mark.parametrize("text", ["80120000100", "8012000010011", "8012000A1001", "80120000100I", "80120000100!"])
def test_a_check_letter_is_worked_out_from_the_twelve_characters_of_a_upn_only(text):
    with pytest.raises(ValueError, match="UPN"):
        upn_check_letter(text)


@given(st.text(max_size=20))
def test_no_text_however_odd_is_more_than_not_valid(text):
    assert nhs_number_is_valid(text) in (True, False)
    assert upn_is_valid(text) in (True, False)
