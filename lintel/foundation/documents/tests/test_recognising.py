"""A file is what its content is; what could do something when it is opened is not kept, and says what to do instead."""

import pytest

from lintel.foundation.documents import refusals
from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.recognising import recognise
from lintel.foundation.documents.refusals import Dangerous, NotTaken
from lintel.foundation.documents.tests import samples
from lintel.foundation.documents.texts import text_of

MACRO = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w"><w:t>&b;</w:t></w:document>'


@pytest.mark.parametrize(
    ("raw", "found", "words"),
    [
        (samples.pdf(), Found.PDF, "a warm kitchen"), (samples.word(), Found.WORD, "the baby’s cot"),
        (samples.excel(), Found.EXCEL, "Kestrel attendance"), (samples.writer(), Found.WRITER, "Noah sleeps"),
        (samples.EMAIL, Found.EMAIL, "eleven days of thirty"), (samples.TEXT, Found.TEXT, "without a coat"),
        ("Ruth’s note".encode("utf-16"), Found.TEXT, "Ruth’s note"), ("Ruth’s".encode("cp1252"), Found.TEXT, "Ruth’s"),
        (samples.picture("PNG"), Found.PNG, ""), (samples.picture("JPEG"), Found.JPEG, ""),
        (b"BM: the birth mother came.", Found.TEXT, "the birth mother"), (b"a < b, and b > c", Found.TEXT, "a < b"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_is_and_its_words_are_read(raw, found, words):
    assert recognise(raw, name="anything at all.txt") is found
    assert words in text_of(raw, found)


@pytest.mark.parametrize(
    ("raw", "name", "why"),
    [
        (b"MZ\x90\0" + b"\0" * 60, "report.pdf", refusals.PROGRAM), (b"\x7fELF" + b"\0" * 60, "a", refusals.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", "letter.txt", refusals.PROGRAM), (b"start calc", "letter.bat", refusals.PROGRAM),
        (samples.pdf(), "letter.pdf.exe", refusals.PROGRAM), (b"var x = 1", "letter.JS", refusals.PROGRAM),
        (b"<!DOCTYPE html><script>alert(1)</script>", "letter.txt", refusals.WEB_PAGE),
        (b'\xef\xbb\xbf  <svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>', "a.png", refusals.WEB_PAGE),
        ("<html>".encode("utf-16"), "a.txt", refusals.WEB_PAGE), (b"Hello <script >x", "a.txt", refusals.WEB_PAGE),
        (b'<?xml version="1.0"?><x/>', "a.xml", refusals.WEB_PAGE), (b"<h:html xmlns:h='x'>", "a", refusals.WEB_PAGE),
        (samples.word(more=MACRO), "plan.docx", refusals.MACROS),
        (samples.word(more={"[Content_Types].xml": samples.TYPES.format(more="macroEnabled")}), "a", refusals.MACROS),
        (samples.word(more={"word/embeddings/oleObject1.bin": b"x"}), "plan.docx", refusals.EMBEDDED),
        (samples.word("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"), "plan.docx", refusals.LINKED),
        (samples.word(more={"word/_rels/settings.xml.rels": samples.RELATIONS.format(kind="attachedTemplate")}),
         "plan.docx", refusals.LINKED),
        (samples.pdf_with("/JavaScript"), "a.pdf", refusals.ACTIVE_PDF),
        (samples.pdf_with("/Launch"), "a.pdf", refusals.ACTIVE_PDF),
        (samples.pdf_carrying_a_file(), "a.pdf", refusals.ACTIVE_PDF),
        (samples.pdf() + samples.zipped(a_xml="x"), "a.pdf", refusals.TWO_THINGS),
        (samples.picture("JPEG") + samples.zipped(a_xml="x"), "a.jpg", refusals.TWO_THINGS),
        (samples.picture("JPEG") + b"<script>alert(1)</script>", "a.jpg", refusals.TWO_THINGS),
        (samples.word() + b"\0MZ", "plan.docx", refusals.TWO_THINGS),
    ],
)  # fmt: skip
def test_what_could_do_something_is_not_kept(raw, name, why):
    with pytest.raises(Dangerous) as refusal:
        recognise(raw, name=name)

    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", refusals.EMPTY), (b"\x00\x01\x02\x03" * 40, refusals.UNKNOWN), (b"{\\rtf1 hello}", refusals.RICH_TEXT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, refusals.OLD_OFFICE), (b"GIF89a", refusals.OTHER_PICTURE),
        (samples.zipped(letter_xml="x"), refusals.ARCHIVE), (b"\x1f\x8b\x08" + b"\0" * 30, refusals.ARCHIVE),
        (b"\0\0\0\x18ftypheic" + b"\0" * 30, refusals.TELEPHONE_PICTURE), (samples.pdf()[:300], refusals.BROKEN),
        (samples.pdf(password="x"), refusals.LOCKED_PDF), (samples.word()[:-30], refusals.BROKEN),
        (samples.picture("PNG")[:-20], refusals.TWO_THINGS), (samples.picture("JPEG")[:200], refusals.BROKEN),
        (samples.picture("PNG") + b"more", refusals.TWO_THINGS), (samples.bomb(), refusals.BOMB),
        (samples.word(more={"word/document.xml": LAUGHS}), refusals.BOMB),
        (samples.email_with("all.zip", samples.zipped(a_xml="x")), "is an archive"),
    ],
)  # fmt: skip
def test_what_is_broken_or_not_kept_says_what_to_do(raw, why):
    with pytest.raises(NotTaken) as refusal:
        recognise(raw, name="letter.pdf")

    assert why in str(refusal.value)


def test_a_picture_that_says_it_is_enormous_is_not_drawn():
    for width, height in ((60_000, 60_000), (9_000, 9_000)):
        with pytest.raises(NotTaken) as refusal:
            recognise(samples.picture_that_says_it_is(width, height), name="a.png")
        assert str(refusal.value) == refusals.BOMB


def test_an_email_may_carry_what_is_kept_and_what_is_only_unknown():
    for name, inside in (("report.pdf", samples.pdf()), ("report.xyz", b"\x00\x01\x02" * 40)):
        assert recognise(samples.email_with(name, inside)) is Found.EMAIL


@pytest.mark.parametrize(
    ("name", "inside"), [("invoice.exe", b"MZ\x90"), ("plan.docx", samples.word(more=MACRO)), ("a.html", b"<html>")]
)
def test_an_email_may_not_carry_what_could_do_something(name, inside):
    with pytest.raises(Dangerous, match=name):
        recognise(samples.email_with(name, inside))
