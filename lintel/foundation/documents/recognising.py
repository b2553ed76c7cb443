"""
What a file is, by its content: recognised, opened once, and refused if it could do anything when somebody opens it.

Plain bytes in, a verdict out. The name a file came with is believed in one thing only: what calls itself a program.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from lintel.foundation.documents import emails, offices, pdfs, pictures, refusals
from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.refusals import Dangerous, NotTaken

PROGRAM_ENDINGS = frozenset((
    ".exe", ".com", ".scr", ".pif", ".msi", ".dll", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse",
    ".mjs", ".wsf", ".wsh", ".hta", ".jar", ".lnk", ".reg", ".cpl", ".sh", ".py", ".app", ".apk", ".dmg", ".iso",
    ".url", ".scf", ".chm",
))  # fmt: skip
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!",
            b"L\0\0\0\x01\x14\x02\0", b"!<arch>", b"dex\n")  # fmt: skip
BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", refusals.OLD_OFFICE), (b"{\\rtf", refusals.RICH_TEXT),
    (b"Rar!", refusals.ARCHIVE), (b"7z\xbc\xaf\x27\x1c", refusals.ARCHIVE), (b"\x1f\x8b", refusals.ARCHIVE),
    (b"BZh", refusals.ARCHIVE), (b"\xfd7zXZ", refusals.ARCHIVE), (b"\x28\xb5\x2f\xfd", refusals.ARCHIVE),
    (b"MSCF", refusals.ARCHIVE), (b"PK\x05\x06", refusals.ARCHIVE), (b"PK\x07\x08", refusals.ARCHIVE),
    (b"GIF8", refusals.OTHER_PICTURE), (b"BM", refusals.OTHER_PICTURE), (b"II*\0", refusals.OTHER_PICTURE),
    (b"MM\0*", refusals.OTHER_PICTURE), (b"RIFF", refusals.OTHER_PICTURE),
)  # fmt: skip
MARKUP = re.compile(
    rb"<(!doctype\s+(html|svg)|html|head|body|script|svg|iframe|object|embed|meta|\?php|\?xml|!entity|[a-z]+:|x?html)",
    re.I,
)
SCRIPTED = re.compile(rb"<(script|html|svg|iframe|\?php)[\s>/]", re.I)
# A telephone's name for its own pictures, after the length of the first box.
HEIC = re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1|avif)", re.S)
LOOKED_AT = 4_096


def recognise(raw: bytes, *, name: str = "") -> Found:
    """
    What a file is.

    :raises Dangerous: if it could do something when it is opened.
    :raises NotTaken: if it is broken, or of a kind that is not kept.
    """
    if not raw:
        raise NotTaken(refusals.EMPTY)
    if PurePath(name).suffix.lower() in PROGRAM_ENDINGS or raw.startswith(PROGRAMS):
        raise Dangerous(refusals.PROGRAM)
    if why := _known_and_not_kept(raw):
        raise NotTaken(why)
    for beginning, look in LOOKS:
        if raw.startswith(beginning):
            return look(raw)
    return _text_or_email(raw)


def _known_and_not_kept(raw: bytes) -> str:
    """Why a file of a kind that is known is not kept, or nothing."""
    for beginning, words in BEGINNINGS:
        if raw.startswith(beginning) and not (beginning == b"BM" and _is_text(raw)):
            return words
    if HEIC.match(raw):
        return refusals.TELEPHONE_PICTURE
    return refusals.ARCHIVE if raw[257:262] == b"ustar" else ""


def _pdf(raw: bytes) -> Found:
    if zipfile.is_zipfile(io.BytesIO(raw)) or SCRIPTED.search(raw[:LOOKED_AT]):
        raise Dangerous(refusals.TWO_THINGS)
    pdfs.check(raw)
    return Found.PDF


def _picture(raw: bytes, kind: Found) -> Found:
    is_two = zipfile.is_zipfile(io.BytesIO(raw)) or b"%PDF-" in raw[:LOOKED_AT] or SCRIPTED.search(raw)
    if is_two:
        raise Dangerous(refusals.TWO_THINGS)
    pictures.check(raw, kind.name)
    return kind


def _zipped(raw: bytes) -> Found:
    found = offices.recognise(raw)
    if SCRIPTED.search(raw[:60]) or b"%PDF-" in raw[:1_024]:
        raise Dangerous(refusals.TWO_THINGS)
    return found


LOOKS: tuple[tuple[bytes, Callable[[bytes], Found]], ...] = (
    (b"%PDF-", _pdf), (b"\x89PNG\r\n\x1a\n", lambda raw: _picture(raw, Found.PNG)),
    (b"\xff\xd8\xff", lambda raw: _picture(raw, Found.JPEG)), (b"PK\x03\x04", _zipped),
)  # fmt: skip


def _text_or_email(raw: bytes) -> Found:
    if not _is_text(raw):
        raise NotTaken(refusals.UNKNOWN)
    if emails.is_one(raw):
        for name, inside in emails.attached(raw):
            _is_harmless(name, inside)
        return Found.EMAIL
    beginning = emails.decoded(raw).lstrip("\ufeff \t\r\n").encode()[:LOOKED_AT]
    if MARKUP.match(beginning) or SCRIPTED.search(beginning):
        raise Dangerous(refusals.WEB_PAGE)
    return Found.TEXT


def _is_harmless(name: str, inside: bytes) -> None:
    """An attachment of an e-mail may be of a kind that is not kept by itself; it may not be one that does something."""
    try:
        recognise(inside, name=name)
    except Dangerous as danger:
        raise Dangerous(f"“{name}”, attached to this e-mail, is not kept. {danger}") from danger
    except NotTaken as refusal:
        if str(refusal) == refusals.ARCHIVE:
            raise NotTaken(f"“{name}”, attached to this e-mail, is an archive. {refusal}") from refusal


def _is_text(raw: bytes) -> bool:
    """Whether these bytes are words: no NUL outside UTF-16, and next to no signs that no keyboard has."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError:
            return False
        return "\0" not in text
    odd = sum(raw.count(bytes([sign])) for sign in range(32) if sign not in (9, 10, 12, 13))
    return b"\0" not in raw and odd * 200 <= len(raw)
