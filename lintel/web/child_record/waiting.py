"""Where the days of one child went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.queries import ChildNotVisible, child
from lintel.journey.whole_wait.codes import Waited, Who
from lintel.journey.whole_wait.queries import waits_of_child
from lintel.journey.whole_wait.rules import Part, in_words, tenths_of_a_per_cent
from lintel.journey.whole_wait.stories import Wait
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.components.waiting import Segment, bar, swatch

WITHOUT_A_WORKER = (Waited.WORKER, Waited.NEXT_WORKER)


@require_GET
@allow(SEE_CHILDREN)
def where_the_days_went(request: HttpRequest, pk: int) -> HttpResponse:
    """The waits of a child from the first knock to the first help, part by part, and who held the next step."""
    day, now = day_asked(request), timezone.now()
    try:
        person = child(viewer=request.user, pk=pk)
        waits = waits_of_child(person, viewer=request.user, day=day, now=now)
    except ChildNotVisible:
        raise Http404 from None
    note("record opened", by=request.user, at=now, subject=person, child_id=pk, page="where the days went")
    shown = [Shown.of(wait, number) for number, wait in enumerate(waits, start=1)]
    context = {
        "line": child_lines([pk], viewer=request.user)[pk], "waits": shown, "day": day, "along": as_at_query(request),
    }  # fmt: skip
    return render(request, "child_record/where_the_days_went.html", context)


@dataclass(frozen=True)
class Row:
    """A part of a wait as its table shows it."""

    part: Part
    number: int
    who: str
    length: str
    tenths: int
    swatch: str


@dataclass(frozen=True)
class Shown:
    """A wait with its bars and the rows of its table."""

    wait: Wait
    rows: tuple[Row, ...]
    wide: str
    narrow: str
    length: str
    tenths: int

    @classmethod
    def of(cls, wait: Wait, number: int) -> Shown:
        shares = tenths_of_a_per_cent([part.minutes for part in wait.parts])
        rows = tuple(
            Row(
                part,
                place,
                _who(part),
                in_words(part.minutes),
                share,
                swatch(part.waited.who, name=f"s{number}-{place}"),
            )
            for place, (part, share) in enumerate(zip(wait.parts, shares, strict=True), start=1)
        )  # fmt: skip
        segments = [Segment(row.part.minutes, row.part.waited.who, _words(row)) for row in rows]
        drawn: dict[str, Any] = {"title": f"Where the days went: {in_words(wait.minutes)}"}
        return cls(
            wait, rows, bar(segments, name=f"wide-{number}", **drawn),
            bar(segments, name=f"narrow-{number}", narrow=True, **drawn), in_words(wait.minutes), sum(shares),
        )  # fmt: skip


def _words(row: Row) -> str:
    return f"{row.part.waited.words}, {row.length}, {row.who}"


def _who(part: Part) -> str:
    """Who held the next step, by name where there is one."""
    words, name = part.waited.who.words, part.name
    if not name or name == words:
        return words
    if part.waited in WITHOUT_A_WORKER:
        return f"No worker; held by {name}"
    return name if part.waited.who is Who.POLICE else f"{words}: {name}"
