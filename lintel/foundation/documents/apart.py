"""
Files opened in a process of its own, which may take so much time and memory and no more, and write nothing.

    python -m lintel.foundation.documents.apart look letter.pdf < file     what it is, or why it is not taken
    python -m lintel.foundation.documents.apart read pdf < file            its words

A file that was made to exhaust whoever opens it exhausts this process alone: no page waits for it, nothing else stops.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from lintel.foundation.documents import refusals
from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.recognising import recognise
from lintel.foundation.documents.refusals import Dangerous, NotTaken
from lintel.foundation.documents.texts import text_of

LOOK_SECONDS, READ_SECONDS = 20, 60
MEMORY = 1_500_000_000


class CouldNotBeRead(Exception):
    """The words of this document could not be read."""


def look_apart(raw: bytes, *, name: str) -> Found:
    """
    What a file is, as `recognise` says.

    :raises Dangerous: if it could do something when it is opened.
    :raises NotTaken: if it is broken, of a kind that is not kept, or takes too much to open.
    """
    try:
        said = json.loads(_asked("look", name, raw, seconds=LOOK_SECONDS))
    except subprocess.SubprocessError as exhausted:
        raise NotTaken(refusals.BOMB) from exhausted
    if "found" in said:
        return Found(said["found"])
    raise (Dangerous if said["is_dangerous"] else NotTaken)(said["why"])


def read_apart(raw: bytes, found: Found) -> str:
    """
    The words of a document.

    :raises CouldNotBeRead: if reading it broke, or took too much.
    """
    if found.is_picture:
        return ""
    try:
        return _asked("read", found.value, raw, seconds=READ_SECONDS).decode("utf-8", "replace")
    except subprocess.SubprocessError as broken:
        raise CouldNotBeRead from broken


def _asked(what: str, of: str, raw: bytes, *, seconds: int) -> bytes:
    command = [sys.executable, "-m", "lintel.foundation.documents.apart", what, of.replace("\0", " ")]
    done = subprocess.run(command, input=raw, capture_output=True, timeout=2 * seconds, check=True)  # noqa: S603
    return done.stdout


def _look(raw: bytes, name: str) -> str:
    try:
        return json.dumps({"found": recognise(raw, name=name)})
    except NotTaken as refusal:
        return json.dumps({"why": str(refusal), "is_dangerous": isinstance(refusal, Dangerous)})


def main() -> None:
    what, of = sys.argv[1:]
    seconds = LOOK_SECONDS if what == "look" else READ_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    raw = sys.stdin.buffer.read()
    sys.stdout.write(_look(raw, of) if what == "look" else text_of(raw, Found(of)))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
