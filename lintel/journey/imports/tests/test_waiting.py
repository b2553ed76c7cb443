"""Reading and storing beside the screen: jobs, progress, and what becomes of the file that was kept."""

import io
from datetime import date

import pytest

from lintel.foundation.provenance.models import SourceFile
from lintel.journey.imports import actions, progress, queries, tasks
from lintel.journey.imports.models import Load, State
from lintel.journey.imports.tests.builders import row, workbook
from lintel.journey.imports.tests.conftest import OFFERED


@pytest.fixture
def received(anil):
    lists = workbook({"List 1": [row(date_of_contact=date(2025, 2, 3))]})
    return actions.receive(lists, kind="annex_a", name="../../lists.xlsx", by=anil, at=OFFERED)


def test_a_file_that_was_received_is_being_read(received, files):
    assert (received.state, received.file_name) == (State.READING, "lists.xlsx")
    assert (files / received.stored_path).stat().st_mode & 0o777 == 0o600  # nobody else reads children's records


def test_the_jobs_do_what_the_actions_do(received, anil):
    tasks.read_load(received.pk)
    ready = Load.objects.get()
    actions.begin_storing(ready, by=anil, at=OFFERED)

    tasks.store_load(received.pk, anil.pk)

    stored = Load.objects.get()
    assert (ready.state, stored.state, stored.finished_at) == (State.READY, State.STORED, OFFERED)
    assert SourceFile.objects.get() == stored.source_file


def test_a_job_that_comes_twice_does_nothing_the_second_time(received, anil):
    tasks.read_load(received.pk)
    tasks.read_load(received.pk)

    assert Load.objects.get().state == State.READY


def test_progress_is_seen_while_the_transaction_is_open(received, anil):
    with progress.of(received) as tick:
        tick(0.42)

        assert queries.load(received.pk, viewer=anil).progress == 42

    assert queries.load(received.pk, viewer=anil).progress == 0


def test_the_file_is_forgotten_once_it_is_stored(received, anil, files):
    load = actions.store(actions.read(received, by=anil, at=OFFERED), by=anil, at=OFFERED)

    assert load.stored_path == ""
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_file_can_be_left_unstored_and_is_forgotten(received, anil, files):
    load = actions.set_aside(actions.read(received, by=anil, at=OFFERED), by=anil, at=OFFERED)

    assert load.state == State.SET_ASIDE
    assert [path for path in files.rglob("*") if path.is_file()] == []
    with pytest.raises(actions.CannotBeStored):
        actions.set_aside(load, by=anil, at=OFFERED)


def test_a_file_that_is_not_read_yet_cannot_be_stored(received, anil):
    with pytest.raises(actions.CannotBeStored):
        actions.store(received, by=anil, at=OFFERED)


def test_files_are_listed_newest_first_with_the_rows_that_wait(take, anil):
    first = take({"List 1": [row(date_of_contact="x"), row("C2", date_of_contact=date(2025, 2, 3))]})
    second = take({"List 1": [row("C3", date_of_contact=date(2025, 2, 3))]})

    assert [(load.pk, load.rows_waiting) for load in queries.loads(viewer=anil)] == [(second.pk, 0), (first.pk, 1)]
    assert queries.load(second.pk + 1, viewer=anil) is None


def test_a_file_of_two_kinds_is_two_files(anil):
    content = b"Staff ID,Name,Team,Start Date\nS1,Ada Lindow,Elm,02/09/2024\n"
    for kind in ("annex_a", "staff"):
        actions.offer(io.BytesIO(content), kind=kind, name="a.csv", by=anil, at=OFFERED)

    assert sorted(Load.objects.values_list("kind", "state")) == [("annex_a", "refused"), ("staff", "ready")]
