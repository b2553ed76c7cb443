"""Taking returns out of the record: each asks for the permission, writes the file, and is noted in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Min

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.returns.annex_a.queries import lists
from lintel.oversight.returns.cin.queries import Year, children
from lintel.oversight.returns.cin.xml import write_census
from lintel.oversight.returns.permissions import EXPORT_RETURNS
from lintel.oversight.returns.sheets import write_workbook
from lintel.oversight.returns.staff.queries import staff_list
from lintel.steps.assessments.models import Assessment
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# Stands for an authority that does not exist, until an authority gives its own three digits.
NO_AUTHORITY = "000"
Progress = Callable[[str, float], None]


class NothingToExport(Exception):
    """There is nothing in the record for these days."""


@transaction.atomic
def export_annex_a(
    path: Path, *, starts_on: date, ends_on: date, official_only: bool = False, by: User, at: datetime
) -> dict[str, int]:
    """
    Write lists 1 to 7 for a period as a workbook, and return how many rows each sheet has.

    :param official_only: without our further columns and sheets.
    :raises NotAllowed: if this person may not export returns.
    """
    require(by, EXPORT_RETURNS)
    sheets = lists(viewer=by, starts_on=starts_on, ends_on=ends_on, official_only=official_only)
    written = write_workbook(path, sheets)
    note("Annex A exported", by=by, at=at, starts_on=str(starts_on), ends_on=str(ends_on), rows=written)
    return written


@transaction.atomic
def export_census(
    path: Path, *, reference_date: date, known_until: date, la_code: str = NO_AUTHORITY, by: User, at: datetime
) -> int:
    """
    Write the CIN census for the year to a 31 March, and return how many children are in it.

    :param known_until: the last day that is told; for a year that is not over.
    :raises NotAllowed: if this person may not export returns.
    :raises NothingToExport: if no child was open in the year.
    """
    require(by, EXPORT_RETURNS)
    year = Year.ending(reference_date, known_until=known_until)
    written = write_census(path, children(viewer=by, year=year), year=year, la_code=la_code, at=at)
    if not written:
        raise NothingToExport
    note("CIN census exported", by=by, at=at, reference_date=str(reference_date), children=written)
    return written


@transaction.atomic
def export_staff_list(path: Path, *, until: date, by: User, at: datetime) -> int:
    """
    Write the staff list in the template of the import, and return how many rows it has.

    :raises NotAllowed: if this person may not export returns.
    """
    require(by, EXPORT_RETURNS)
    [rows] = write_workbook(path, [staff_list(viewer=by, until=until)]).values()
    note("staff list exported", by=by, at=at, until=str(until), rows=rows)
    return rows


def export_returns(
    folder: Path,
    *,
    starts_on: date | None = None,
    until: date | None = None,
    official_only: bool = False,
    by: User,
    at: datetime,
    progress: Progress = lambda what, share: None,
) -> list[Path]:
    """
    Write everything into a folder: an Annex A workbook, a census for each year touched, and a staff list.

    :param starts_on: without it, the day of the first contact.
    :param until: without it, the last day on which anything happened.
    :raises NotAllowed: if this person may not export returns.
    :raises NothingToExport: if the record holds nothing for these days.
    """
    require(by, EXPORT_RETURNS)
    starts_on, until = starts_on or _first_day(), until or _last_day()
    progress("Annex A", 0.05)
    written = [folder / "annex_a.xlsx"]
    export_annex_a(written[0], starts_on=starts_on, ends_on=until, official_only=official_only, by=by, at=at)
    years = list(range(_census_year(starts_on), _census_year(until) + 1))
    for place, year in enumerate(years):
        progress(f"CIN census {year}", 0.6 + 0.35 * place / len(years))
        path = folder / f"cin-{year}.xml"
        export_census(path, reference_date=date(year, 3, 31), known_until=until, by=by, at=at)
        written.append(path)
    progress("Staff list", 0.97)
    written.append(folder / "staff.xlsx")
    export_staff_list(written[-1], until=until, by=by, at=at)
    progress("Done", 1.0)
    return written


def _census_year(day: date) -> int:
    return day.year + 1 if day >= date(day.year, 4, 1) else day.year


def _first_day() -> date:
    first: date | None = Contact.objects.aggregate(first=Min("received_on"))["first"]
    first = first or Referral.objects.aggregate(first=Min("referred_on"))["first"]
    if first is None:
        raise NothingToExport
    return first


# Between them, these know of every day on which anybody did anything.
LAST_DAYS = (
    (Contact, "received_on"), (ChildContact, "decided_on"), (Referral, "referred_on"), (Referral, "closed_on"),
    (Assessment, "authorised_on"), (Visit, "visited_on"),
)  # fmt: skip


def _last_day() -> date:
    found: list[date | None] = [
        model._default_manager.aggregate(last=Max(column))["last"] for model, column in LAST_DAYS
    ]
    if not any(found):
        raise NothingToExport
    return max(day for day in found if day is not None)
