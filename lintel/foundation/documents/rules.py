"""What may be attached at once, what a file is called here, and what stands on the page of a search. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PureWindowsPath

from lintel.foundation.documents.codes import DocumentKind, Found

MOST_AT_ONCE = 20
# What no file system and no header bears, and what could make a name read otherwise than it is.
NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
# What PostgreSQL puts around the words that were found; no document has these two signs of nobody's alphabet.
BEGINS, ENDS = "\ue000", "\ue001"


@dataclass(frozen=True)
class Piece:
    """Some words of a passage, and whether they are what was looked for."""

    words: str
    is_found: bool


def name_as_sent(name: str) -> str:
    """The name a file came with, without the folders of whoever sent it and without signs that deceive."""
    plain = NOT_IN_A_NAME.sub(" ", unicodedata.normalize("NFC", PureWindowsPath(name.replace("\0", " ")).name))
    return " ".join(plain.split())[:200] or "no name"


def title_of(name: str) -> str:
    """What a document is called until somebody says otherwise: its file's name, as words."""
    stem = re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", name_as_sent(name))
    words = " ".join(re.sub(r"[_+]+|(?<=\w)-(?=\w)", " ", stem).split())
    return (words[:1].upper() + words[1:])[:150] or "Without a name"


def name_for_download(title: str, found: Found) -> str:
    """What a file is called when it leaves: its title, and the ending of what it is, whatever it was called."""
    return f"{' '.join(NOT_IN_A_NAME.sub(' ', title).split())[:120] or 'document'}{found.ending}"


def kind_of(found: Found) -> DocumentKind:
    """What a document most likely is, where nobody says."""
    if found.is_picture:
        return DocumentKind.PICTURE
    return DocumentKind.EMAIL if found is Found.EMAIL else DocumentKind.OTHER


def pieces_of(passage: str) -> list[Piece]:
    """A passage as the search returned it, in pieces: what was looked for, and what stands around it."""
    found: list[Piece] = []
    for number, part in enumerate(re.split(f"[{BEGINS}{ENDS}]", passage)):
        if part:
            found.append(Piece(part, is_found=number % 2 == 1))
    return found


def has_a_hit(pieces: Iterable[Piece]) -> bool:
    """Whether what was looked for stands in a passage, rather than in the name."""
    return any(piece.is_found for piece in pieces)


def size_in_words(size: int) -> str:
    """1.2 MB, 340 KB"""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1_000))} KB"
