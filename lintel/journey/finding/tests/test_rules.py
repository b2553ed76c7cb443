"""What fits what was typed, and why."""

from datetime import date

import pytest

from lintel.foundation.people.codes import NameKind
from lintel.journey.finding.rules import Held, Name, fitting, typed_of

TODAY = date(2025, 3, 3)
MIA = Held(
    names=[Name(given="Mia", family="Bell"), Name(given="Mia", family="Carr", kind=NameKind.FORMER)],
    born_on=date(2013, 9, 2), places=[("rv12ab", "14 mill lane")], numbers=["9434765919", "BELL-1", "A123456789012"],
)  # fmt: skip


def whys(text: str, held: Held = MIA) -> tuple[str, ...] | None:
    found = fitting(typed_of(text, today=TODAY), held)
    return found.whys if found else None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mia bell", "Name"), ("Bell, Mia", "Name"), ("bell", "Name"), ("mia bel", "Name"),
        ("mya bell", "“mya” is like Mia"), ("mia belle", "“belle” is like Bell"),
        ("mia carr", "Former name Mia Carr"), ("carr", "Former name Mia Carr"),
        ("943 476 5919", "Number 9434765919"), ("bell-1", "Number BELL1"), ("A123456789012", "Number A123456789012"),
        ("2/9/13", "Same date of birth"), ("mia 9/2/13", "Nearly the same date of birth: 2 September 2013"),
        ("rv1 2ab", "Postcode"), ("14 Mill Lane", "Address"), ("14 mil lane", "Nearly the same address"),
        ("mill lane", "Street"),
    ],
)  # fmt: skip
def test_somebody_is_found_by_whatever_is_known_of_them_and_it_says_by_what(text, said):
    assert said in (whys(text) or ())


@pytest.mark.parametrize(
    "text",
    ["tom bell", "mia smith", "mia bell 1/1/1999", "rv9 9zz", "16 Mill Lane", "943 476 5870", "mia bell rv9 9zz", "m"],
)  # fmt: skip
def test_somebody_whom_a_part_of_it_does_not_fit_is_not_found(text):
    assert whys(text) is None


def test_a_short_form_stands_for_the_name():
    william = Held(names=[Name(given="William", family="Bell")])

    assert whys("bill bell", william) == ("“bill” may stand for William",)


def test_of_three_words_one_may_be_a_name_we_do_not_hold():
    assert whys("mia jane bell") == ("“jane” is not in the record",)


def test_who_is_named_so_comes_before_who_is_named_alike():
    same, alike = (fitting(typed_of(text, today=TODAY), MIA) for text in ("mia bell", "mya bell"))

    assert same.worth < alike.worth


@pytest.mark.parametrize("text", ["", "m", "  "])
def test_a_letter_says_nothing(text):
    assert not typed_of(text, today=TODAY).says_something
