"""Rows that were set aside: downloaded with their reasons, mended, loaded again."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.journey.imports import queries
from lintel.journey.imports.tests.builders import row
from lintel.steps.front_door.models import Contact
from lintel.steps.referrals.models import Referral

BROKEN = row(cin_start_date="31/02/2025", primary_need_code="N1", case_status="Open assessment")
NAMELESS = row(child=None, cin_start_date=date(2025, 2, 4), primary_need_code="N4")


def mended(workbook, **changes):
    """The workbook of rows to mend, with some cells written over: A2=…"""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for place, value in changes.items():
        book.active[place] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def cells(workbook):
    return [list(values) for values in openpyxl.load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True)]


def test_rows_to_mend_have_the_headings_of_the_file_and_the_reason_beside_them(take, anil):
    load = take({"List 6": [BROKEN]})

    headings, only = cells(queries.quarantined_workbook(load, viewer=anil))

    assert headings[:6] == ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age",
                            "Does the Child have a Disability"]  # fmt: skip
    assert headings[-1] == "Why it was set aside"
    assert only[0], only[headings.index("CIN Start Date")] == ("C1", "31/02/2025")
    assert only[-1] == "CIN Start Date: There is no such day. Write the date as dd/mm/yyyy."


def test_before_it_is_stored_the_preview_offers_the_same_rows(offer, anil):
    load = offer({"List 6": [BROKEN]})

    assert len(cells(queries.quarantined_workbook(load, viewer=anil))) == 2


def test_a_mended_row_is_accepted_and_says_which_file_mended_it(take, anil):
    load = take({"List 6": [BROKEN, row("C2", cin_start_date=date(2025, 2, 4))]})
    again = mended(queries.quarantined_workbook(load, viewer=anil), G2="28/02/2025")

    second = take(again)

    assert (second.rows_in, second.rows_accepted) == (1, 1)
    assert load.quarantined.get().mended_by == second
    assert Referral.objects.get(child__la_child_id="C1").referred_on == date(2025, 2, 28)
    assert not queries.rows_waiting(load, viewer=anil).exists()


def test_a_row_without_a_child_is_mended_by_giving_it_one(take, anil):
    load = take({"List 6": [NAMELESS]})

    second = take(mended(queries.quarantined_workbook(load, viewer=anil), A2="C7"))

    assert load.quarantined.get().mended_by == second
    assert Referral.objects.get().child.la_child_id == "C7"


def test_a_row_that_was_not_mended_is_set_aside_again(take, anil):
    load = take({"List 6": [BROKEN, NAMELESS]})

    second = take(mended(queries.quarantined_workbook(load, viewer=anil), G2="28/02/2025"))

    assert (second.rows_in, second.rows_accepted, second.rows_quarantined) == (2, 1, 1)
    assert sorted(one.mended_by_id is None for one in load.quarantined.all()) == [False, True]


def test_a_row_mended_in_the_source_counts_as_mended_by_the_next_extract(take):
    load = take({"List 6": [BROKEN]})

    second = take(
        {"List 6": [{**BROKEN, "CIN Start Date": date(2025, 2, 28)}, row("C3", cin_start_date=date(2025, 2, 3))]}
    )

    assert load.quarantined.get().mended_by == second


def test_a_mended_contact_does_not_take_the_place_of_another_of_the_same_day(take, anil):
    good = row(date_of_contact=date(2025, 2, 3), contact_source="6")
    load = take({"List 1": [good, {**good, "Date of Contact": "3 Febuary 2025"}, {**good, "Date of Contact": "x"}]})
    assert Contact.objects.count() == 2  # the first three letters of a month are enough

    take(mended(queries.quarantined_workbook(load, viewer=anil), F2="03/02/2025"))

    assert Contact.objects.count() == 3


@pytest.mark.parametrize("start", ["=1+1", "+44", "-1", "@SUM(A1)"])
def test_text_that_begins_like_a_formula_stays_text(take, anil, start):
    load = take({"List 6": [{**BROKEN, "Allocated Worker": start}]})

    book = openpyxl.load_workbook(io.BytesIO(queries.quarantined_workbook(load, viewer=anil)))
    written = {cell.value: cell.data_type for cell in book.active[2]}
    (text,) = queries.quarantined_csv(load, viewer=anil).values()

    assert written[start] == "s"
    assert f"'{start}" in next(csv.reader(io.StringIO(text.splitlines()[1])))


def test_rows_mended_as_csv_come_back_without_the_apostrophe(take, anil):
    load = take({"List 6": [{**BROKEN, "Allocated Team": "=Elm"}]})
    (text,) = queries.quarantined_csv(load, viewer=anil).values()

    take(text.replace("31/02/2025", "28/02/2025"), name="List 6.csv")

    assert Referral.objects.get().team.name == "=Elm"


def test_modules_of_a_census_are_mended_in_a_workbook(take, anil):
    census = (
        "<Message><Children><Child><ChildIdentifiers><LAchildID>C1</LAchildID></ChildIdentifiers><CINdetails>"
        "<CINreferralDate>2025-02-31</CINreferralDate><ReferralNFA>0</ReferralNFA></CINdetails></Child></Children>"
        "</Message>"
    )
    load = take(census, kind="cin")

    second = take(mended(queries.quarantined_workbook(load, viewer=anil), B2="2025-02-28"), kind="cin")

    assert load.quarantined.get().mended_by == second
    assert Referral.objects.values_list("referred_on", "is_nfa").get() == (date(2025, 2, 28), False)


@pytest.mark.parametrize("name", ["tom", "helen", "sam"])
def test_a_stranger_sees_no_rows(take, cast, name):
    load = take({"List 6": [BROKEN]})

    for ask in (queries.quarantined_workbook, queries.quarantined_csv, queries.rows_waiting):
        with pytest.raises(NotAllowed):
            ask(load, viewer=cast.people[name])
    with pytest.raises(NotAllowed):
        queries.loads(viewer=cast.people[name])
