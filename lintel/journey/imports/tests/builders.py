"""Workbooks as authorities would send them: small ones written out by hand, and a whole invented year from a seed."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter

CHILD = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age"]
ALLOCATED = ["Allocated Team", "Allocated Worker"]
DISABILITY = "Does the Child have a Disability"

HEADINGS: dict[str, list[str]] = {
    "List 1": [*CHILD, "Date of Contact", "Contact Source"],
    "List 2": [*CHILD, "Assessment start date", "Assessment completion date", "Organisation completing assessment"],
    "List 3": [
        *CHILD, "Date of Referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months",
        *ALLOCATED,
    ],
    "List 4": [
        *CHILD, DISABILITY, "Continuous Assessment Start Date", "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children's social care support?", *ALLOCATED,
    ],
    "List 5": [
        *CHILD, DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?", "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months", "Number of ICPCs in the last 12 months", *ALLOCATED,
    ],
    "List 6": [
        *CHILD, DISABILITY, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date",
        "Reason for Closure", "Case Status", *ALLOCATED,
    ],
    "List 7": [
        *CHILD, DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse", "Latest Category of Abuse",
        "Date of the Last Statutory Visit", "Was the Child Seen Alone?", "Date of latest review conference",
        "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans", *ALLOCATED,
    ],
    "Involvements": [
        "Child Unique ID", "Date of Referral", "Allocated Worker", "Staff ID", "Allocated Team", "Start Date",
        "End Date", "Reason for Change of Worker",
    ],
    "Visits": [
        "Child Unique ID", "Date of Visit", "Child Seen", "Seen Alone", "Statutory Visit", "Allocated Worker",
        "Date Recorded",
    ],
    "Safety Checks": [
        "Child Unique ID", "Date of Referral", "Date of Check", "Checked By", "Why Safe", "Next Check Due",
    ],
    "Strategy Discussions": ["Child Unique ID", "Date of Discussion", "Began Enquiry"],
}  # fmt: skip

# What every row of a numbered list says unless a test says otherwise.
SOMEBODY = {
    "Child Unique ID": "C1", "Gender": "a) Male", "Ethnicity": "a) WBRI", "Date of Birth": date(2015, 6, 1), "Age": 9,
}  # fmt: skip

Row = dict[str, Any]
Lists = Mapping[str, Sequence[Mapping[str, Any]]]


def row(child: str = "C1", **says: Any) -> dict[str, Any]:
    """A row of a numbered list. A heading with spaces is written with underscores, and without its question mark."""
    known = {_as_argument(heading): heading for headings in HEADINGS.values() for heading in headings}
    known |= {_as_argument(heading): heading for heading in EXTRAS}
    return {**SOMEBODY, "Child Unique ID": child} | {known[name]: value for name, value in says.items()}


EXTRAS = [
    "Contact Reference", "Time of Contact", "Date of Incident", "Time of Incident", "Date Recorded", "Time Recorded",
    "Contact Outcome", "Date of Decision", "Time of Decision", "Consent", "Early Help End Date",
]  # fmt: skip


def _as_argument(heading: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in heading).strip("_").lower()


def headings_of(sheet: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Ofsted's headings of a list, and then whatever else its rows have."""
    headings = list(HEADINGS.get(sheet, []))
    for one in rows:
        headings += [heading for heading in one if heading not in headings]
    return headings


