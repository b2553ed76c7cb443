"""Check digits and letters of the numbers children are known by. Never a gate on saving urgent work."""

from __future__ import annotations

from enum import StrEnum

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters, without I, O and S


class NhsNumberStatus(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    NOT_KNOWN = "not_known"
    WITHHELD = "withheld"


def tidy(text: str) -> str:
    """A number as people write it, without the spaces and dashes."""
    return "".join(text.split()).replace("-", "").upper()


def nhs_number_check_digit(nine: str) -> int | None:
    """
    The tenth digit that belongs to nine; None where no NHS number begins with them (the remainder is 1).

    :raises ValueError: unless given nine digits.
    """
    if len(nine) != 9 or not (nine.isascii() and nine.isdigit()):
        raise ValueError("An NHS number's check digit is worked out from nine digits.")
    remainder = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    check = 11 - remainder
    return 0 if check == 11 else None if check == 10 else check


def nhs_number_is_valid(text: str) -> bool:
    """Whether this is ten digits whose last is the modulus 11 check digit of the others (NHS Data Dictionary)."""
    number = tidy(text)
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return False
    return nhs_number_check_digit(number[:9]) == int(number[9])


def upn_check_letter(twelve: str) -> str:
    """
    The first letter that belongs to the twelve characters after it (census rule 1510).

    A temporary UPN ends in a letter, which counts as its place among the 23.

    :raises ValueError: unless given eleven digits and a digit or one of the 23 letters.
    """
    first, last = twelve[:11], twelve[11:]
    if len(twelve) != 12 or not (first.isascii() and first.isdigit()):
        raise ValueError("A UPN has twelve characters after its check letter, the first eleven of them digits.")
    if last in UPN_LETTERS:
        value = UPN_LETTERS.index(last)
    elif last.isascii() and last.isdigit():
        value = int(last)
    else:
        raise ValueError("A UPN ends in a digit or, while it is temporary, in a letter other than I, O and S.")
    values = [*(int(digit) for digit in first), value]
    return UPN_LETTERS[sum(v * weight for v, weight in zip(values, range(2, 14), strict=True)) % 23]


def upn_is_valid(text: str) -> bool:
    """Whether this is a UPN whose check letter holds, permanent or temporary."""
    upn = tidy(text)
    if len(upn) != 13:
        return False
    try:
        return upn_check_letter(upn[1:]) == upn[0]
    except ValueError:
        return False
