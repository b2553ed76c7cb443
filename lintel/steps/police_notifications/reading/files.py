"""Files: comma or semicolon, old encodings or new, XML without entities, JSON. Every row comes out, read or refused."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from lxml import etree

from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.reading import making
from lintel.steps.police_notifications.reading.headings import of_a_person, of_the_notice, part_of, plain, whose
from lintel.steps.police_notifications.reading.notices import Problem, RowRead

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 20_000
SEPARATORS = (",", ";", "\t", "|")
NOTICES = {"notification", "notice", "incident", "ppn", "referral", "report", "merlin", "row", "record"}


class FileUnreadable(Exception):
    """The whole file cannot be read; the words say why and what to do."""


def read_file(content: bytes, *, received_at: datetime) -> list[RowRead]:
    """
    The rows of a CSV or XML file or the entries of a list in JSON, in order: each a notice, or the problems that keep
    it out.

    :raises FileUnreadable: if it is no such file, is too large, or has no row.
    """
    if len(content) > LARGEST:
        raise FileUnreadable(f"The file is larger than {LARGEST // 1024 // 1024} MB. Send it in parts.")
    if not content.strip():
        raise FileUnreadable("The file is empty.")
    text = text_of(content)
    listed = _listed(text)
    if listed is not None:
        rows = [_message(number, each, received_at) for number, each in enumerate(listed, start=1)]
    else:
        rows = _xml(content, received_at) if _begins_with("<", text) else _csv(text, received_at)
    if not rows:
        raise FileUnreadable("There is no row in the file below the headings.")
    return rows


def _begins_with(sign: str, text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t").startswith(sign)


def text_of(content: bytes) -> str:
    """The text, whatever it was encoded in: by its mark, else UTF-8, else as Windows writes it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# --- CSV --------------------------------------------------------------------------------------------------------------


