"""Reading an e-mail that was saved as a file or pasted: who sent it, when it came, what it says. Plain Python."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

LARGEST = 25 * 1024 * 1024
DEEPEST = 8
MOST_PARTS = 500
HEADERS_OF_A_MESSAGE = re.compile(rb"^(received|message-id|mime-version|return-path|delivered-to):", re.I | re.M)
OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "This is an Outlook .msg file. Save the e-mail as .eml, or copy its text and paste it.",
    b"%PDF": "This is a PDF, not an e-mail. Save the e-mail itself as .eml, or paste its text.",
    b"PK\x03\x04": "This is an Office document or a zip. Save the e-mail itself as .eml, or paste its text.",
}  # fmt: skip


class NotAnEmail(Exception):
    """What was handed in cannot be read as an e-mail; the message says what to do."""


@dataclass(frozen=True)
class Sender:
    name: str = ""
    address: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, kw_only=True)
class Email:
    """
    An e-mail as it was read.

    `received_at` is the time of the last server that took it in, or else the sender's own; None where it says neither.
    `forwarded` is who wrote what it passes on, where it passes something on.
    """

    sender: Sender
    subject: str
    text: str
    message_id: str
    received_at: datetime | None
    is_senders_clock: bool = False
    attachments: tuple[str, ...] = ()
    forwarded: Sender | None = None


@dataclass
class _Found:
    texts: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    forwarded: Sender | None = None
    parts: int = 0


def bytes_of(pasted: str) -> bytes:
    """
    Pasted text as the message it is. What a mail program shows (From, Sent, To, Subject) is made into headers.

    :raises NotAnEmail: if there is nothing.
    """
    if not pasted.strip():
        raise NotAnEmail("Paste the text of the e-mail, or choose its file.")
    raw = pasted.lstrip("\ufeff \r\n").encode()
    head = raw.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    if HEADERS_OF_A_MESSAGE.search(head):
        return raw
    names = {b"sent": b"X-Sent", b"date": b"X-Sent"}
    lines, headers = raw.splitlines(), []
    while lines and (found := re.match(rb"\s*(from|sent|date|to|cc|subject|importance):\s*(.*)", lines[0], re.I)):
        headers.append(names.get(found[1].lower(), found[1].title()) + b": " + found[2].strip())
        lines.pop(0)
    return b"\n".join([*headers, b"Content-Type: text/plain; charset=utf-8", b"", *lines])


def read(raw: bytes, *, now: datetime) -> Email:
    """
    Read a message.

    :raises NotAnEmail: if it is none, or is broken beyond reading.
    """
    for beginning, words in OTHER_FILES.items():
        if raw.startswith(beginning):
            raise NotAnEmail(words)
    if not raw.strip():
        raise NotAnEmail("The file is empty.")
    if len(raw) > LARGEST:
        raise NotAnEmail(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    try:
        message = email.message_from_bytes(raw)
        if not message.keys() or b"\0" in raw[:2_000]:
            raise NotAnEmail("This is not an e-mail: it has no sender, no date and no subject.")
        found = _Found()
        _look_into(message, found, depth=0)
    except RecursionError as bomb:
        raise NotAnEmail("Too many messages lie inside each other in this e-mail. Paste its text instead.") from bomb
    text = _clean("\n\n".join(filter(None, (each.strip() for each in found.texts))))
    received_at, is_senders_clock = _received(message, now)
    return Email(
        sender=_sender(message), subject=_header(message, "Subject")[:300], text=text,
        message_id=_header(message, "Message-ID").strip("<> "), received_at=received_at,
        is_senders_clock=is_senders_clock, attachments=tuple(found.attachments),
        forwarded=found.forwarded or _forwarded_in(text),
    )  # fmt: skip


def without_attachments(raw: bytes) -> bytes:
    """The message as it came, byte for byte, except that attached files have given way to a line that says so."""
    message = email.message_from_bytes(raw)
    attached = [part for part in _leaves(message) if _is_attached(part)]
    if not attached:
        return raw
    for part in attached:
        size = len(_payload(part))
        del part["Content-Transfer-Encoding"]
        part.set_payload(f"[An attached file of {size:,} bytes stood here. It is not kept.]\n")
    try:
        return message.as_bytes(policy=policy.compat32.clone(max_line_length=None))
    except (UnicodeError, LookupError, ValueError):
        return raw.split(b"\n\n", 1)[0] + b"\n\n[The rest could not be written down as it came.]\n"


def stated_in(raw: bytes) -> datetime | None:
    """The time that a mail program shows as "Sent", where it was pasted: to be confirmed by whoever hands it in."""
    said = _header(email.message_from_bytes(raw), "X-Sent")
    shapes = ("%d %B %Y %H:%M", "%A, %d %B %Y %H:%M", "%A, %B %d, %Y %I:%M %p", "%d/%m/%Y %H:%M", "%d %B %Y %H:%M:%S")
    for shape in shapes:
        try:
            return datetime.strptime(said, shape)  # noqa: DTZ007 — the clock on somebody's wall
        except ValueError:
            continue
    return None


# --- the parts of a message -------------------------------------------------------------------------------------------


def _look_into(part: Message[Any, Any], found: _Found, *, depth: int) -> None:
    found.parts += 1
    if depth > DEEPEST or found.parts > MOST_PARTS:
        raise NotAnEmail("Too many messages lie inside each other in this e-mail. Paste its text instead.")
    kind = part.get_content_type()
    inside = [each for each in part.get_payload() if isinstance(each, Message)] if part.is_multipart() else []
    if kind == "message/rfc822" and inside:
        found.forwarded = found.forwarded or _sender(inside[0])
        found.texts.append(f"From: {_sender(inside[0])}\nSubject: {_header(inside[0], 'Subject')}")
    if kind == "multipart/alternative":
        inside = [_best_of(inside)] if inside else []
    for each in inside:
        _look_into(each, found, depth=depth + 1)
    if part.is_multipart():
        return
    if _is_attached(part):
        found.attachments.append(_clean(_filename(part) or part.get_content_type())[:200])
    else:
        text = _decoded(part)
        found.texts.append(text_of_html(text) if kind == "text/html" else text)


def _best_of(alternatives: list[Message[Any, Any]]) -> Message[Any, Any]:
    """Of the same thing said twice, the plain text, unless it says nothing."""
    plain = [each for each in alternatives if each.get_content_type() == "text/plain" and _decoded(each).strip()]
    return (plain or alternatives[::-1])[0]


def _leaves(message: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    return (part for part in message.walk() if not part.is_multipart())


def _is_attached(part: Message[Any, Any]) -> bool:
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return not is_text or bool(_filename(part)) or part.get_content_disposition() == "attachment"


def _filename(part: Message[Any, Any]) -> str:
    try:
        return str(part.get_filename() or "")
    except (UnicodeError, LookupError, ValueError):
        return "a file"


def _payload(part: Message[Any, Any]) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _decoded(part: Message[Any, Any]) -> str:
    raw = _payload(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", "replace")


# --- its head ---------------------------------------------------------------------------------------------------------


def _header(message: Message[Any, Any], name: str) -> str:
    said = message.get(name, "")
    try:
        shown = str(policy.default.header_factory(name, str(said).replace("\n", "").replace("\r", "")))
    except Exception:  # the library has no one word for what strangers put into headers
        shown = str(said)
    return _clean(" ".join(shown.split()))


def _sender(message: Message[Any, Any]) -> Sender:
    name, address = parseaddr(_header(message, "From"))
    return Sender(name[:120], address[:200])


def _received(message: Message[Any, Any], now: datetime) -> tuple[datetime | None, bool]:
    """When the last server took it in (the topmost line), or else when the sender's clock says it was sent."""
    lines = [str(line).rpartition(";")[2] for line in message.get_all("Received", [])[:1]]
    for said, is_senders in [*((line, False) for line in lines), (str(message.get("Date", "")), True)]:
        try:
            found = parsedate_to_datetime(said.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found
        if datetime(1995, 1, 1, tzinfo=UTC) < found <= now:
            return found, is_senders
    return None, False


PASSED_ON = re.compile(
    r"^[>\s]*\*?From:\*?[ \t]*(?P<who>\S.*)\n(?:.*\n){0,5}?[>\s]*\*?(?:Subject|Sent|Date|To):", re.I | re.M
)


def _forwarded_in(text: str) -> Sender | None:
    """Who wrote what a message passes on in its text, as mail programs write it."""
    found = PASSED_ON.search(text)
    if found is None:
        return None
    said = re.sub(r"\[?mailto:([^\]\s>]+)\]?", r"<\1>", found["who"]).strip()
    name, address = parseaddr(said)
    return Sender(name[:120], address[:200]) if "@" in address else Sender(said[:120])


def _clean(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


# --- HTML -------------------------------------------------------------------------------------------------------------

BLOCKS = frozenset((
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "pre",
))  # fmt: skip
SILENT = frozenset(("script", "style", "title"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """The words of a page of HTML, a line for each block; nothing of it is ever shown as markup."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.said).split("\n")]
    said = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    # Broken beyond reading (a style that never ends): better its words with some rubbish than nothing.
    return said or " ".join(re.sub(r"<[^>]*>", " ", html).split())
