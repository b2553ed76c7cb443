"""Small files of every kind, made here: some as they come to a front door, some made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from base64 import b64encode

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>{more}</Types>"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="http://elsewhere.example/x" TargetMode="External"/></Relationships>'
)
TEXT = b"Kestrel Primary School\nMia came without a coat on Monday and asked for a second breakfast.\n"
EMAIL = (
    b"From: Kestrel Primary <office@kestrel.example>\r\nTo: door@ravenshire.example\r\n"
    b"Subject: Attendance this half term\r\nDate: Thu, 20 Feb 2025 09:14:00 +0000\r\nMessage-ID: <1@a.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nShe was here on eleven days of thirty.\r\n"
)


def zipped(**parts: str | bytes) -> bytes:
    return _zip({name.replace("__", "/").replace("_xml", ".xml"): said for name, said in parts.items()})


def _zip(parts: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, said in parts.items():
            packed.writestr(name, said)
    return kept.getvalue()


def word(words: str = "The health visitor saw the baby’s cot.", *, more: dict[str, str | bytes] | None = None) -> bytes:
    return _zip(
        {
            "[Content_Types].xml": TYPES.format(more=""),
            "word/document.xml": f"<w:document {WORD_NS}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
            "</w:document>",
        }
        | (more or {})
    )


def excel(words: str = "Kestrel attendance") -> bytes:
    return _zip(
        {
            "[Content_Types].xml": TYPES.format(more=""), "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": f"<sst><si><t>{words}</t></si></sst>",
        }
    )  # fmt: skip


def writer(words: str = "Grandmother writes that Noah sleeps.") -> bytes:
    office, text = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:document-content xmlns:o="{office}" xmlns:t="{text}">'
            f"<o:body><t:p>{words}</t:p></o:body></o:document-content>",
        }
    )


def pdf(words: str = "Strengths and worries: a warm kitchen.", *, password: str = "") -> bytes:
    """One page with one line of words on it; locked where that is asked for."""
    made = PdfWriter()
    page = made.add_blank_page(width=595, height=842)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT /F1 14 Tf 60 760 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = made._add_object(drawn)
    if password:
        made.encrypt(password, algorithm="RC4-128")
    return _written(made)


def pdf_with(action: str) -> bytes:
    """A page that orders something when it is opened."""
    made = PdfWriter()
    page = made.add_blank_page(width=100, height=100)
    order = DictionaryObject({NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("x")})
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): made._add_object(order)})
    page[NameObject("/Annots")] = ArrayObject()
    return _written(made)


def pdf_carrying_a_file() -> bytes:
    made = PdfWriter()
    made.add_blank_page(width=100, height=100)
    made.add_attachment("x.exe", b"MZ")
    return _written(made)


def _written(made: PdfWriter) -> bytes:
    kept = io.BytesIO()
    made.write(kept)
    return kept.getvalue()


def picture_that_says_it_is(width: int, height: int) -> bytes:
    """A picture of a few dots whose head promises so many."""
    small = picture("PNG")
    head = b"IHDR" + struct.pack(">II", width, height) + small[24:29]
    return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]


def picture(kind: str = "PNG", *, size: tuple[int, int] = (40, 30), taken: str = "") -> bytes:
    kept = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    if taken:
        exif[306] = taken
    image.save(kept, kind, exif=exif)
    return kept.getvalue()


def email_with(name: str, inside: bytes) -> bytes:
    """A message with a file attached to it."""
    return (
        b"From: a@b.example\r\nDate: Thu, 20 Feb 2025 09:14:00 +0000\r\nSubject: The report\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\nContent-Type: text/plain\r\n\r\nHere.\r\n--X\r\n"
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: "
        b'attachment; filename="' + name.encode() + b'"\r\n\r\n' + b64encode(inside) + b"\r\n--X--\r\n"
    )


def bomb() -> bytes:
    """A Word document that unpacks into a thousand times its size."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b" " * 1_000)
        packed.writestr("word/media/image1.png", bytes(12_000_000))
    return kept.getvalue()
