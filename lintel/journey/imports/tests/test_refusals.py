"""Files that cannot be taken: a plain sentence that says what to do, nothing stored, and memory bounded."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.models import SourceFile
from lintel.journey.imports import actions, refusals
from lintel.journey.imports.models import Load
from lintel.journey.imports.refusals import FileRefused
from lintel.journey.imports.tests.builders import row, workbook
from lintel.journey.imports.tests.conftest import OFFERED

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096
CENSUS = (
    "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children><Child>"
    "<ChildIdentifiers><LAchildID>C1</LAchildID></ChildIdentifiers></Child></Children></Message>"
)
LAUGHS = (
    '<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    "<Message><x>&c;</x></Message>"
)


def parts(**named):
    """A zip archive that looks like a workbook, with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in named.items():
            archive.writestr(f"xl/{name}.xml", content)
    return written.getvalue()


def archive_of(**named):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return written.getvalue()


WORKBOOK = workbook({"List 1": [row(date_of_contact=date(2025, 2, 3))]}).getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        pytest.param(b"", "annex_a", refusals.EMPTY, id="an empty file"),
        pytest.param(b"PK\x03\x04 not really", "annex_a", refusals.DAMAGED, id="not a workbook"),
        pytest.param(WORKBOOK[: len(WORKBOOK) // 2], "annex_a", refusals.DAMAGED, id="half a workbook"),
        pytest.param(parts(workbook="<workbook/>"), "annex_a", refusals.DAMAGED, id="a workbook without sheets"),
        pytest.param(OLE, "annex_a", refusals.OLD_WORKBOOK, id="an old workbook"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "annex_a", refusals.LOCKED, id="a password"),
        pytest.param(archive_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "annex_a",
                     refusals.OPEN_DOCUMENT, id="an OpenDocument spreadsheet"),
        pytest.param(archive_of(list1="a,b"), "annex_a", refusals.ARCHIVE, id="an archive of lists"),
        pytest.param(b"%PDF-1.7 ...", "annex_a", refusals.A_PICTURE_OR_PAGE, id="a document"),
        pytest.param(b"\x00\x01\x02\x00" * 200, "annex_a", refusals.NOT_TEXT, id="bytes that are no text"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8" * 300, "annex_a", refusals.NOT_TEXT, id="half characters"),
        pytest.param(CENSUS, "annex_a", refusals.IS_XML, id="a census offered as Annex A"),
        pytest.param("Child Unique ID,Date of Contact\n", "annex_a", refusals.NO_ROWS,
        id="headings and nothing beneath"),
        pytest.param(parts(bomb=b"0" * 60_000_000), "annex_a", refusals.SWELLS, id="a workbook that swells"),
        pytest.param(parts(sheet=LAUGHS), "annex_a", refusals.SMUGGLES, id="a workbook with entities"),
        pytest.param(parts(sheet=LAUGHS.encode("utf-16")), "annex_a", refusals.SMUGGLES, id="and in another encoding"),
        pytest.param("Name,Date\n", "cin", refusals.NOT_XML, id="a list offered as a census"),
        pytest.param("<html><body/></html>", "cin", refusals.NOT_CENSUS.format(root="html"), id="another XML file"),
        pytest.param(CENSUS.replace("CIN", "SSDA903"), "cin", refusals.NOT_CENSUS.format(root="Collection SSDA903"),
                     id="another collection"),
        pytest.param(CENSUS[:-20], "cin", refusals.CUT_OFF.format(line=1), id="a census cut off"),
        pytest.param(CENSUS.replace("</Child>", ""), "cin", refusals.CUT_OFF.format(line=1),
        id="a census out of order"),
        pytest.param("<Message><Children/></Message>", "cin", refusals.NO_CHILDREN, id="a census without children"),
        pytest.param(LAUGHS, "cin", refusals.ENTITIES, id="billion laughs"),
        pytest.param('<!DOCTYPE Message SYSTEM "http://ravenshire.invalid/cin.dtd">' + CENSUS, "cin", refusals.ENTITIES,
                     id="an external document type"),
        pytest.param('<!DOCTYPE M [<!ENTITY x SYSTEM "file:///etc/hostname">]><Message>&x;</Message>', "cin",
                     refusals.ENTITIES, id="an external entity"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_a_sentence_and_nothing_is_stored(offer, files, content, kind, says):
    load = offer(content, kind=kind)

    assert (load.state, load.refusal) == ("refused", says)
    assert not Person.objects.filter(la_child_id__isnull=False).exists()
    assert not SourceFile.objects.exists()
    assert list(files.glob("loads/*")) == []


def test_a_file_that_holds_none_of_the_lists_says_what_was_found_instead(offer):
    load = offer(
        {"List 8": [{"Child Unique ID": "C1", "Legal Status": "C2"}], "Prices": [{"Colour": "red", "Price": 1}]}
    )

    assert "“List 8”: List 8: children in care is not read yet." in load.refusal
    assert "“Prices”: Its headings are not those of any list that is read." in load.refusal


def test_a_staff_list_offered_as_annex_a_says_what_it_is(offer):
    load = offer({"Staff": [{"Staff ID": "1", "Name": "A", "Team": "B", "Start Date": date(2025, 1, 1)}]})

    assert "offer it as “Staff list”" in load.refusal


def test_a_file_that_is_too_large_is_refused_by_its_size_alone(settings, anil):
    class TooLarge(io.BytesIO):
        def seek(self, offset, whence=0):
            return 0

        def tell(self):
            return 200 * 1024 * 1024

        def read(self, *_):
            raise AssertionError("nothing of it is read")

    with pytest.raises(FileRefused, match="200 MB"):
        actions.receive(TooLarge(), kind="annex_a", name="large.xlsx", by=anil, at=OFFERED)

    assert not Load.objects.exists()


def test_a_workbook_that_swells_costs_no_memory(tmp_path):
    bomb = tmp_path / "bomb"
    bomb.write_bytes(parts(bomb=b"0" * 300_000_000))
    tracemalloc.start()

    with pytest.raises(FileRefused):
        refusals.look_at(bomb, wants_xml=False)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_a_formula_without_its_result_sets_the_row_aside(take):
    written = io.BytesIO(WORKBOOK)
    import openpyxl

    book = openpyxl.load_workbook(written)
    sheet = book["List 1"]
    sheet["F2"] = "=TODAY()"
    sheet.append(["C2", "a) Male", "a) WBRI", None, None, date(2025, 2, 4), "6"])
    again = io.BytesIO()
    book.save(again)
    again.seek(0)

    load = take(again)

    assert (load.rows_in, load.rows_accepted) == (2, 1)
    assert "formula" in load.quarantined.get().reasons[0]["cause"]


def test_a_refusal_is_in_the_audit_log(offer):
    load = offer(b"")

    assert Entry.objects.filter(act="file refused", subject_id=load.pk).exists()


@pytest.mark.parametrize("name", ["tom", "priya", "helen", "sam"])
def test_whoever_may_not_load_records_cannot_offer_a_file(cast, name):
    with pytest.raises(NotAllowed):
        actions.receive(io.BytesIO(WORKBOOK), kind="annex_a", name="a.xlsx", by=cast.people[name], at=OFFERED)

    assert not Load.objects.exists()
