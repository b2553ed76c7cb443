"""Where the days of a cohort went: the bar, the list behind each part of it, and the list as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.rules import in_words
from lintel.oversight.performance.csv_files import csv_of_whole_waits
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.performance.registry import indicator
from lintel.oversight.performance.whole_waits.queries import (
    KNOCK_TO_HELP,
    Answer,
    Counted,
    the_days_added_up,
    where_the_days_went,
)
from lintel.oversight.performance.whole_waits.rules import Line, minutes_of
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.components.waiting import Segment, bar, swatch
from lintel.web.performance.files import csv_file
from lintel.web.performance.filters import chosen_filters, filter_choices, period_chosen, period_query

LINES_ON_A_PAGE = 50


@require_GET
@allow(SEE_INDICATORS)
def days(request: HttpRequest) -> HttpResponse:
    """What the children of a period waited for until their first help, added up, and who held the next step."""
    answer = the_days_added_up(**_asked(request))
    added = answer.sum
    segments = [Segment(line.minutes, _who(line), _words(line)) for line in added.lines]
    title = f"Where the days of {added.waits} waits went: {in_words(added.minutes)}"
    context = {
        "answer": answer, "indicator": indicator(KNOCK_TO_HELP), "along": _along(request), "in_words": in_words,
        "rows": [(line, swatch(_who(line), name=f"part-{n}")) for n, line in enumerate(added.lines, start=1)],
        "wide": bar(segments, title=title, name="wide"), "tenths": sum(line.tenths for line in added.lines),
        "narrow": bar(segments, title=title, name="narrow", narrow=True), "filters": chosen_filters(request),
        "choices": filter_choices(viewer=request.user), "may_see_children": may(request.user, SEE_CHILDREN),
    }  # fmt: skip
    return render(request, "performance/days.html", context)


@require_GET
@allow(SEE_CHILDREN)
def days_list(request: HttpRequest) -> HttpResponse:
    """The children behind one part of the bar, or behind all of it, each with a bar of their own."""
    answer, waited = _answer(request), _waited(request)
    found = answer.of(waited)
    page = Paginator(found, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    _note(request, "list opened", answer, len(found), waited)
    children = child_lines([pk for each in page for pk in each.case.children], viewer=request.user)
    along = _along(request) | ({"part": waited.value} if waited else {})
    spent = sum(_minutes(each, waited) for each in found)
    return render(request, "performance/days_list.html", {
        "answer": answer, "indicator": indicator(KNOCK_TO_HELP), "waited": waited, "page": page, "along": along,
        "lines": [_line(each, waited, n) for n, each in enumerate(page, start=1)], "children": children,
        "together": in_words(spent), "total": len(found), "in_words": in_words,
        "day_along": as_at_query(request),
    })  # fmt: skip


@require_GET
@allow(SEE_CHILDREN)
def days_csv(request: HttpRequest) -> HttpResponse:
    """The list as a CSV file: each wait with the minutes of every part."""
    answer, waited = _answer(request), _waited(request)
    found = answer.of(waited)
    names = child_lines([pk for each in found for pk in each.case.children], viewer=request.user)
    _note(request, "exported", answer, len(found), waited)
    known_as = {pk: line.la_child_id for pk, line in names.items()}
    return csv_file(csv_of_whole_waits(answer.reading, found, known_as=known_as), "Where the days went.csv")


def _answer(request: HttpRequest) -> Answer:
    return where_the_days_went(**_asked(request))


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {
        "viewer": request.user, "as_at": day_asked(request), "now": timezone.now(), "period": period_chosen(request),
        "filters": chosen_filters(request),
    }  # fmt: skip


def _along(request: HttpRequest) -> dict[str, Any]:
    """The day, the filters and the period of this page, for the pages it leads to."""
    return as_at_query(request) | chosen_filters(request).as_query() | period_query(period_chosen(request))


def _waited(request: HttpRequest) -> Waited | None:
    asked = request.GET.get("part", "")
    if asked and asked not in list(Waited):
        raise Http404
    return Waited(asked) if asked else None


def _who(line: Line) -> Any:
    return line.waited.who if line.waited else None


def _words(line: Line) -> str:
    return f"{line.words}, {line.length}, {line.who}"


def _minutes(each: Counted, waited: Waited | None) -> int:
    return minutes_of(each.wait)[waited] if waited else each.wait.minutes


def _line(each: Counted, waited: Waited | None, number: int) -> tuple[Counted, str, str, str]:
    """One wait of the list: how long it was, what of that was this part, and its bar."""
    segments = [
        Segment(part.minutes, part.waited.who, f"{part.waited.words}, {in_words(part.minutes)}")
        for part in each.wait.parts
    ]
    whole = in_words(each.wait.minutes)
    drawn = bar(segments, title=f"Wait {number} on this page: {whole}", name=f"wait-{number}", narrow=True)
    return each, whole, in_words(_minutes(each, waited)), drawn


def _note(request: HttpRequest, act: str, answer: Answer, lines: int, waited: Waited | None) -> None:
    period = answer.reading.period
    note(
        act, by=request.user, at=timezone.now(), indicator=KNOCK_TO_HELP, what="where the days went", lines=lines,
        part=waited.value if waited else "", period=[period.start.isoformat(), period.end.isoformat()],
    )  # fmt: skip
