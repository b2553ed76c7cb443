"""Whether words stand in an entry of the record. Plain values in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.oversight.audits.record.codes import Kind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    One entry of a record. `words` are its paragraphs, in full.

    :param source: what it was read from, as "visits.visit/12"; a citation says this.
    :param lasts, until: of what has a length, whether it does, and the first day it no longer held.
    """

    source: str
    on: date
    what: str
    words: tuple[str, ...] = ()
    kind: Kind = Kind.OTHER
    lasts: bool = False
    until: date | None = None
    came_from: str = ""

    @property
    def title(self) -> str:
        """What it is, and its day: what stands beside a citation."""
        return f"{self.what}, {self.on:%-d %B %Y}"

    @property
    def whole(self) -> str:
        return "\n".join((f"{self.on:%-d %B %Y}", self.what, *self.words, self.came_from))

    def holds(self, quote: str) -> bool:
        """Whether these words stand in it, however they are broken into lines: evidence is quoted, not retold."""
        text = _plain(self.whole)
        pieces = [_plain(piece) for piece in quote.splitlines() if piece.strip()]
        return bool(pieces) and all(piece in text for piece in pieces)


def latest_first(entries: Iterable[Entry]) -> list[Entry]:
    """The latest first; on one day in the order in which they were read."""
    return sorted(entries, key=lambda each: each.on, reverse=True)


def chosen(entries: Sequence[Entry], *, kind: Kind | None, since: date | None) -> list[Entry]:
    """Those of a kind, or all, that happened or still held on or after a day."""
    return [
        each for each in entries
        if (kind is None or each.kind is kind)
        and (since is None or each.on >= since or (each.lasts and (each.until is None or each.until > since)))
    ]  # fmt: skip


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
