"""Kept whole or not at all, and once; withdrawn and never erased; found by those who may see the child."""

from __future__ import annotations

import os
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from lintel.foundation.access.actions import exclude, open_restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.documents import actions, files, queries
from lintel.foundation.documents.actions import Said, attach, describe, read_words, withdraw
from lintel.foundation.documents.codes import DocumentKind, Found, Reading
from lintel.foundation.documents.models import Document, DocumentAbout, DocumentWords
from lintel.foundation.documents.refusals import NotTaken
from lintel.foundation.documents.tests import samples
from lintel.foundation.documents.tests.builders import attached
from lintel.foundation.documents.texts import text_of
from lintel.foundation.matching.merging.actions import merge
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    return settings.DOCUMENTS_ROOT


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Words are read in this process; `test_words_are_read_in_a_process_of_their_own` shows the other."""
    monkeypatch.setattr(actions, "read_apart", text_of)


def kept_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def titles(found) -> list[str]:
    return [each.title for each in found]


# --- attaching --------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_under_its_hash_and_for_its_owner_alone(priya, bells, folder):
    document = attached(bells.mia, bells.noah, by=priya)

    (path,) = kept_in(folder)
    assert path.name == document.sha256
    assert path.read_bytes() == samples.TEXT
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert (document.title, document.found, document.file_name) == (
        "Letter from school", Found.TEXT, "letter_from-school.txt",
    )  # fmt: skip


def test_it_stands_in_the_trail_of_each_child(priya, bells):
    document = attached(bells.mia, bells.noah, by=priya)

    trail = Entry.objects.filter(act="document attached", subject_id=document.pk, by=priya)
    assert set(trail.values_list("child_id", flat=True)) == {bells.mia.pk, bells.noah.pk}


def test_nobody_types_what_a_message_says_of_itself(priya, bells):
    document = attached(bells.mia, by=priya, raw=samples.EMAIL, name="x.eml")

    assert (document.title, document.from_whom) == ("Attendance this half term", "Kestrel Primary")
    assert (document.kind, document.dated_on) == (DocumentKind.EMAIL, date(2025, 2, 20))


def test_nor_when_a_photograph_was_taken(priya, bells):
    raw = samples.picture("JPEG", taken="2025:02:27 10:11:12")

    assert attached(bells.mia, by=priya, raw=raw, name="IMG_1.jpg").dated_on == date(2025, 2, 27)


@pytest.mark.parametrize("who", ["tom", "helen", "anil", "grace"])
def test_who_may_not_attaches_nothing(cast, bells, folder, who):
    with pytest.raises((NotAllowed, actions.NotTheirChild)):
        attach(samples.TEXT, name="a.txt", about=[bells.mia], by=cast.people[who], at=NOW)

    assert kept_in(folder) == []


def test_what_is_refused_leaves_nothing_behind(priya, bells, folder, settings):
    settings.LARGEST_DOCUMENT = 20
    for raw in (b"MZ", samples.TEXT):
        with pytest.raises(NotTaken):
            attach(raw, name="a.txt", about=[bells.mia], by=priya, at=NOW)
    with pytest.raises(actions.AboutNobody):
        attach(b"a", name="a.txt", about=[], by=priya, at=NOW)

    assert kept_in(folder) == []
    assert not Document.objects.exists()


def test_a_disk_that_is_full_leaves_no_half_of_a_file(priya, bells, folder, monkeypatch):
    def full(_):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        attach(samples.TEXT, name="a.txt", about=[bells.mia], by=priya, at=NOW)

    assert kept_in(folder) == []


def test_the_same_file_is_not_attached_twice_to_a_child(priya, bells):
    first = attached(bells.mia, by=priya)

    with pytest.raises(actions.AttachedAlready) as already:
        attached(bells.mia, bells.noah, by=priya, name="again.txt")
    assert already.value.document == first


def test_the_same_leaflet_of_two_families_is_stored_once_and_known_to_each_alone(priya, tom, bells, folder):
    attached(bells.mia, by=priya)
    attached(bells.ivy, by=tom)

    assert len(kept_in(folder)) == 1
    assert [d.attached_by for d in queries.documents(viewer=tom)] == [tom]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_attach_it_once(priya, bells):
    said: list[str] = []
    barrier = threading.Barrier(2)

    def press() -> None:
        barrier.wait()
        try:
            attach(samples.TEXT, name="a.txt", about=[bells.mia], by=priya, at=NOW)
            said.append("attached")
        except actions.AttachedAlready:
            said.append("already")
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()

    assert sorted(said) == ["already", "attached"]
    assert Document.objects.count() == 1


def test_what_came_to_nothing_is_swept_away_and_nothing_else(priya, bells, folder):
    attached(bells.mia, by=priya)
    orphan = files.put(b"the page was closed before it was saved")
    new = files.put(b"being saved now")
    for path in kept_in(folder):
        if path.name != new:
            os.utime(path, (0, 0))

    assert actions.sweep(at=NOW) == 1
    assert orphan not in {path.name for path in kept_in(folder)}
    assert len(kept_in(folder)) == 2


# --- what is said of it, and withdrawing ------------------------------------------------------------------------------


def test_what_was_said_of_it_before_stays(priya, marcus, bells):
    document = attached(bells.mia, by=priya)
    said = Said(title="School letter", kind=DocumentKind.LETTER, from_whom="Kestrel Primary")

    describe(document, said=said, by=marcus, at=NOW + timedelta(hours=1))

    document.refresh_from_db()
    assert (document.title, document.described_by) == ("School letter", marcus)
    (before,) = queries.what_was_said(document, viewer=priya)
    assert (before.title, before.said_by, before.said_at) == ("Letter from school", "Priya Nair", NOW)
    assert titles(hit.document for hit in queries.search("kestrel primary", viewer=priya)) == ["School letter"]


def test_withdrawn_it_is_found_no_more_and_not_erased(priya, marcus, bells, folder):
    document = attached(bells.mia, by=priya)

    withdraw(document, because="It is another family’s.", by=priya, at=NOW)

    document.refresh_from_db()
    assert queries.search("coat", viewer=priya) == []
    assert titles(queries.documents_about(bells.mia.pk, viewer=priya)) == ["Letter from school"]
    assert queries.content_of(document, viewer=priya) is None
    assert queries.content_of(document, viewer=marcus) == samples.TEXT
    assert len(kept_in(folder)) == 1
    assert Entry.objects.filter(act="document withdrawn", child_id=bells.mia.pk).exists()


def test_withdrawn_it_may_be_attached_anew(priya, bells):
    withdraw(attached(bells.mia, by=priya), because="The wrong title.", by=priya, at=NOW)

    attached(bells.mia, by=priya)

    assert Document.objects.count() == 2


def test_it_is_withdrawn_once_with_a_reason_by_whom_it_may_be(priya, dawn, marcus, bells):
    document = attached(bells.mia, by=priya)
    with pytest.raises(actions.NotTheirDocument):
        withdraw(document, because="x", by=dawn, at=NOW)
    with pytest.raises(actions.NoReasonGiven):
        withdraw(document, because="  ", by=marcus, at=NOW)
    withdraw(document, because="Wrong child.", by=marcus, at=NOW)
    for again in (lambda: withdraw(document, because="x", by=marcus, at=NOW),
                  lambda: describe(document, said=Said(title="y"), by=marcus, at=NOW)):  # fmt: skip
        with pytest.raises(actions.WithdrawnAlready):
            again()


def test_the_record_holds_these_promises_itself(priya, bells):
    document = attached(bells.mia, by=priya)
    for wrong in ({"withdrawn_at": NOW}, {"sha256": "../../x"}, {"title": ""}, {"size": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**wrong)


# --- finding again ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "asked"),
    [
        (samples.pdf(), "strength worry"), (samples.word(), '"health visitor"'), (samples.writer(), "sleeping"),
        (samples.excel(), "attendance"), (samples.EMAIL, "eleven days"), (samples.TEXT, "coats breakfast"),
        (samples.TEXT, "school letter"), (samples.picture(), "letter"),
    ],
    ids=["pdf", "word", "writer", "excel", "email", "text", "name", "picture"],
)  # fmt: skip
def test_a_document_is_found_by_its_words_and_its_name(priya, bells, raw, asked):
    document = attached(bells.mia, by=priya, raw=raw)

    assert [hit.document for hit in queries.search(asked, viewer=priya)] == [document]
    assert [hit.document for hit in queries.search(asked, child=bells.noah.pk, viewer=priya)] == []


def test_the_passage_says_where_the_words_stand(priya, bells):
    attached(bells.mia, by=priya)

    (hit,) = queries.search("coat", viewer=priya)

    assert [piece.words for piece in hit.passage if piece.is_found] == ["coat"]
    assert "without a" in "".join(piece.words for piece in hit.passage)


def test_a_name_alone_has_no_passage(priya, bells):
    attached(bells.mia, by=priya, raw=samples.picture(), name="bedroom.png")

    assert queries.search("bedroom", viewer=priya)[0].passage == []


@pytest.mark.parametrize("asked", ["", "'", '"', "a:*&|!", "( or ) -", "\0".replace("\0", " "), "the", "x" * 3000])
def test_nothing_that_is_typed_into_the_search_breaks_it(priya, bells, asked):
    attached(bells.mia, by=priya)

    assert queries.search(asked, viewer=priya) == []


@pytest.mark.parametrize("who", ["tom", "anil", "della", "ola", "grace", "sam", "hart"])
def test_nobody_finds_it_without_a_reason_to_see_the_child(cast, bells, who):
    document = attached(bells.mia, by=cast.priya)
    viewer = cast.people[who]

    assert queries.search("coat", viewer=viewer) == []
    assert not queries.documents(viewer=viewer).exists()
    assert queries.content_of(document, viewer=viewer) is None
    assert queries.what_was_said(document, viewer=viewer) == []


def test_what_is_also_about_a_child_kept_from_somebody_is_kept_from_them(priya, marcus, sofia, helen, bells):
    attached(bells.mia, bells.noah, by=priya)
    open_restriction(bells.noah, reason="x", named=[marcus], by=helen, together_with=sofia, at=NOW)

    assert queries.search("coat", viewer=priya) == []
    assert len(queries.search("coat", viewer=marcus)) == 1


def test_a_conflict_of_interest_keeps_it_too(priya, helen, sofia, bells):
    attached(bells.mia, bells.noah, by=priya)
    exclude(bells.mia, user=priya, reason="Her niece.", by=helen, at=NOW)

    assert not queries.documents(viewer=priya).exists()


def test_merged_records_take_their_documents_along(cast, priya, della, bells):
    document = attached(bells.mia, bells.kit, by=cast.dawn)

    merge(bells.mia, bells.kit, reason="One boy.", by=cast.rosa, at=NOW)

    assert set(DocumentAbout.objects.filter(document=document).values_list("child_id", flat=True)) == {bells.mia.pk}
    assert titles(queries.documents_about(bells.mia.pk, viewer=priya)) == ["Letter from school"]
    assert len(queries.children_of([document], viewer=priya)[document.pk]) == 1


# --- reading its words ------------------------------------------------------------------------------------------------


def test_words_are_read_in_a_process_of_their_own(priya, bells, monkeypatch):
    monkeypatch.undo()
    document = attached(bells.mia, by=priya, raw=samples.pdf(), is_read=False)

    assert read_words(document, at=NOW).reading == Reading.READ
    assert "warm kitchen" in DocumentWords.objects.get(document=document).text


def test_a_picture_has_none_and_says_so(priya, bells):
    assert attached(bells.mia, by=priya, raw=samples.picture()).words.reading == Reading.WAITING
    assert DocumentWords.objects.get().reading == Reading.NOTHING


def test_a_file_that_is_not_what_was_put_there_is_not_handed_out(priya, bells, folder):
    document = attached(bells.mia, by=priya)
    kept_in(folder)[0].write_bytes(b"somebody else's words")

    with pytest.raises(files.FileIsGone):
        queries.content_of(document, viewer=priya)
    assert read_words(document, at=NOW).reading == Reading.FAILED


def test_as_many_words_as_there_may_be_can_be_indexed(priya, bells):
    raw = " ".join(f"{n:x}é" for n in range(60_000)).encode()

    assert attached(bells.mia, by=priya, raw=raw, name="a.txt").pk
    assert DocumentWords.objects.get().reading == Reading.READ
