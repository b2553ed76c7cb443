"""E-mails and plain text: what is one, what it says, and what is attached to it. Plain Python."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import policy
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

from lintel.foundation.documents import refusals
from lintel.foundation.documents.refusals import NotTaken
from lintel.statute.calendar import local_day

HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:", re.A)
SENDER = re.compile(rb"^from:", re.I | re.M)
SENT = re.compile(rb"^(date|received|message-id|mime-version):", re.I | re.M)
MOST_PARTS = 300
DEEPEST = 8


@dataclass(frozen=True)
class OfItself:
    """What a message says of itself."""

    subject: str = ""
    sender: str = ""
    sent_on: date | None = None


def is_one(raw: bytes) -> bool:
    """Whether these bytes begin as a message does: with its headers, a sender and a time or number among them."""
    head = re.split(rb"\r?\n\r?\n", raw.lstrip(b"\r\n"), maxsplit=1)[0]
    return bool(HEADER.match(head) and SENDER.search(head) and SENT.search(head))


def attached(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """
    What is attached to a message, with its name.

    :raises NotTaken: if too many messages lie inside each other.
    """
    for part in _parts(raw):
        name = _name(part)
        is_words = part.get_content_type() in ("text/plain", "text/html")
        if name or not is_words or part.get_content_disposition() == "attachment":
            yield name or part.get_content_type(), _payload(part)


def of_itself(raw: bytes) -> OfItself:
    """Its subject, who sent it and when; what it does not say stays empty."""
    message = email.message_from_bytes(raw)
    name, address = parseaddr(_header(message, "From"))
    try:
        sent = _day_here(parsedate_to_datetime(str(message.get("Date", "")).strip()))
    except (ValueError, TypeError, IndexError, OverflowError):
        sent = None
    return OfItself(_header(message, "Subject")[:150], (name or address)[:120], sent)


def _day_here(sent: datetime) -> date:
    """The day it was sent where we are; a message that names no zone counts from Greenwich."""
    return local_day(sent if sent.tzinfo else sent.replace(tzinfo=UTC))


def text(raw: bytes) -> str:
    """Its subject, its sender and its words."""
    said = of_itself(raw)
    pieces = [said.subject, said.sender]
    for part in _parts(raw):
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            words = decoded(_payload(part), part.get_content_charset())
            pieces.append(_words_of_html(words) if kind == "text/html" else words)
        elif name := _name(part):
            pieces.append(name)
    return "\n\n".join(piece.strip() for piece in pieces if piece.strip())


def decoded(raw: bytes, charset: str | None = None) -> str:
    """Bytes as words, by what they say they are, or else as most are."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    for each in (charset or "utf-8-sig", "utf-8-sig", "cp1252"):
        try:
            return raw.decode(each)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("latin-1")


def _parts(raw: bytes) -> list[Message[Any, Any]]:
    try:
        found = list(_leaves(email.message_from_bytes(raw), 0))
    except RecursionError as bomb:
        raise NotTaken(refusals.BOMB) from bomb
    if len(found) > MOST_PARTS:
        raise NotTaken(refusals.BOMB)
    return found


def _leaves(message: Message[Any, Any], depth: int) -> Iterator[Message[Any, Any]]:
    if depth > DEEPEST:
        raise NotTaken(refusals.BOMB)
    inside = message.get_payload()
    if message.is_multipart() and isinstance(inside, list):
        for part in inside:
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
    else:
        yield message


def _payload(part: Message[Any, Any]) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _name(part: Message[Any, Any]) -> str:
    try:
        return _clean(str(part.get_filename() or ""))[:200]
    except (UnicodeError, LookupError, ValueError):
        return "a file"


def _header(message: Message[Any, Any], name: str) -> str:
    said = str(message.get(name, "")).replace("\n", "").replace("\r", "")
    # The library has no one word for what strangers put into headers.
    with suppress(Exception):
        said = str(policy.default.header_factory(name, said))
    return _clean(" ".join(said.split()))


def _clean(words: str) -> str:
    return words.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.said.append("\n" if tag in ("p", "br", "div", "tr", "li") else " ")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in ("script", "style")))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def _words_of_html(words: str) -> str:
    parser = _Words()
    parser.feed(words)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.said).split("\n"))
    return "\n".join(line for line in lines if line)
