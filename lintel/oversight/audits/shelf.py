"""The tools there are: those that come with Lintel, and those in the authority's own folder (`LINTEL_AUDIT_TOOLS`)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from lintel.oversight.audits.tools import NotATool, Tool, newest, read
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.oversight.audits.models import Audit

DAYS_IN_A_MONTH = 365.25 / 12
SHIPPED = Path(__file__).parent / "tool_files"


class NoSuchTool(Exception):
    """There is no tool of this name and version on the shelf."""


def tool(code: str, version: int) -> Tool:
    """
    The tool of this name and version: what an audit was begun with, whatever came later.

    :raises NoSuchTool: if it is not there any more.
    """
    for each in _all(str(settings.AUDIT_TOOLS)):
        if (each.code, each.version) == (code, version):
            return each
    raise NoSuchTool(f"{code}, version {version}")


def tools_to_choose() -> list[Tool]:
    """The newest version of each tool, by title."""
    return sorted(newest(_all(str(settings.AUDIT_TOOLS))).values(), key=lambda each: each.title)


def newest_called(code: str) -> Tool:
    """
    The newest version of a tool.

    :raises NoSuchTool: if there is none of this name.
    """
    found = newest(_all(str(settings.AUDIT_TOOLS))).get(code)
    if found is None:
        raise NoSuchTool(code)
    return found


def tool_of(audit: Audit) -> Tool:
    """The tool an audit was begun with."""
    return tool(audit.tool, audit.tool_version)


def since(audit: Audit, *, at: datetime) -> date:
    """The first day of the record that an audit reads, unless its auditor asks for earlier days."""
    return local_day(audit.submitted_at or at) - timedelta(days=round(tool_of(audit).months * DAYS_IN_A_MONTH))


def problems() -> list[str]:
    """What is wrong with files in the authority's own folder, one sentence each; a file with a fault is left out."""
    return [fault for path in _own(str(settings.AUDIT_TOOLS)) for fault in _read(path)[1]]


def _all(own: str) -> list[Tool]:
    found = {(each.code, each.version): each for each in _shipped()}
    for path in _own(own):
        if (laid := _read(path)[0]) is not None:
            # A shipped tool is never changed under audits that were done with it.
            found.setdefault((laid.code, laid.version), laid)
    return list(found.values())


@cache
def _shipped() -> tuple[Tool, ...]:
    return tuple(read(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.yml")))


def _own(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*.yml")) if folder else []


def _read(path: Path) -> tuple[Tool | None, list[str]]:
    try:
        return read(path.read_text(encoding="utf-8")), []
    except NotATool as fault:
        return None, [f"{path.name}: {each}" for each in fault.problems]
    except (OSError, UnicodeDecodeError):
        return None, [f"{path.name}: It cannot be opened as text."]