def workbook(lists: Lists, *, above: Sequence[Sequence[Any]] = (), formats: bool = True) -> io.BytesIO:
    """A workbook with a sheet for each list; `above` stands over the headings of every sheet."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "constant_memory": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in lists.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate([*above, headings_of(name, rows)]):
                for column, cell in enumerate(cells):
                    sheet.write(number, column, cell)
            headings = headings_of(name, rows)
            for number, one in enumerate(rows, start=len(above) + 1):
                for column, heading in enumerate(headings):
                    _write(sheet, number, column, one.get(heading), day if formats else None)
    written.seek(0)
    return written


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


# --- a whole year, from a seed ----------------------------------------------------------------------------------------

SOURCES = ["q) 6: Police", "e) 2A: Schools", "h) 3B: Health services", "a) 1A: Individual", "n) 5A: LA services"]
WORKERS = [f"Worker {n} Invented" for n in range(1, 61)]
TEAMS = [f"Assessment team {n}" for n in range(1, 7)]


def year(
    seed: int = 1, *, contacts: int = 17_000, referrals: int = 3_600, assessments: int = 3_700, enquiries: int = 1_300
) -> Lists:
    """Twelve months of an invented authority: every list, in about the numbers of a large borough."""
    chance = random.Random(seed)
    first = date(2024, 4, 1)
    children = [_child(chance, n) for n in range(int(contacts * 0.7))]

    def some_day(last: int = 364) -> date:
        return first + timedelta(days=chance.randrange(last))

    def allocated() -> dict[str, Any]:
        return {"Allocated Team": chance.choice(TEAMS), "Allocated Worker": chance.choice(WORKERS)}

    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in ("List 1", "List 2", "List 3", "List 4", "List 5",
                                                                     "List 6", "List 7")}  # fmt: skip
    for _ in range(contacts):
        lists["List 1"].append({
            **chance.choice(children), "Date of Contact": some_day(), "Contact Source": chance.choice(SOURCES),
        })  # fmt: skip
    for _ in range(contacts // 12):
        began = some_day()
        lists["List 2"].append({
            **chance.choice(children), "Assessment start date": began,
            "Assessment completion date": min(began + timedelta(days=30), date(2025, 3, 31)),
            "Organisation completing assessment": "Invented primary school",
        })  # fmt: skip
    referred = chance.sample(children, referrals)
    for child in referred:
        _episode(chance, lists, child, some_day(), allocated())
    for _ in range(max(0, assessments - len(lists["List 4"]))):
        lists["List 4"].append(_assessment(chance, chance.choice(referred), some_day(300), allocated()))
    for n in range(enquiries):
        _enquiry(chance, lists, referred[n % referrals], some_day(300), allocated())
    return lists


def _child(chance: random.Random, n: int) -> dict[str, Any]:
    born = date(2008, 1, 1) + timedelta(days=chance.randrange(6000))
    return {
        "Child Unique ID": f"INV{n:06}", "Gender": chance.choice(["a) Male", "b) Female"]),
        "Ethnicity": chance.choice(["a) WBRI", "k) APKN", "i) MOTH", "o) BAFR"]), "Date of Birth": born,
        "Age": 2025 - born.year,
    }  # fmt: skip


def _episode(chance: random.Random, lists: dict[str, list[Row]], child: Row, day: date, held: Row) -> None:
    nfa = chance.random() < 0.1
    lists["List 3"].append({
        **child, "Date of Referral": day, "Referral Source": chance.choice(SOURCES),
        "Referral NFA?": "a) Yes" if nfa else "b) No", "Number of Referrals in Last 12 Months": 0, **held,
    })  # fmt: skip
    if nfa:
        return
    lists["List 4"].append(_assessment(chance, child, day, held))
    closed = day + timedelta(days=60) if chance.random() < 0.6 else None
    closed = closed if closed and closed <= date(2025, 3, 31) else None
    lists["List 6"].append({
        **child, DISABILITY: "b) No", "CIN Start Date": day, "Primary Need Code": "a) Abuse or neglect",
        "Date Child Was Last Seen": day, "CIN Closure Date": closed,
        "Reason for Closure": "g) Other" if closed else None,
        "Case Status": "e) Closed episode" if closed else "d) Open assessment", **held,
    })  # fmt: skip


def _assessment(chance: random.Random, child: Row, day: date, held: Row) -> Row:
    done = day + timedelta(days=chance.randrange(20, 70))
    return {
        **child, DISABILITY: "b) No", "Continuous Assessment Start Date": day,
        "Child Seen During Continuous Assessment": "a) Yes",
        "Continuous Assessment Date of Authorisation": done if done <= date(2025, 3, 31) else None,
        "Was the child assessed as requiring LA children's social care support?": chance.choice(["a) Yes", "b) No"]),
        **held,
    }  # fmt: skip


def _enquiry(chance: random.Random, lists: dict[str, list[Row]], child: Row, day: date, held: Row) -> None:
    conference = day + timedelta(days=20) if chance.random() < 0.35 else None
    lists["List 5"].append({
        **child, DISABILITY: "b) No", "Strategy discussion initiating Section 47 Enquiry Start Date": day,
        "Was an Initial Child Protection Conference deemed unnecessary?": "b) No" if conference else "a) Yes",
        "Date of Initial Child Protection Conference": conference,
        "Did the Initial Child Protection Conference Result in a Child Protection Plan":
            "a) Yes" if conference else None,
        "Number of Section 47 Enquiries in the last 12 months": 0, "Number of ICPCs in the last 12 months": 0, **held,
    })  # fmt: skip
    if conference:
        lists["List 7"].append({
            **child, DISABILITY: "b) No", "Child Protection Plan Start Date": conference,
            "Initial Category of Abuse": "a) Neglect", "Latest Category of Abuse": "d) Emotional abuse",
            "Date of the Last Statutory Visit": conference + timedelta(days=10), "Was the Child Seen Alone?": "a) Yes",
            "Date of latest review conference": None, "Child Protection Plan End Date": None,
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)": "b) No",
            "Number of Previous Child Protection Plans": 0, **held,
        })  # fmt: skip
