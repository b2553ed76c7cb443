"""
The words of a document, read in a process of its own that may take so much time and memory and no more.

    python -m lintel.foundation.documents.texts pdf < file > words

A file that was made to exhaust whoever reads it exhausts this process alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from lintel.foundation.documents import emails, offices, pdfs
from lintel.foundation.documents.codes import Found

# PostgreSQL indexes up to a megabyte of lexemes; so many bytes of words never reach that.
MOST_BYTES = 300_000
SECONDS = 60
MEMORY = 1_500_000_000


class CouldNotBeRead(Exception):
    """The words of this document could not be read."""


def read_apart(raw: bytes, found: Found) -> str:
    """
    The words of a document, read in a process of its own.

    :raises CouldNotBeRead: if that process broke, or took too long or too much.
    """
    if found.is_picture:
        return ""
    command = [sys.executable, "-m", "lintel.foundation.documents.texts", found.value]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=2 * SECONDS, check=True)  # noqa: S603
    except subprocess.SubprocessError as broken:
        raise CouldNotBeRead from broken
    return done.stdout.decode("utf-8", "replace")


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


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(text_of(sys.stdin.buffer.read(), Found(sys.argv[1])).encode())


if __name__ == "__main__":
    main()
