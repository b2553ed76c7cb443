"""The words of a document, whatever it is. Plain Python."""

from __future__ import annotations

from lintel.foundation.documents import emails, offices, pdfs
from lintel.foundation.documents.codes import Found

# PostgreSQL indexes up to a megabyte of lexemes; so many bytes of words never reach that.
MOST_BYTES = 300_000


def text_of(raw: bytes, found: Found) -> str:
    """The words of a document, without signs the database does not store, and no more than it can index."""
    if found is Found.PDF:
        said = pdfs.text(raw, longest=MOST_BYTES)
    elif found in (Found.WORD, Found.EXCEL, Found.WRITER):
        said = offices.text(raw, found, longest=MOST_BYTES)
    elif found is Found.EMAIL:
        said = emails.text(raw)
    else:
        said = emails.decoded(raw) if found is Found.TEXT else ""
    lines = (" ".join(line.split()) for line in said.replace("\0", " ").splitlines())
    kept = "\n".join(line for line in lines if line).encode("utf-8", "replace")[:MOST_BYTES]
    return kept.decode("utf-8", "ignore")
