"""PDFs: whether one opens and does nothing by itself, and what it says. Plain Python."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from lintel.foundation.documents import refusals
from lintel.foundation.documents.refusals import Dangerous, NotTaken

# Whatever strangers put into a file, the library has no one word for how it breaks.
BREAKS = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError, EOFError)
MOST_OBJECTS = 60_000
MOST_PAGES = 2_000
DEEPEST = 30
# What a PDF can do by itself, or carry, by the names of PDF 1.7.
ACTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"})
CARRIES = frozenset({"/JS", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA"})
AFTER_ITS_END = 2_048

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def check(raw: bytes) -> None:
    """
    Look at every object of a PDF without drawing or running any.

    :raises Dangerous: if it carries scripts, other files or orders.
    :raises NotTaken: if it does not open, or only with a password.
    """
    end = raw.rfind(b"%%EOF")
    if end < 0 or len(raw) - end > AFTER_ITS_END:
        raise NotTaken(refusals.BROKEN)
    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotTaken(refusals.LOCKED_PDF)
        if not 0 < len(reader.pages) <= MOST_PAGES:
            raise NotTaken(refusals.BROKEN)
        if any(_does_something(each) for each in _objects(reader)):
            raise Dangerous(refusals.ACTIVE_PDF)
    except BREAKS as broken:
        raise NotTaken(refusals.BROKEN) from broken


def text(raw: bytes, *, longest: int) -> str:
    """The words of a PDF, page after page, up to so many letters; nothing where it is a picture of a page."""
    found: list[str] = []
    letters = 0
    for page in PdfReader(io.BytesIO(raw), strict=False).pages:
        try:
            found.append(page.extract_text())
        except BREAKS:
            continue  # one page that cannot be read does not hide the others
        letters += len(found[-1])
        if letters > longest:
            break
    return re.sub(r"[ \t]+", " ", "\n\n".join(found))


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object there is, also those nothing points at, and the root."""
    yield reader.trailer
    numbers = {(n, g) for g, ns in reader.xref.items() for n in ns} | {(n, 0) for n in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise NotTaken(refusals.BOMB)
    for number, generation in sorted(numbers):
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except BREAKS:
            continue  # an object that cannot be read cannot be carried out either


def _does_something(thing: Any, depth: int = 0) -> bool:
    """Whether an object, or what it holds itself, is an order or carries a file; what it points at comes by itself."""
    if depth > DEEPEST:
        raise NotTaken(refusals.BOMB)
    held: list[Any] = []
    if isinstance(thing, DictionaryObject):
        if CARRIES & set(thing.keys()) or _names(thing) & (ACTS | CARRIES):
            return True
        held = [thing.raw_get(key) for key in thing]
    elif isinstance(thing, ArrayObject):
        held = list(list.__iter__(thing))
    return any(_does_something(each, depth + 1) for each in held)


def _names(thing: DictionaryObject) -> set[str]:
    """What an object says it is."""
    return {str(thing.raw_get(key)) for key in ("/S", "/Type", "/Subtype") if key in thing}
