"""Attached from the child's page, found by its words, handed out so that nothing runs; and nobody else sees a thing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.documents import actions, refusals
from lintel.foundation.documents.models import Document
from lintel.foundation.documents.tests import samples
from lintel.foundation.documents.tests.builders import attached
from lintel.foundation.documents.texts import text_of
from lintel.foundation.people.models import Household, HouseholdMembership
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e \"; --"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch) -> Path:
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    monkeypatch.setattr(actions, "read_apart", text_of)
    return settings.DOCUMENTS_ROOT


@pytest.fixture
def together(bells) -> None:
    """Mia and Noah live in one household."""
    home = Household.objects.create(**TYPED, key="home", name="Bell")
    for number, child in enumerate((bells.mia, bells.noah)):
        HouseholdMembership.objects.create(
            **TYPED, key=f"home/{number}", household=home, person=child, joined_on=NOW.date()
        )


def sent(raw: bytes, name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw, content_type="text/html")


def attach(client, child, *files, **typed):
    return client.post(f"/children/{child.pk}/documents/attach/", {"papers": list(files), **typed})


def test_it_is_reached_from_the_childs_page_and_attached_in_one_choice(client, priya, bells):
    client.force_login(priya)
    assert f"/documents/?child={bells.mia.pk}" in client.get(f"/children/{bells.mia.pk}/").text

    answer = attach(client, bells.mia, sent(samples.TEXT, "letter_from-school.txt"))

    assert answer.url == f"/documents/?child={bells.mia.pk}"
    shown = client.get(answer.url).text
    assert "1 document is attached." in shown
    assert "Letter from school" in shown


def test_of_several_files_those_in_order_are_kept_and_the_others_say_why(client, priya, bells):
    client.force_login(priya)

    answer = attach(client, bells.mia, sent(samples.TEXT), sent(b"MZ", "x.exe"), sent(b"<html>", "y.html"), sent(b"a"))

    assert "2 documents are attached." in answer.text
    for name, why in (("x.exe", refusals.PROGRAM), ("y.html", refusals.WEB_PAGE)):
        assert f"“{name}” is not attached. {why}" in answer.text
    assert Document.objects.count() == 2


def test_the_same_file_again_is_said_to_be_here(client, priya, bells):
    client.force_login(priya)
    attach(client, bells.mia, sent(samples.TEXT))

    assert "is here already, as “Letter”" in attach(client, bells.mia, sent(samples.TEXT, "again.txt")).text


def test_brothers_and_sisters_are_chosen_where_there_are_some(client, priya, bells, together):
    client.force_login(priya)
    asked = client.get(f"/children/{bells.mia.pk}/documents/attach/").text
    assert "Whom it is about" in asked
    assert "Noah Bell" in asked

    attach(client, bells.mia, sent(samples.TEXT), about=[bells.mia.pk, bells.noah.pk])

    assert set(Document.objects.get().about.values_list("child", flat=True)) == {bells.mia.pk, bells.noah.pk}


def test_nobody_is_asked_about_whom_where_there_is_one_child(client, priya, bells):
    client.force_login(priya)

    assert "Whom it is about" not in client.get(f"/children/{bells.mia.pk}/documents/attach/").text


def test_a_child_of_another_family_cannot_be_slipped_in(client, priya, bells, together):
    client.force_login(priya)

    assert "Select a valid choice" in attach(client, bells.mia, sent(samples.TEXT), about=[bells.ivy.pk]).text
    assert not Document.objects.exists()


def test_the_search_shows_the_passage_and_keeps_its_words_out_of_the_log(client, priya, bells):
    attached(bells.mia, by=priya)
    client.force_login(priya)

    shown = client.get("/documents/", {"q": "coats"}).text

    assert "<mark>coat</mark>" in shown
    assert "Mia Bell" in shown
    entry = Entry.objects.get(act="documents searched")
    assert "coat" not in str(entry.details)


def test_its_page_shows_its_words_and_opening_it_is_in_the_childs_trail(client, priya, bells):
    document = attached(bells.mia, by=priya)
    client.force_login(priya)

    shown = client.get(f"/documents/{document.pk}/").text

    assert "Mia came without a coat on Monday" in shown
    assert Entry.objects.filter(act="document opened", child_id=bells.mia.pk, by=priya).count() == 1


def test_a_copy_is_saved_and_never_run(client, priya, bells):
    document = attached(bells.mia, by=priya, raw=samples.pdf(), name="a.exe.pdf")
    client.force_login(priya)

    answer = client.get(f"/documents/{document.pk}/download/")

    assert answer.content == samples.pdf()
    assert answer["Content-Disposition"] == 'attachment; filename="A.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(act="document downloaded", child_id=bells.mia.pk, by=priya).count() == 1


def test_a_picture_on_the_screen_is_drawn_anew(client, priya, bells):
    raw = samples.picture("JPEG", size=(3_000, 20), taken="2025:02:27 10:11:12")
    document = attached(bells.mia, by=priya, raw=raw, name="x.png")
    client.force_login(priya)

    shown = client.get(f"/documents/{document.pk}/picture/")

    drawn = Image.open(io.BytesIO(shown.content))
    assert (shown["Content-Type"], drawn.format, drawn.width) == ("image/jpeg", "JPEG", 1_600)
    assert not drawn.getexif()
    assert shown["Content-Security-Policy"].startswith("sandbox")


def test_what_is_no_picture_has_none(client, priya, bells):
    document = attached(bells.mia, by=priya)
    client.force_login(priya)

    assert client.get(f"/documents/{document.pk}/picture/").status_code == 404


def test_hostile_words_and_names_are_only_words(client, priya, bells):
    raw = ("It says " + HOSTILE).encode()
    client.force_login(priya)
    attach(client, bells.mia, sent(b"a note. " * 700 + raw, HOSTILE + ".txt"), from_whom=HOSTILE)
    document = Document.objects.get()
    actions.read_words(document, at=NOW)

    for address in (f"/documents/{document.pk}/", f"/documents/?child={bells.mia.pk}", "/documents/?q=note"):
        shown = client.get(address).text
        assert "<script>alert" not in shown
        assert "49" not in shown.replace("7*7", "").split("<main")[1].split("</main")[0]
    assert "\n" not in client.get(f"/documents/{document.pk}/download/")["Content-Disposition"]


def test_a_file_that_was_changed_on_the_disk_is_said_to_be_gone(client, priya, bells, folder):
    document = attached(bells.mia, by=priya)
    for path in folder.rglob("??/*"):
        path.write_bytes(b"other")
    client.force_login(priya)

    assert "has been changed there" in client.get(f"/documents/{document.pk}/download/", follow=True).text


def test_what_is_said_of_it_is_put_right(client, priya, bells):
    document = attached(bells.mia, by=priya)
    client.force_login(priya)
    assert 'value="Letter from school"' in client.get(f"/documents/{document.pk}/describe/").text

    client.post(f"/documents/{document.pk}/describe/", {"title": "Attendance", "kind": "letter", "from_whom": "School"})

    shown = client.get(f"/documents/{document.pk}/").text
    assert '<h1 class="govuk-heading-l">Attendance</h1>' in shown
    assert "“Letter from school”" in shown


def test_withdrawn_it_says_so_and_opens_for_managers_only(client, priya, marcus, bells):
    document = attached(bells.mia, by=priya)
    client.force_login(priya)
    assert "Write why it should not be here" in client.post(f"/documents/{document.pk}/withdraw/", {}).text

    client.post(f"/documents/{document.pk}/withdraw/", {"because": "It is another family’s."})

    shown = client.get(f"/documents/{document.pk}/").text
    assert "It is another family’s." in shown
    assert "without a coat" not in shown
    assert client.get(f"/documents/{document.pk}/download/").status_code == 404
    assert "No document says" in client.get("/documents/?q=coat").text
    client.force_login(marcus)
    assert client.get(f"/documents/{document.pk}/download/").status_code == 200


@pytest.mark.parametrize("act", ["", "download/", "picture/", "describe/", "withdraw/"])
def test_tom_finds_nothing_and_cannot_tell_that_there_is_something(client, cast, bells, act):
    document = attached(bells.mia, by=cast.priya, raw=samples.picture())
    client.force_login(cast.tom)

    there, nowhere = client.get(f"/documents/{document.pk}/{act}"), client.get(f"/documents/99999999/{act}")

    assert there.status_code == nowhere.status_code == 404
    assert "Letter from school" not in there.text
    assert client.post(f"/documents/{document.pk}/{act}", {"because": "x", "title": "x"}).status_code in (404, 405)


def test_nor_by_searching_listing_or_attaching(client, cast, bells):
    attached(bells.mia, by=cast.priya)
    client.force_login(cast.tom)

    for address in (f"/documents/?child={bells.mia.pk}", f"/children/{bells.mia.pk}/documents/attach/"):
        assert client.get(address).status_code == 404
    assert "Letter from school" not in client.get("/documents/?q=coat").text
    assert attach(client, bells.mia, sent(samples.TEXT)).status_code == 404
    for odd in ("x", "-1", "9" * 40, "1 OR 1=1"):
        assert client.get("/documents/", {"child": odd}).status_code == 404


@pytest.mark.parametrize("who", ["anil", "della", "ola", "grace", "sam", "hart"])
def test_who_needs_no_letters_opens_none(client, cast, bells, who):
    document = attached(bells.mia, by=cast.priya)
    client.force_login(cast.people[who])

    for address in ("/documents/", f"/documents/{document.pk}/", f"/documents/{document.pk}/download/"):
        assert client.get(address).status_code == 403
