"""Check digits and letters of the numbers children are known by. Never a gate on saving urgent work."""

from __future__ import annotations

from enum import StrEnum

# What people and word processors put between digits: hyphens and dashes of every length, and full stops.
SEPARATORS = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2212."))
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters, without I, O and S


class NhsNumberStatus(StrEnum):
    """
    What is known about a child's NHS number (DOMAIN.md 1.5, consistent identifier).

    VERIFIED: traced with the NHS. UNVERIFIED: written down by someone. WITHHELD: known, not to be shown, as across an
    adoption or from a protected address. None of them stops a record from being saved.
    """

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    NOT_KNOWN = "not_known"
    WITHHELD = "withheld"


def tidy(text: str) -> str:
    """A number as people write it, without spaces, dashes and full stops, in capitals."""
    return "".join(text.split()).translate(SEPARATORS).upper()


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
    """
    Whether this is ten digits whose last is the modulus 11 check digit of the others.

    Source: NHS Data Dictionary, NHS NUMBER. A number that passes may still be nobody's, or another child's.
    """
    number = tidy(text)
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return False
    return nhs_number_check_digit(number[:9]) == int(number[9])


def upn_check_letter(digits: str) -> str:
    """
    The first letter that belongs to the twelve characters after it.

    Source: census rule 1510 (characters 2 to 13 times 2 to 13, modulus 23); Government Data Standards Catalogue, Unique
    Pupil Number 2.0. A temporary UPN ends in a letter, which counts as its place among the 23: A is 0, Z is 22.

    :raises ValueError: unless given eleven digits and a digit or one of the 23 letters.
    """
    first, last = digits[:11], digits[11:]
    if len(digits) != 12 or not (first.isascii() and first.isdigit()):
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
