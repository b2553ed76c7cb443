"""Word, Excel and OpenDocument files: whether one opens and does nothing by itself, and what it says. Plain Python."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from lintel.foundation.documents import refusals
from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.refusals import Dangerous, NotTaken

BREAKS = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError,
          RuntimeError, EOFError, etree.LxmlError)  # fmt: skip
MOST_PARTS = 3_000
MOST_UNPACKED = 250_000_000
MOST_READ = 60_000_000
MOST_TIMES = 250
MAIN_PARTS = {
    "word/document.xml": Found.WORD, "xl/workbook.xml": Found.EXCEL, "content.xml": Found.WRITER,
}  # fmt: skip
WRITER = b"application/vnd.oasis.opendocument.text"
MACROS = re.compile(r"(vbaProject|vbaData|macrosheets/|activeX/|^Basic/|^Scripts/|customUI/)", re.I)
EMBEDDED = re.compile(r"(\.(bin|exe|dll|js|vbs|html?|hta|scr|bat|cmd|lnk)$|^ObjectReplacements/.*\.bin$)", re.I)
# The settings of a printer are the one harmless .bin of a workbook.
HARMLESS = re.compile(r"printerSettings\d*\.bin$", re.I)
FETCHES = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath|image)\"", re.I)
DDE = re.compile(rb"\bDDE(AUTO)?\b\s|<ddeLink|<oleLink", re.I)


def recognise(raw: bytes) -> Found:
    """
    Which kind of document a zipped file is.

    :raises Dangerous: if it carries macros or other files, or fetches something.
    :raises NotTaken: if it is an ordinary archive, broken, or would unpack into too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _is_no_bomb(packed, len(raw))
            found = _kind(packed)
            _does_nothing(packed)
            if raw[-22:-18] != b"PK\x05\x06" or packed.infolist()[0].header_offset:
                raise Dangerous(refusals.TWO_THINGS)
            for _ in _texts(packed, found):
                pass
            return found
    except BREAKS as broken:
        raise NotTaken(refusals.BROKEN) from broken


def text(raw: bytes, found: Found, *, longest: int) -> str:
    """The words of a document, up to so many letters."""
    said: list[str] = []
    letters = 0
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        for piece in _texts(packed, found):
            said.append(piece)
            letters += len(piece)
            if letters > longest:
                break
    return re.sub(r"[ \t]+", " ", "".join(said))


def _is_no_bomb(packed: zipfile.ZipFile, size: int) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise NotTaken(refusals.BOMB)
    if unpacked > 10_000_000 and unpacked > size * MOST_TIMES:
        raise NotTaken(refusals.BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise NotTaken(refusals.OLD_OFFICE)


def _kind(packed: zipfile.ZipFile) -> Found:
    names = set(packed.namelist())
    found = next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
    is_office = found in (Found.WORD, Found.EXCEL) and "[Content_Types].xml" in names
    is_writer = found is Found.WRITER and "mimetype" in names and _part(packed, "mimetype").strip() == WRITER
    if found is None or not (is_office or is_writer):
        raise NotTaken(refusals.ARCHIVE)
    return found


def _does_nothing(packed: zipfile.ZipFile) -> None:
    names = packed.namelist()
    if any(MACROS.search(name) for name in names):
        raise Dangerous(refusals.MACROS)
    if any(EMBEDDED.search(name) and not HARMLESS.search(name) for name in names):
        raise Dangerous(refusals.EMBEDDED)
    if "[Content_Types].xml" in names and b"macroEnabled" in _part(packed, "[Content_Types].xml"):
        raise Dangerous(refusals.MACROS)
    for name in names:
        if name.endswith(".rels") and _fetches(_part(packed, name)):
            raise Dangerous(refusals.LINKED)
    if any(DDE.search(_part(packed, name)) for name in names if name in MAIN_PARTS or "externalLinks/" in name):
        raise Dangerous(refusals.LINKED)


def _fetches(relations: bytes) -> bool:
    """Whether what a document is related to lies elsewhere and is fetched without a click, as a link is not."""
    elsewhere = re.findall(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", relations, re.I)
    return any(FETCHES.search(each.replace(b"'", b'"')) for each in elsewhere)


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        said = part.read(MOST_READ + 1)
    if len(said) > MOST_READ:
        raise NotTaken(refusals.BOMB)
    return said


def _texts(packed: zipfile.ZipFile, found: Found) -> Iterator[str]:
    names = packed.namelist()
    wanted = {
        Found.WORD: r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$",
        Found.EXCEL: r"xl/(sharedStrings|worksheets/sheet\d+|comments\d*)\.xml$",
        Found.WRITER: r"content\.xml$",
    }[found]
    for name in sorted(name for name in names if re.match(wanted, name)):
        yield from _said(_part(packed, name), found)


def _said(part: bytes, found: Found) -> Iterator[str]:
    """What stands between the marks: a new line after each paragraph, a space after each cell."""
    if b"<!DOCTYPE" in part[:4_096] or b"<!ENTITY" in part:
        raise NotTaken(refusals.BOMB)
    root = etree.fromstring(part, parser=etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if found is Found.WRITER:
            yield from _between(element, name)
        elif name == "t" and element.text:
            yield element.text
        elif name in ("p", "br", "tab", "si", "row"):
            yield "\n"


def _between(element: etree._Element, name: str) -> Iterator[str]:
    """OpenDocument writes its words straight between marks, and after them."""
    if name in ("p", "h"):
        yield "\n"
        yield "".join(str(each) for each in element.itertext())
