"""Loading files on screen: look first, store in one go, mend what was set aside; and who is kept out."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from lintel.foundation.people.models import Contradiction, Person
from lintel.journey.imports import tasks
from lintel.journey.imports.models import Load, State
from lintel.steps.front_door.models import ChildContact

pytestmark = pytest.mark.django_db
HEADINGS = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Date of Contact", "Contact Source"]
GOOD = ["RV1", "a) Male", "a) WBRI", "01/02/2015", 10, "03/02/2025", "q) 6: Police"]
NO_DAY = ["RV2", "b) Female", "a) WBRI", "01/02/2016", 9, "soon", "q) 6: Police"]


def contacts(*rows):
    book = Workbook()
    book.active.title = "List 1"
    for row in (HEADINGS, *rows):
        book.active.append(row)
    held = BytesIO()
    book.save(held)
    return SimpleUploadedFile("Annex A.xlsx", held.getvalue())


def offer(client, upload, kind="annex_a"):
    """Offer a file and let the job read it, as the worker would."""
    answer = client.post("/load-files/", {"kind": kind, "file": upload})
    load = Load.objects.latest("pk")
    tasks.read_load(load_id=load.pk)
    load.refresh_from_db()
    return load, answer


def store(client, load, user):
    client.post(f"/load-files/{load.pk}/store/")
    tasks.store_load(load_id=load.pk, user_id=user.pk)
    load.refresh_from_db()
    return client.get(f"/load-files/{load.pk}/").content.decode()


def test_nothing_is_stored_before_somebody_has_seen_what_was_recognised(client, cast):
    client.force_login(cast.anil)

    _, answer = offer(client, contacts(GOOD, NO_DAY))
    shown = client.get(answer.headers["Location"]).content.decode()

    assert "Nothing is stored yet" in shown
    assert "List 1" in shown
    assert "2 rows in the file: 1 can be stored, 1 would be set aside" in shown
    assert not ChildContact.objects.exists()


def test_rows_in_are_accepted_or_set_aside_and_the_page_says_so(client, cast):
    client.force_login(cast.anil)
    load, _ = offer(client, contacts(GOOD, NO_DAY))

    shown = store(client, load, cast.anil)

    assert load.state == State.STORED
    assert "2 rows in" in shown
    assert "1 accepted + 1 set aside" in shown
    assert ChildContact.objects.count() == 1


def test_a_mended_row_is_accepted_and_ticked_off(client, cast):
    client.force_login(cast.anil)
    load, _ = offer(client, contacts(GOOD, NO_DAY))
    store(client, load, cast.anil)

    book = load_workbook(BytesIO(client.get(f"/load-files/{load.pk}/rows-to-mend.xlsx").content))
    sheet = book["List 1"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Date of Contact")
    sheet.cell(row=2, column=column).value = "04/02/2025"
    mended = BytesIO()
    book.save(mended)
    second, _ = offer(client, SimpleUploadedFile("rows to mend.xlsx", mended.getvalue()))
    store(client, second, cast.anil)

    assert ChildContact.objects.count() == 2
    assert load.quarantined.get().mended_by == second
    assert "to be mended" not in client.get(f"/load-files/{load.pk}/").content.decode()


def test_a_file_that_is_no_workbook_gets_a_sentence_that_says_what_to_do(client, cast):
    client.force_login(cast.anil)

    load, answer = offer(client, SimpleUploadedFile("Annex A.xlsx", b"%PDF-1.4 this is something else"))
    shown = client.get(answer.headers["Location"]).content.decode()

    assert load.state == State.REFUSED
    assert load.refusal in shown.replace("&#39;", "'")
    assert "Nothing of this file was stored" in shown


def test_an_empty_choice_is_asked_for_again(client, cast):
    client.force_login(cast.anil)

    shown = client.post("/load-files/", {"kind": "annex_a"}).content.decode()

    assert "Choose a file" in shown


def test_a_file_that_was_read_can_be_left_unstored(client, cast):
    client.force_login(cast.anil)
    load, _ = offer(client, contacts(GOOD))

    client.post(f"/load-files/{load.pk}/set-aside/")

    load.refresh_from_db()
    assert load.state == State.SET_ASIDE
    assert not ChildContact.objects.exists()


def test_contradictory_dates_of_birth_are_listed_and_settled_by_a_person_with_a_reason(client, cast):
    client.force_login(cast.anil)
    other = [*GOOD[:3], "01/02/2014", 11, "05/02/2025", GOOD[6]]
    load, _ = offer(client, contacts(GOOD, other))
    store(client, load, cast.anil)
    found = Contradiction.objects.get()

    assert "Settle it" in client.get("/contradictions/").content.decode()
    client.post(f"/contradictions/{found.pk}/", {"settled_as": found.other, "reason": "Birth certificate seen"})

    found.refresh_from_db()
    assert found.settled_by == cast.anil
    assert Person.objects.get(la_child_id="RV1").date_of_birth.isoformat() == found.other


def test_the_staff_list_to_fill_in_is_a_workbook(client, cast):
    client.force_login(cast.anil)

    answer = client.get("/load-files/staff-list.xlsx")

    assert load_workbook(BytesIO(answer.content)).sheetnames


@pytest.mark.parametrize("who", ["tom", "priya", "marcus", "helen", "sam", "grace", "ola", "ines"])
@pytest.mark.parametrize("path", ["/load-files/", "/contradictions/", "/load-files/staff-list.xlsx"])
def test_nobody_else_loads_files(client, cast, who, path):
    client.force_login(cast.people[who])

    assert client.get(path).status_code == 403


def test_tom_can_neither_see_nor_store_somebodys_file(client, cast):
    client.force_login(cast.anil)
    load, _ = offer(client, contacts(GOOD))
    client.force_login(cast.tom)

    assert client.get(f"/load-files/{load.pk}/").status_code == 403
    assert client.get(f"/load-files/{load.pk}/rows-to-mend.xlsx").status_code == 403
    assert client.post(f"/load-files/{load.pk}/store/").status_code == 403
    load.refresh_from_db()
    assert load.state == State.READY
