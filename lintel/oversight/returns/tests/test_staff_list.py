"""The staff list in the template of the import."""

from datetime import date

import openpyxl
import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.workforce.actions import load_absences
from lintel.foundation.workforce.models import Absence
from lintel.oversight.returns.actions import export_staff_list
from tests.cast import TYPED

UNTIL = date(2025, 3, 2)


def read(path):
    headings, *rows = openpyxl.load_workbook(path)["Staff"].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_a_row_has_everything_the_import_reads(cast, now, tmp_path):
    export_staff_list(tmp_path / "staff.xlsx", until=UNTIL, by=cast.della, at=now)

    [priya] = [row for row in read(tmp_path / "staff.xlsx") if row["Name"] == "Priya Nair"]
    assert priya["Staff ID"] == "W2"
    assert (priya["Team"], priya["Team Kind"], priya["Part Of"]) == (
        "North assessment", "assessment", "Children's Services",
    )  # fmt: skip
    assert (priya["FTE"], priya["Agency or Permanent"], priya["Case Holding"]) == (1, "permanent", "Yes")
    assert priya["Supervisor"] == "W3"
    assert priya["Start Date"].date() == date(2024, 1, 8)
    assert priya["Leaving Date"] is None


def test_each_absence_has_a_row_and_one_that_is_not_over_no_end(cast, now, tmp_path):
    first = Absence(**TYPED, key="1", worker=cast.priya.worker, reason="sickness", starts_on=date(2024, 5, 1),
                    ends_on=date(2024, 5, 9))  # fmt: skip
    second = Absence(**TYPED, key="2", worker=cast.priya.worker, reason="leave", starts_on=date(2025, 2, 24),
                     ends_on=date(2025, 3, 10))  # fmt: skip
    load_absences([first, second], by=cast.command_line, at=now)

    written = export_staff_list(tmp_path / "staff.xlsx", until=UNTIL, by=cast.della, at=now)

    rows = read(tmp_path / "staff.xlsx")
    away = [
        (r["Absent From"].date(), r["Absent Until"], r["Absence Reason"]) for r in rows if r["Name"] == "Priya Nair"
    ]
    assert written == len(rows) == 5
    assert away[1] == (date(2025, 2, 24), None, "leave")
    assert away[0][1].date() == date(2024, 5, 9)


def test_taking_it_is_written_down(cast, now, tmp_path):
    export_staff_list(tmp_path / "staff.xlsx", until=UNTIL, by=cast.della, at=now)

    assert Entry.objects.get(act="staff list exported").details["rows"] == 4


def test_others_may_not_take_it(cast, now, tmp_path):
    with pytest.raises(NotAllowed):
        export_staff_list(tmp_path / "staff.xlsx", until=UNTIL, by=cast.marcus, at=now)
