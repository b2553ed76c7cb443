"""The rows of the staff list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Absence, Appointment, Team
from lintel.journey.imports.layouts import layout
from lintel.oversight.returns.permissions import EXPORT_RETURNS
from lintel.oversight.returns.sheets import Cell, Sheet

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# The headings of the template that the import reads.
HEADINGS = tuple(column.heading for column in layout("staff", "staff").columns.values())


def staff_list(*, viewer: User, until: date) -> Sheet:
    """
    Everybody who had begun by a day, in the columns of the import's own template.

    :raises NotAllowed: if this person may not export returns.
    """
    require(viewer, EXPORT_RETURNS)
    return Sheet("Staff", HEADINGS, _rows(until))


def _rows(until: date) -> Iterator[list[Cell]]:
    """A manager of a service comes first, so that the service is known when its teams are read."""
    absences: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.filter(starts_on__lte=until).order_by("starts_on"):
        absences[absence.worker_id].append(absence)
    depth = _depths()
    asked = Appointment.objects.filter(starts_on__lte=until).select_related(
        "worker", "team", "team__part_of", "supervisor"
    )
    for appointment in sorted(asked, key=lambda a: (depth[a.team_id], a.team.name, a.starts_on, a.pk)):
        cells = _appointment(appointment, until)
        away = [absence for absence in absences[appointment.worker_id] if _falls_into(absence, appointment)]
        if not away:
            yield [cells.get(heading) for heading in HEADINGS]
        for absence in away:
            yield _with_absence(cells, absence, until)


def _depths() -> dict[int, int]:
    part_of = dict(Team.objects.values_list("pk", "part_of_id"))

    def depth(team: int) -> int:
        above = part_of[team]
        return 0 if above is None else 1 + depth(above)

    return {team: depth(team) for team in part_of}


def _falls_into(absence: Absence, appointment: Appointment) -> bool:
    return appointment.starts_on <= absence.starts_on and (
        appointment.leaves_on is None or absence.starts_on < appointment.leaves_on
    )


def _appointment(appointment: Appointment, until: date) -> dict[str, Cell]:
    team, worker, supervisor = appointment.team, appointment.worker, appointment.supervisor
    left = appointment.leaves_on
    return {
        "Staff ID": worker.staff_id, "Name": worker.name, "Job Title": appointment.job_title, "Team": team.name,
        "Team Kind": TeamKind(team.kind).replace("_", " "), "Part Of": team.part_of.name if team.part_of else "",
        "FTE": float(appointment.fte), "Agency or Permanent": appointment.basis,
        "Case Holding": "Yes" if appointment.is_case_holding else "No",
        "Newly Qualified": "Yes" if appointment.is_newly_qualified else "No",
        "Supervisor": (supervisor.staff_id or supervisor.name) if supervisor else "",
        "Start Date": appointment.starts_on, "Leaving Date": left if left and left <= until else None,
        "SWE Number": worker.swe_number,
    }  # fmt: skip


def _with_absence(cells: dict[str, Cell], absence: Absence, until: date) -> list[Cell]:
    back_on = absence.ends_on if absence.ends_on and absence.ends_on <= until else None
    away = {"Absent From": absence.starts_on, "Absent Until": back_on, "Absence Reason": absence.reason}
    return [(cells | away).get(heading) for heading in HEADINGS]
