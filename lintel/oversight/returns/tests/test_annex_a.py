"""Annex A as Ofsted asks for it."""

import csv
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from lintel.foundation.access.actions import open_restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.workforce.actions import load_workers
from lintel.foundation.workforce.models import Worker
from lintel.oversight.returns.actions import export_annex_a
from lintel.oversight.returns.annex_a import wordings
from lintel.oversight.returns.sheets import Sheet, write_workbook
from lintel.statute import codes
from tests.cast import TYPED

REFERENCE = Path(__file__).parent / "reference"
FEBRUARY = {"starts_on": date(2025, 2, 1), "ends_on": date(2025, 2, 28)}


def read(path: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of each sheet, by heading."""
    workbook = openpyxl.load_workbook(path)
    found = {}
    for sheet in workbook.worksheets:
        headings, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


def headings(path: Path) -> dict[str, list[str]]:
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: [cell.value for cell in sheet[1]] for sheet in workbook.worksheets}


@pytest.fixture
def exported(bells, cast, now, tmp_path):
    path = tmp_path / "annex_a.xlsx"
    export_annex_a(path, **FEBRUARY, by=cast.anil, at=now)
    return read(path)


def test_the_headings_are_ofsteds_own_in_their_order():
    with (REFERENCE / "annex_a_column_headers.csv").open() as file:
        rows = list(csv.DictReader(file))

    for name, ours in wordings.OFFICIAL.items():
        assert list(ours) == [row["header"] for row in rows if row["list"] == name]


def test_further_columns_follow_ofsteds_and_can_be_left_out(bells, cast, now, tmp_path):
    full, official = tmp_path / "full.xlsx", tmp_path / "official.xlsx"
    export_annex_a(full, **FEBRUARY, by=cast.anil, at=now)
    export_annex_a(official, **FEBRUARY, official_only=True, by=cast.anil, at=now)

    assert list(headings(official)) == [f"List {n}" for n in range(1, 8)]
    assert {name: tuple(cells) for name, cells in headings(official).items()} == dict(wordings.OFFICIAL)
    assert list(headings(full)) == [*headings(official), *wordings.SHEETS]
    assert headings(full)["List 1"][7:9] == ["Contact Reference", "Time of Contact"]


def test_a_contact_is_told_once_for_each_child(exported):
    assert [(row["Child Unique ID"], row["Contact Source"]) for row in exported["List 1"]] == [
        ("BELL-1", "a) 1A: Individual"), ("BELL-2", "a) 1A: Individual"),
    ]  # fmt: skip
    first = exported["List 1"][0]
    assert first["Date of Contact"].date() == date(2025, 2, 17)
    assert (first["Time of Contact"], first["Contact Outcome"]) == ("16:40", "Referral")
    assert first["Date of Decision"].date() == date(2025, 2, 18)


def test_codes_carry_their_letter(exported):
    row = exported["List 3"][0]

    assert (row["Gender"], row["Referral NFA?"]) == ("b) Female", "b) No")
    assert wordings.ETHNICITIES["WBRI"] == "a) WBRI"
    assert wordings.NEEDS["N1"] == "a) N1 - Abuse or neglect"
    assert wordings.CLOSURES["RC8"].startswith("h) RC8")


def test_every_national_code_has_a_wording():
    assert set(codes.REFERRAL_SOURCE) <= set(wordings.SOURCES)
    assert set(codes.ETHNICITY) <= set(wordings.ETHNICITIES)
    assert set(codes.ABUSE_CATEGORY) <= set(wordings.ABUSE)
    assert set(codes.CLOSURE_REASON) <= set(wordings.CLOSURES)
    assert set(codes.PRIMARY_NEED) <= set(wordings.NEEDS)


def test_an_open_child_has_their_worker_and_an_unborn_one_no_age(exported):
    needs = {row["Child Unique ID"]: row for row in exported["List 6"]}

    assert needs["BELL-1"]["Allocated Worker"] == "Priya Nair"
    assert needs["BELL-1"]["Case Status"] == "d) Open assessment"
    assert (needs["BELL-1"]["Age"], needs["BELL-3"]["Age"]) == (11, None)
    assert needs["BELL-3"]["Gender"].startswith("c) Not stated")


def test_what_came_after_the_period_is_not_told(bells, cast, now, tmp_path):
    path = tmp_path / "annex_a.xlsx"
    export_annex_a(path, starts_on=date(2025, 2, 1), ends_on=date(2025, 2, 17), by=cast.anil, at=now)

    told = read(path)
    assert [row["Contact Outcome"] for row in told["List 1"]] == [None, None]
    assert told["List 3"] == []
    assert told["Involvements"] == []


def test_dates_are_dates_in_the_english_order(bells, cast, now, tmp_path):
    path = tmp_path / "annex_a.xlsx"
    export_annex_a(path, **FEBRUARY, by=cast.anil, at=now)

    cell = openpyxl.load_workbook(path)["List 1"]["F2"]
    assert (cell.is_date, cell.number_format) == (True, "dd/mm/yyyy")


def test_text_is_never_a_formula_or_a_link(tmp_path):
    path = tmp_path / "text.xlsx"
    write_workbook(path, [Sheet("List 1", ["Name"], [["=1+1"], ["http://example.org"], ["007"]])])

    page = openpyxl.load_workbook(path)["List 1"]
    assert [(cell.value, cell.data_type) for cell in page["A"][1:]] == [
        ("=1+1", "s"), ("http://example.org", "s"), ("007", "s"),
    ]  # fmt: skip
    assert [cell.hyperlink for cell in page["A"]] == [None] * 4


def test_a_worker_whose_name_looks_like_a_formula_does_no_harm(bells, cast, now, tmp_path):
    priya = Worker(**TYPED, key="W2", staff_id="W2", name='=HYPERLINK("http://example.org")')
    load_workers([priya], by=cast.command_line, at=now)
    path = tmp_path / "annex_a.xlsx"

    export_annex_a(path, **FEBRUARY, by=cast.anil, at=now)

    page = openpyxl.load_workbook(path)["Involvements"]
    assert page["C2"].data_type == "s"


def test_taking_it_is_written_down(bells, cast, now, tmp_path):
    export_annex_a(tmp_path / "annex_a.xlsx", **FEBRUARY, by=cast.anil, at=now)

    entry = Entry.objects.get(act="Annex A exported")
    assert (entry.by, entry.details["rows"]["List 1"]) == (cast.anil, 2)


@pytest.mark.parametrize("who", ["tom", "marcus", "helen", "sam", "ines"])
def test_others_may_not_take_it(bells, cast, now, tmp_path, who):
    with pytest.raises(NotAllowed):
        export_annex_a(tmp_path / "annex_a.xlsx", **FEBRUARY, by=cast.people[who], at=now)

    assert list(tmp_path.iterdir()) == []


def test_a_restricted_child_is_not_in_it(bells, cast, now, tmp_path):
    open_restriction(
        bells.mia, named=[cast.priya], reason="Threats against the family", together_with=cast.helen, by=cast.sofia,
        at=now - timedelta(days=1),
    )  # fmt: skip
    path = tmp_path / "annex_a.xlsx"

    export_annex_a(path, **FEBRUARY, by=cast.anil, at=now)

    told = {row["Child Unique ID"] for rows in read(path).values() for row in rows}
    assert "BELL-1" not in told
    assert "BELL-2" in told
