"""Dates of birth and ages, as people say them."""

from datetime import date

import pytest

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.rules import age_in_words
from lintel.steps.front_door.intake.born import born_as_told

TODAY = date(2025, 3, 3)


@pytest.mark.parametrize("said", ["2/9/13", "2.9.2013", "02-09-2013", "2013-09-02", "2nd September 2013", "2 sep 13"])
def test_a_day_is_read_however_it_is_written(said):
    assert born_as_told(said, on=TODAY) == (date(2013, 9, 2), BirthDateCertainty.KNOWN)


def test_a_year_of_two_figures_is_never_in_the_future():
    assert born_as_told("21/6/85", on=TODAY)[0] == date(1985, 6, 21)


@pytest.mark.parametrize(
    ("said", "age"),
    [("11", "about 11"), ("about 7", "about 7"), ("8 months old", "about 8 months"), ("5 yrs", "about 5")],
)
def test_an_age_is_an_estimated_date_of_birth_that_reads_as_the_same_age(said, age):
    born, certainty = born_as_told(said, on=TODAY)

    assert certainty is BirthDateCertainty.ESTIMATED
    assert age_in_words(born, certainty=certainty, on=TODAY) == age


def test_an_unborn_child_is_expected():
    assert born_as_told("due 30/6/25", on=TODAY) == (date(2025, 6, 30), BirthDateCertainty.EXPECTED)


@pytest.mark.parametrize("said", ["", "little", "31/2/2020", "999", "99/99/99", "primary school age", "0/0/0"])
def test_what_cannot_be_read_gives_nothing(said):
    assert born_as_told(said, on=TODAY) == (None, None)


def test_an_age_that_is_not_known_says_so():
    assert age_in_words(None, certainty="not_known", on=TODAY) == "age not known"
    assert age_in_words(date(2025, 2, 24), certainty="known", on=TODAY) == "7 days"
    assert age_in_words(date(2025, 6, 30), certainty="expected", on=TODAY) == "unborn, due 30 Jun 2025"
