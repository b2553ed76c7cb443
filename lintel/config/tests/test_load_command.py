"""`lintel import`: the preview, the storing, and the exit codes."""

from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from lintel.config.commands.load import command
from lintel.foundation.access.models import User
from lintel.journey.imports.models import Load
from lintel.journey.imports.tests.builders import row, workbook
from lintel.steps.front_door.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def lists(tmp_path):
    def write(*rows):
        path = tmp_path / "lists.xlsx"
        path.write_bytes(workbook({"List 1": rows}).getvalue())
        return str(path)

    return write


def run(*arguments):
    return CliRunner().invoke(command, list(arguments))


GOOD = row(date_of_contact=date(2025, 2, 3))
BROKEN = row("C2", date_of_contact="31/02/2025")


def test_everything_stored_is_exit_code_0(lists):
    done = run("annex-a", lists(GOOD))

    assert (done.exit_code, Contact.objects.count()) == (0, 1)
    assert "1 rows in = 1 accepted + 0 set aside" in done.output


def test_rows_set_aside_are_exit_code_3_and_can_be_written_out(lists, tmp_path):
    aside = tmp_path / "to mend.xlsx"

    done = run("annex-a", lists(GOOD, BROKEN), "--quarantine", str(aside))

    assert done.exit_code == 3
    assert "There is no such day" in done.output
    assert openpyxl.load_workbook(aside)["List 1"]["A2"].value == "C2"


def test_a_preview_stores_nothing(lists):
    done = run("annex-a", lists(GOOD), "--preview")

    assert (done.exit_code, Contact.objects.count(), Load.objects.get().state) == (0, 0, "set_aside")
    assert "Nothing was stored." in done.output


def test_a_refused_file_is_exit_code_1_with_a_sentence(tmp_path):
    path = tmp_path / "list.pdf"
    path.write_bytes(b"%PDF-1.7")

    done = run("annex-a", str(path))

    assert done.exit_code == 1
    assert "Offer the workbook or the CSV file" in done.output


def test_a_file_that_is_not_there_or_somebody_unknown_is_exit_code_2(lists):
    assert run("annex-a", "nowhere.xlsx").exit_code == 2
    assert run("annex-a", lists(GOOD), "--as", "nobody@ravenshire.example").exit_code == 2


def test_the_command_line_loads_as_itself_or_as_somebody(cast, lists):
    run("annex-a", lists(GOOD))
    run("annex-a", lists(BROKEN, GOOD), "--as", cast.anil.email)

    assert [load.offered_by for load in Load.objects.order_by("pk")] == [
        User.objects.get(is_service_account=True), cast.anil,
    ]  # fmt: skip


def test_somebody_who_may_not_load_is_refused(cast, lists):
    done = run("annex-a", lists(GOOD), "--as", cast.helen.email)

    assert (done.exit_code, Load.objects.count()) == (1, 0)
    assert "You may not load records from files." in done.output


def test_the_staff_list_to_fill_in_can_be_loaded(tmp_path):
    path = str(tmp_path / "staff.xlsx")

    assert run("staff-template", path).exit_code == 0
    assert run("staff", path).exit_code == 0
