"""Staff lists, and the one to fill in."""

import io
from datetime import date
from decimal import Decimal

import pytest

from lintel.foundation.workforce.models import Absence, Appointment, Team, Worker
from lintel.journey.imports import queries
from lintel.journey.imports.tests.builders import row
from lintel.steps.allocation.models import Involvement

ADA = {"Staff ID": "S1", "Name": "Ada Lindow", "Job Title": "Social worker", "Team": "Elm", "Team Kind": "Assessment",
       "Part Of": "Ravenshire children's services", "FTE": 0.6, "Agency or Permanent": "Agency", "Case Holding": "Y",
       "Newly Qualified": "N", "Supervisor": "Bo Marsh", "Start Date": date(2024, 9, 2),
       "SWE Number": "SW1"}  # fmt: skip
BO = {"Staff ID": "S2", "Name": "Bo Marsh", "Team": "Elm", "Start Date": date(2019, 1, 7), "Case Holding": "No"}


def test_a_row_is_an_appointment_of_a_worker_in_a_team(take):
    load = take({"Staff": [ADA, BO]}, kind="staff")

    found = Appointment.objects.get(worker__staff_id="S1")
    assert (load.rows_in, load.rows_accepted) == (2, 2)
    assert (found.fte, found.basis, found.is_case_holding, found.is_newly_qualified, found.supervisor.name) == (
        Decimal("0.60"), "agency", True, False, "Bo Marsh",
    )  # fmt: skip
    assert (found.team.kind, found.team.part_of.name, found.team.part_of.kind) == (
        "assessment", "Ravenshire children's services", "service",
    )  # fmt: skip


def test_several_rows_of_one_worker_are_several_appointments(take):
    earlier = {**ADA, "Team": "Oak", "Start Date": date(2022, 1, 3), "Leaving Date": date(2024, 9, 2)}

    take({"Staff": [earlier, ADA, BO]}, kind="staff")

    found = Worker.objects.get(staff_id="S1").appointments.order_by("starts_on")
    assert [(one.team.name, one.leaves_on) for one in found] == [("Oak", date(2024, 9, 2)), ("Elm", None)]


def test_an_absence_is_carried(take):
    away = {**ADA, "Absent From": date(2025, 2, 3), "Absent Until": date(2025, 2, 17), "Absence Reason": "Sickness"}

    take({"Staff": [away, BO]}, kind="staff")

    assert Absence.objects.values_list("starts_on", "ends_on", "reason").get() == (
        date(2025, 2, 3), date(2025, 2, 17), "sickness",
    )  # fmt: skip


def test_a_worker_whom_the_lists_named_before_is_met_by_name(take):
    take({"List 6": [row(cin_start_date=date(2025, 2, 4), allocated_worker="LINDOW, Ada", allocated_team="elm")]})

    take({"Staff": [ADA, BO]}, kind="staff")

    worker = Worker.objects.get(staff_id="S1")
    assert Worker.objects.filter(name__icontains="lindow").count() == 1
    assert Involvement.objects.get().worker == worker
    assert Team.objects.get(key="elm").kind == "assessment"


def test_lists_loaded_after_the_staff_list_find_its_workers(take):
    take({"Staff": [ADA, BO]}, kind="staff")

    take({"List 6": [row(cin_start_date=date(2025, 2, 4), allocated_worker="Lindow, Ada")]})

    assert Involvement.objects.get().worker.staff_id == "S1"


def test_a_name_that_two_people_share_is_not_guessed(take):
    take({"Staff": [ADA, {**ADA, "Staff ID": "S3"}, BO]}, kind="staff")

    take({"List 6": [row(cin_start_date=date(2025, 2, 4), allocated_worker="Ada Lindow")]})

    assert Involvement.objects.get().worker.staff_id == ""


def test_the_same_staff_list_in_another_order_changes_nothing(take):
    take({"Staff": [ADA, BO]}, kind="staff")

    take({"Staff": [BO, ADA]}, kind="staff")

    assert (
        Appointment.objects.filter(worker__staff_id__in=["S1", "S2"]).count(),
        Worker.objects.filter(staff_id="S1").count(),
    ) == (2, 1)


@pytest.mark.parametrize(
    "says", [{"Staff ID": None}, {"Start Date": "soon"}, {"FTE": 37}, {"Leaving Date": date(2020, 1, 1)},
    {"Case Holding": "?!x"}]
)  # fmt: skip
def test_what_sets_a_row_aside(take, says):
    load = take({"Staff": [{**ADA, **says}, BO]}, kind="staff")

    assert (load.rows_accepted, load.rows_quarantined) == (1, 1)


def test_the_list_to_fill_in_can_be_loaded_as_it_is(take, anil):
    load = take(io.BytesIO(queries.staff_template(viewer=anil)), kind="staff")

    assert (load.rows_in, load.rows_accepted) == (3, 3)
    assert [sheet["sheet"] for sheet in load.findings["sheets_not_read"]] == ["Notes"]
    assert load.findings["lists"][0]["headings"]["missing"] == []
    assert Worker.objects.filter(name__endswith="Example").count() == 3