def _csv(text: str, received_at: datetime) -> list[RowRead]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    lines = csv.reader(
        io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), delimiter=separator, strict=True
    )
    try:
        table = [line for line in lines if any(cell.strip() for cell in line)]
    except csv.Error as fault:
        raise FileUnreadable(f"The file breaks off or is not a table: {fault}.") from None
    if not table or not any(of_the_notice(heading) == "reference" for heading in table[0]):
        raise FileUnreadable(
            "No column for the police reference was found in the first line. The first line must hold the headings."
        )
    if len(table) - 1 > MOST_ROWS:
        raise FileUnreadable(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
    headings = _each_once(table[0])
    return [_line(number, headings, line, received_at) for number, line in enumerate(table[1:], start=2)]


def _each_once(headings: list[str]) -> list[str]:
    """
    The headings, no two alike: where "Child name" stands again it is the second child's, as "Child name (2)".

    :raises FileUnreadable: where a heading that stands again does not say whose or what it is.
    """
    stood: Counter[str] = Counter()
    found: dict[str, None] = {}
    for heading in (text.strip() for text in headings):
        stood[plain(heading)] += 1
        is_again = stood[plain(heading)] > 1
        if is_again and (of_the_notice(heading) or _has_numbers(heading, headings)):
            raise FileUnreadable(
                f"The heading “{heading[:60]}” stands more than once in the first line, and we cannot tell which is"
                " which. Give each column a heading of its own, such as “Child 1 name” and “Child 2 name”, and send"
                " the file again."
            )
        names = (f"{heading} ({place})" for place in count(stood[plain(heading)]))
        found[next(name for name in names if name not in found) if is_again or heading in found else heading] = None
    return list(found)


def _has_numbers(heading: str, headings: list[str]) -> bool:
    """Whether people of this heading's part are told apart by numbers as well."""
    mine = whose(heading)
    return mine is not None and any((other := whose(h)) and other[0] == mine[0] and other[1] for h in headings)


def _line(number: int, headings: list[str], line: list[str], received_at: datetime) -> RowRead:
    line = [_without_apostrophe(cell) for cell in line]
    row = dict(zip(headings, line, strict=False))
    told, people = making.of_columns(row)
    read = making.row_of(number, told, people, raw=row, received_at=received_at)
    spare = [cell for cell in line[len(headings) :] if cell.strip()]
    if spare:
        cells = read.cells | {making.BEYOND: " | ".join(spare)[:1000]}
        return RowRead(number, cells, problems=(Problem("", "The row has more cells than there are headings"),))
    return read


def _without_apostrophe(cell: str) -> str:
    """Our own files put an apostrophe before what a spreadsheet would run; it is not part of the text."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


def headings_not_known(content: bytes) -> list[str]:
    """The headings of a CSV file that stand for nothing we know; they are kept with the row and otherwise left out."""
    text = text_of(content)
    if _begins_with("<", text) or _begins_with("[", text):
        return []
    first = next((line for line in text.splitlines() if line.strip()), "")
    headings = next(csv.reader([first], delimiter=max(SEPARATORS, key=first.count)), [])
    return [h.strip() for h in headings if h.strip() and not of_the_notice(h) and whose(h) is None]


# --- JSON -------------------------------------------------------------------------------------------------------------


def _listed(text: str) -> list[dict[str, Any]] | None:
    """The messages of a list in JSON; None where it is no such list."""
    try:
        listed = json.loads(text) if _begins_with("[", text) else None
    except (ValueError, RecursionError):
        return None
    return listed if isinstance(listed, list) and all(isinstance(each, dict) for each in listed) else None


def _message(number: int, plain: dict[str, Any], received_at: datetime) -> RowRead:
    told, people, raw = making.of_message(plain)
    return making.row_of(number, told, people, raw=raw, received_at=received_at)


# --- XML --------------------------------------------------------------------------------------------------------------


def _xml(content: bytes, received_at: datetime) -> list[RowRead]:
    # No entity is expanded, nothing is fetched, and depth and size are limited by the parser itself.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise FileUnreadable(f"The XML cannot be read: {str(fault)[:160]}") from None
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise FileUnreadable("The XML brings a document type of its own. That is not accepted: send it without.")
    found = _notices_in(root)
    if len(found) > MOST_ROWS:
        raise FileUnreadable(f"The file has more than {MOST_ROWS:,} notices. Send it in parts.")
    return [_element(number, each, received_at) for number, each in enumerate(found, start=1)]


def _notices_in(root: etree._Element) -> list[etree._Element]:
    """The elements that are notices: the root alone, those named so, or whatever lies directly in the root."""
    if any(of_the_notice(name) == "reference" for name, _ in _leaves(root)):
        return [root]
    return list(_topmost(root)) or [child for child in root if isinstance(child.tag, str)]


def _topmost(element: etree._Element) -> Iterator[etree._Element]:
    """The elements that are notices, the outermost where one lies in another."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if _name(child).casefold() in NOTICES:
            yield child
        else:
            yield from _topmost(child)


def _element(number: int, notice: etree._Element, received_at: datetime) -> RowRead:
    told: dict[str, str] = {}
    raw: dict[str, str] = {}
    people: list[tuple[Part, dict[str, str]]] = []
    _walk(notice, told, raw, people)
    return making.row_of(number, told, people, raw=raw, received_at=received_at)


def _walk(
    element: etree._Element, told: dict[str, str], raw: dict[str, str], people: list[tuple[Part, dict[str, str]]]
) -> None:
    for name, text in _leaves(element):
        raw[name if name not in raw else f"{name} {len(raw)}"] = text
        if (known := of_the_notice(name)) and text.strip():
            told.setdefault(known, text.strip())
    for child in element:
        if not isinstance(child.tag, str) or not (len(child) or child.attrib):
            continue
        if part := _part(child):
            columns = {
                known: text.strip() for name, text in _leaves(child) if (known := of_a_person(name)) and text.strip()
            }
            raw[f"{part.value} {len(people) + 1}"] = "; ".join(f"{name}: {text}" for name, text in _leaves(child))
            people.append((part, columns))
        else:
            _walk(child, told, raw, people)


def _part(element: etree._Element) -> Part | None:
    role = element.get("role") or element.get("type") or next(
        (child.text or "" for child in element if isinstance(child.tag, str) and _name(child).casefold() == "role"), ""
    )  # fmt: skip
    name = _name(element)
    if of_the_notice(name) or part_of(name) is None:
        return None
    if name.casefold() in ("children", "victims", "people", "persons") and any(len(child) for child in element):
        return None
    return part_of(role) or part_of(name)


def _leaves(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The attributes of an element, and its children that hold only text."""
    yield from ((str(name), str(text)) for name, text in element.attrib.items())
    for child in element:
        if isinstance(child.tag, str) and not len(child) and ((child.text or "").strip() or not child.attrib):
            yield _name(child), child.text or ""


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
