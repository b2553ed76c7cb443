"""
Files that cannot be taken, and what the person who offered them can do about it.

Everything here is decided from the size of the file, its first bytes or the parts a workbook is made of, before any
content is trusted. A workbook is a zip archive: its parts are unpacked once, in pieces that are thrown away, so that
one made to swell until it fills the machine is found out by what it holds and not by what it says it holds.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

MEGABYTE = 1024 * 1024
# What a workbook may unpack to. Three years of a large authority are under 300 MB of sheets.
LARGEST_UNPACKED = 700 * MEGABYTE
# The texts of a workbook are held in memory while it is read.
LARGEST_TEXTS = 120 * MEGABYTE
# Sheets of repeated values shrink to a fiftieth; ten thousandth is not a list of children.
HIGHEST_RATIO = 400
RATIO_COUNTS_FROM = 20 * MEGABYTE
MOST_PARTS = 2_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

EMPTY = "The file is empty. Check that it was saved, and offer it again."
NOT_A_WORKBOOK = (
    "This is not a workbook that can be read. Open it in Excel, save it as an Excel workbook (.xlsx), and offer that."
)
LOCKED = (
    "This workbook is protected by a password. Open it, remove the password (File, Info, Protect Workbook), "
    "save it, and offer it again."
)
OLD_WORKBOOK = (
    "This is an old Excel workbook (.xls). Open it in Excel, save it as an Excel workbook (.xlsx), and offer that."
)
OPEN_DOCUMENT = "This is an OpenDocument spreadsheet. Save it as an Excel workbook (.xlsx), and offer that."
DAMAGED = (
    "This workbook is damaged and cannot be opened. Open it in Excel, let Excel repair it, save it, and offer it again."
)
SWELLS = (
    "This workbook unpacks to far more than a list of children can be. Copy the lists into a new workbook, "
    "and offer that."
)
SMUGGLES = (
    "This workbook contains instructions (a document type or entities) that no spreadsheet program writes. "
    "Copy the lists into a new workbook, and offer that."
)
ARCHIVE = "This is an archive of several files. Unpack it, and offer the workbook or the lists in it one by one."
A_PICTURE_OR_PAGE = (
    "This is not a list: it looks like a document or a picture. Offer the workbook or the CSV file that the "
    "list was made from."
)
IS_XML = "This is an XML file. If it is the CIN census, choose “CIN census” and offer it again."
NOT_XML = "This is not an XML file. The CIN census is the XML file made for COLLECT; offer that file."
CUT_OFF = (
    "This XML file is cut off or damaged: it stops making sense near line {line}. Export it again, and check "
    "that the export finishes."
)
NOT_CENSUS = (
    "This XML file is not a CIN census: it begins with “{root}”. Offer the file made for COLLECT, which "
    "begins with “Message”."
)
ENTITIES = (
    "This XML file has a document type declaration (DOCTYPE), which could make it fetch or swell; no census "
    "has one. Export it again from the case system."
)
NO_CHILDREN = "This CIN census holds no children. Check that the export finished and covers the right year."
NO_LIST = (
    "None of the lists was recognised: {why} Check that each sheet has a row of headings, as in Ofsted's "
    "template, and that this is the right file."
)
NO_ROWS = "The lists were recognised, but none of them has a row beneath its headings. Check that the export finished."
TOO_MANY_ROWS = "There are more than {limit:,} rows in this file. Offer it in parts, for example one year at a time."
NOT_TEXT = "This CSV file cannot be read as text. Save it as “CSV UTF-8 (comma delimited)”, and offer it again."
CANNOT_SPLIT = (
    "This CSV file cannot be split into columns near line {line}: a quotation mark is opened and never "
    "closed. Save it again from Excel as CSV."
)


class FileRefused(Exception):
    """The file cannot be taken; the message is a plain sentence that says what to do. Nothing of it is stored."""


def too_large(size: int, *, largest: int) -> str:
    """What is said of a file too large to read; the size alone decides, and nothing of it is opened."""
    return (
        f"This file is {size / MEGABYTE:,.0f} MB; the largest that is read is {largest / MEGABYTE:,.0f} MB. "
        "Offer it in parts, for example one year at a time."
    )


def look_at(path: Path, *, wants_xml: bool) -> str:
    """
    What kind of file this is by its first bytes: `workbook`, `xml` or `csv`.

    :raises FileRefused: if it is none that can be read where it was offered.
    """
    with path.open("rb") as opened:
        start = opened.read(4096)
    if not start.strip():
        raise FileRefused(EMPTY)
    if start.startswith(OLE):
        raise FileRefused(LOCKED if _holds_an_encrypted_package(path) else OLD_WORKBOOK)
    if start.startswith(b"PK"):
        inspect_workbook(path)
        return "workbook"
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise FileRefused(A_PICTURE_OR_PAGE)
    return _xml_or_csv(start, wants_xml=wants_xml)


def _xml_or_csv(start: bytes, *, wants_xml: bool) -> str:
    is_xml = start.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n\x00").startswith(b"<")
    if is_xml and not wants_xml:
        raise FileRefused(IS_XML)
    if not is_xml and wants_xml:
        raise FileRefused(NOT_XML)
    return "xml" if is_xml else "csv"


def _holds_an_encrypted_package(path: Path) -> bool:
    with path.open("rb") as opened:
        return "EncryptedPackage".encode("utf-16-le") in opened.read(4 * MEGABYTE)


def inspect_workbook(path: Path) -> None:
    """
    Unpack every part of a workbook once, keeping nothing.

    :raises FileRefused: if it is not a workbook, is damaged, swells or smuggles.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_other_archives(archive)
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise FileRefused(SWELLS)
            total = 0
            for part in parts:
                total += _inspect_part(archive, part, room=LARGEST_UNPACKED - total)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as broken:
        raise FileRefused(LOCKED if "password" in str(broken) else DAMAGED) from broken


def _refuse_other_archives(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise FileRefused(OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names:
        raise FileRefused(ARCHIVE)
    if not any(name.startswith("xl/") for name in names):
        raise FileRefused(NOT_A_WORKBOOK)


def _inspect_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, room: int) -> int:
    """Unpack one part in pieces; return how large it really is."""
    is_text = part.filename.endswith((".xml", ".rels", ".vml"))
    room = min(room, LARGEST_TEXTS) if part.filename.endswith("sharedStrings.xml") else room
    size, before = 0, b""
    with archive.open(part) as opened:
        while piece := opened.read(MEGABYTE):
            size += len(piece)
            shrunk = size / max(part.compress_size, 1)
            if size > room or (size > RATIO_COUNTS_FROM and shrunk > HIGHEST_RATIO):
                raise FileRefused(SWELLS)
            if is_text and DECLARES.search((before + piece).replace(b"\x00", b"")):
                raise FileRefused(SMUGGLES)
            before = piece[-64:]
    return size
