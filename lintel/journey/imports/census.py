"""
Streaming the CIN census XML, one child at a time, in bounded memory.

The parser builds no tree: it calls `_Reader` for each tag, which keeps the modules of one child and nothing else. A
document type declaration, which every attack by entities needs and no census has, ends the reading at once; external
files and the network are never touched. Both styles of booleans, GenderCurrent and Sex, with or without a namespace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from lintel.journey.imports import refusals
from lintel.journey.imports.refusals import FileRefused

PIECE = 64 * 1024
LONGEST_VALUE = 4_000
MOST_MODULES_OF_A_CHILD = 5_000

# The elements that begin a row of their own, and the list it belongs to.
MODULES = {
    "Child": "children",
    "CINdetails": "referrals",
    "Assessments": "assessments",
    "CINPlanDates": "cin_plans",
    "Section47": "enquiries",
    "ChildProtectionPlans": "protection",
    "PreProceedingsandFGDM": "not read",
}


@dataclass
class Module:
    """One module of the census: the list it belongs to and what its elements hold."""

    list: str
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Census:
    """What the reading found out about the file as a whole."""

    reference_date: str = ""
    year: str = ""
    children: int = 0
    not_read: int = 0


class _Reader:
    """The target of the parser; see the documentation of lxml for the names of its methods."""

    def __init__(self, census: Census) -> None:
        self.census = census
        self.done: list[list[Module]] = []
        self._modules: list[Module] = []
        self._open: list[Module] = []
        self._depth = 0
        self._text: list[str] = []
        self._length = 0

    def doctype(self, *_: object) -> None:
        raise FileRefused(refusals.ENTITIES)

    def start(self, tag: Any, _: object) -> None:
        name = str(tag).rpartition("}")[2]
        self._depth += 1
        if self._depth == 1 and name != "Message":
            raise FileRefused(refusals.NOT_CENSUS.format(root=name[:60]))
        if name in MODULES and (self._open or name == "Child"):
            module = Module(MODULES[name])
            self._open.append(module)
            self._modules.append(module)
            if len(self._modules) > MOST_MODULES_OF_A_CHILD:
                raise FileRefused(refusals.NOT_CENSUS.format(root="a child with thousands of modules"))
        self._text.clear()
        self._length = 0

    def data(self, data: Any) -> None:
        if self._length < LONGEST_VALUE:
            self._text.append(data)
            self._length += len(data)

    def comment(self, text: object) -> None:
        """Comments say nothing to us."""

    def end(self, tag: Any) -> None:
        name = str(tag).rpartition("}")[2]
        self._depth -= 1
        text = "".join(self._text).strip()[:LONGEST_VALUE]
        self._text.clear()
        if self._open and MODULES.get(name) == self._open[-1].list:
            self._open.pop()
            if name == "Child":
                self._end_child()
        elif self._open and text:
            cells = self._open[-1].cells
            cells[name] = f"{cells[name]}, {text}" if name in cells else text
        elif text:
            self._header(name, text)

    def close(self) -> None:
        """Nothing is left to give back."""

    def _header(self, name: str, text: str) -> None:
        if name == "Collection" and text.upper() != "CIN":
            raise FileRefused(refusals.NOT_CENSUS.format(root=f"Collection {text[:40]}"))
        if name == "ReferenceDate":
            self.census.reference_date = text
        if name == "Year":
            self.census.year = text

    def _end_child(self) -> None:
        child = self._modules[0].cells.get("LAchildID", "")
        referred = ""
        for module in self._modules[1:]:
            if module.list == "referrals":
                referred = module.cells.get("CINreferralDate", "")
            elif referred:
                module.cells = {"CINreferralDate": referred, **module.cells}
            module.cells = {"LAchildID": child, **module.cells}
        self.census.children += 1
        self.census.not_read += sum(1 for module in self._modules if module.list == "not read")
        self.done.append([module for module in self._modules if module.list != "not read"])
        self._modules = []


def children(path: Path, census: Census, tick: Callable[[float], None]) -> Iterator[list[Module]]:
    """
    The modules of each child, in the order of the file.

    :param census: filled in while reading.
    :param tick: told what share of the file has been read.
    :raises FileRefused: if the file is not a whole and harmless CIN census.
    """
    reader = _Reader(census)
    parser = etree.XMLParser(
        target=reader, resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False
    )
    size, read = path.stat().st_size or 1, 0
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            _feed(parser, piece)
            yield from reader.done
            reader.done.clear()
            read += len(piece)
            tick(read / size)
    _finish(parser)
    yield from reader.done
    if not census.children:
        raise FileRefused(refusals.NO_CHILDREN)


def _feed(parser: etree.XMLParser, piece: bytes) -> None:
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as broken:
        raise FileRefused(refusals.CUT_OFF.format(line=broken.lineno or 1)) from broken


def _finish(parser: etree.XMLParser) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as broken:
        raise FileRefused(refusals.CUT_OFF.format(line=broken.lineno or 1)) from broken
