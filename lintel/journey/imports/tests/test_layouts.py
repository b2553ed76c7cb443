"""Recognising lists by their headings."""

import pytest

from lintel.journey.imports.layouts import Passed, Recognised, recognise
from lintel.journey.imports.tests.builders import HEADINGS


@pytest.mark.parametrize(
    ("sheet", "means"),
    [("List 1", "contacts"), ("List 2", "early_help"), ("List 3", "referrals"), ("List 4", "assessments"),
     ("List 5", "enquiries"), ("List 6", "needs"), ("List 7", "protection"), ("Involvements", "involvements"),
     ("Visits", "visits"), ("Safety Checks", "safety_checks"), ("Strategy Discussions", "discussions")],
)  # fmt: skip
def test_every_list_is_recognised_by_its_headings_and_not_by_its_name(sheet, means):
    found = recognise("annex_a", "Sheet1", [HEADINGS[sheet]])

    assert isinstance(found, Recognised)
    assert (found.layout.name, found.not_recognised, found.missing) == (means, [], [])


def test_the_heading_row_is_found_beneath_titles():
    above = [["Children's services"], [], ["Extract of", "31/03/2025"]]

    found = recognise("annex_a", "List 3", [*above, HEADINGS["List 3"]])

    assert isinstance(found, Recognised)
    assert found.heading_row == 4


def test_order_case_spaces_and_punctuation_do_not_matter():
    messy = [
        "  REFERRAL   nfa ",
        "allocated_worker",
        "Date of referral:",
        "child unique id",
        "D.O.B",
        "Referral Source*",
    ]

    found = recognise("annex_a", "x", [messy])

    assert isinstance(found, Recognised)
    assert [column.name for column in found.columns if column] == [
        "nfa", "worker", "referred_on", "child_id", "born_on", "source",
    ]  # fmt: skip


def test_what_is_not_recognised_and_what_is_missing_is_named():
    found = recognise("annex_a", "x", [["Child Unique ID", "Date of Contact", "Shoe size"]])

    assert isinstance(found, Recognised)
    assert found.not_recognised == ["Shoe size"]
    assert found.missing == ["Gender", "Ethnicity", "Date of Birth", "Age", "Contact Source"]


def test_the_name_of_the_sheet_decides_between_lists_that_fit_equally_well():
    either = ["Child ID", "Assessment Start Date"]

    assert recognise("annex_a", "List 2", [either]).layout.name == "early_help"
    assert recognise("annex_a", "List 4", [either]).layout.name == "assessments"


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        (["Child Unique ID", "Date Started to be Looked After", "Legal Status"],
        "List 8: children in care is not read yet."),
        (["Colour", "Price"], "Its headings are not those of any list that is read."),
        ([], "The sheet is empty."),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_read_says_why(headings, why):
    assert recognise("annex_a", "x", [headings]) == Passed(why)


def test_a_list_without_its_key_date_says_what_it_lacks():
    headings = [heading for heading in HEADINGS["List 1"] if heading != "Date of Contact"]

    found = recognise("annex_a", "List 1", [headings])

    assert found == Passed("It looks like List 1: contacts, but has no column for Date of Contact.")
