"""`lintel audit`: plain sentences, exit codes that a script can rely on."""

import csv
import io

import pytest
from click.testing import CliRunner
from django.db import connection

from lintel.config.command import main
from lintel.foundation.audit_log.actions import note
from lintel.foundation.audit_log.models import Entry, Seal

pytestmark = pytest.mark.django_db(transaction=True)


def lintel(*arguments):
    return CliRunner().invoke(main, ["audit", *arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def log(nobody_else_writes, now):
    for act in ("list opened", "contact decided", "exported"):
        note(act, by=None, at=now)


def change_an_entry():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_log_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_log_entry SET act = 'nothing' WHERE act = 'exported'")
        cursor.execute("ALTER TABLE audit_log_entry ENABLE TRIGGER USER")


def test_seal_says_what_it_sealed_and_then_that_there_is_nothing_left():
    first, second = lintel("seal"), lintel("seal")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == f"Sealed 3 entries. The last root is {Seal.objects.get().root}.\n"
    assert second.output == "There was nothing to seal.\n"


def test_verify_says_that_the_log_is_whole_and_what_waits():
    lintel("seal")

    done = lintel("verify")

    assert done.exit_code == 0
    assert done.output.startswith("The audit log is whole: 3 entries under 1 seal; 1 newer entry not sealed yet.")
    assert Seal.objects.get().root in done.output


def test_verify_leaves_an_entry_of_its_own():
    lintel("verify")

    assert Entry.objects.filter(act="audit log verified", by__is_service_account=True).count() == 1


def test_verify_names_the_entry_that_was_changed_and_fails():
    lintel("seal")
    changed = Entry.objects.get(act="exported").pk
    change_an_entry()

    done = lintel("verify")

    assert done.exit_code == 1
    assert "The audit log is NOT whole. 1 fault:" in done.output
    assert f"Entry {changed} was changed after it was sealed" in done.output


def test_roots_written_by_one_command_are_compared_by_the_other(tmp_path):
    lintel("seal")
    kept = tmp_path / "roots.csv"
    kept.write_text(lintel("roots").output)

    same = lintel("verify", "--against", str(kept))
    kept.write_text(kept.read_text().replace(Seal.objects.get().root, "e" * 64))
    other = lintel("verify", "--against", str(kept))

    assert same.exit_code == 0
    assert "1 root kept elsewhere agrees" in same.output
    assert other.exit_code == 1
    assert "is not the one that was published" in other.output


def test_roots_after_a_seal_are_only_the_later_ones(now):
    lintel("seal")
    note("list opened", by=None, at=now)
    lintel("seal")

    rows = list(csv.DictReader(io.StringIO(lintel("roots", "--after", str(Seal.objects.order_by("pk")[0].pk)).output)))

    assert [row["root"] for row in rows] == [Seal.objects.order_by("pk")[1].root]


def test_a_file_that_holds_no_roots_is_refused_with_a_sentence(tmp_path):
    kept = tmp_path / "shopping.csv"
    kept.write_text("milk,eggs\n1,2\n")

    done = lintel("verify", "--against", str(kept))

    assert done.exit_code == 2
    assert "does not look like roots" in done.output


def test_the_help_says_what_the_exit_codes_mean():
    assert "Exit code 0 if it is; 1 if an entry was changed" in lintel("verify", "--help").output
