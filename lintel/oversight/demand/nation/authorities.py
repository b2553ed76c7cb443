"""England's local authorities, and how many children live in each."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from demand_engine.nation import Authority

SHIPPED = Path(__file__).parent / "authorities.csv"
ALL = "all"
COLUMNS = ("code", "name", "children")
MOST_CHILDREN = 500_000
_FORMALLY = re.compile(r", (city|county) of$|^county ", re.IGNORECASE)


class NotAnAuthority(ValueError):
    """A name that no authority has, in words, with the names that are near."""


class NotPopulations(ValueError):
    """A file of populations that cannot be read, in words."""


def populations(file: Path | None = None) -> list[Authority]:
    """
    Authorities in the order of the alphabet: those of a file (`code,name,children`), or England's, mid-2024.

    :raises NotPopulations: naming the line that cannot be.
    """
    try:
        with (file or SHIPPED).open(encoding="utf-8-sig", newline="") as lines:
            found = list(_rows(csv.DictReader(lines)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotPopulations("This file cannot be read as CSV in UTF-8.") from error
    names = [authority.name.casefold() for authority in found]
    if not found or len(set(names)) < len(names) or len({authority.code for authority in found}) < len(found):
        raise NotPopulations("The file needs at least one authority, and each a code and a name of its own.")
    return sorted(found, key=lambda authority: authority.name.casefold())


def _rows(lines: csv.DictReader[str]) -> Iterable[Authority]:
    if not set(COLUMNS) <= set(lines.fieldnames or ()):
        raise NotPopulations(f"The first line of the file names its columns: {', '.join(COLUMNS)}.")
    for row in lines:
        code, name = (row["code"] or "").strip(), (row["name"] or "").strip()
        children = (row["children"] or "").replace(",", "").strip()
        if not code or not name or not children.isdecimal() or not 1 <= int(children) <= MOST_CHILDREN:
            raise NotPopulations(
                f"Line {lines.line_num}: a code, a name and a number of children between 1 and {MOST_CHILDREN:,} are"
                f" needed; this is {row['code'] or 'nothing'}, {name or 'nothing'}, {row['children'] or 'nothing'}."
            )
        yield Authority(code=code, name=name, children=int(children))


def chosen(wanted: str, among: Sequence[Authority]) -> list[Authority]:
    """
    Those named: `all`, or names or codes with commas between, such as `Wigan, Leeds`. Some names hold a comma.

    :raises NotAnAuthority: with the near names, for the first that nobody has.
    """
    if wanted.strip().casefold() == ALL:
        return list(among)
    known = {key: authority for authority in among for key in _called(authority)}
    parts = [part.strip() for part in wanted.split(",") if part.strip()]
    if not parts:
        raise NotAnAuthority("Name at least one authority, or say all.")
    found = set()
    while parts:
        authority, length = _longest(parts, known)
        if authority is None:
            raise NotAnAuthority(_nobody_called(parts[0], among))
        found.add(authority)
        parts = parts[length:]
    return [authority for authority in among if authority in found]


def _called(authority: Authority) -> tuple[str, ...]:
    """What one may call it: its name, the name without "City of" and the like, its code."""
    return authority.name.casefold(), _FORMALLY.sub("", authority.name).casefold(), authority.code.casefold()


def _longest(parts: list[str], known: dict[str, Authority]) -> tuple[Authority | None, int]:
    """The authority that the next parts name, and how many parts its name takes."""
    for length in range(min(3, len(parts)), 0, -1):
        if authority := known.get(", ".join(parts[:length]).casefold()):
            return authority, length
    return None, 1


def _nobody_called(name: str, among: Sequence[Authority]) -> str:
    names = {authority.name.casefold(): authority.name for authority in among}
    near = [names[each] for each in names if name.casefold() in each]
    near += [names[each] for each in get_close_matches(name.casefold(), names, n=3) if names[each] not in near]
    meant = f" Did you mean {' or '.join(near[:4])}?" if near else ""
    return f"There is no authority called {name}.{meant}"
