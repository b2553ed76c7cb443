"""A child's chronology as a document for court: numbered lines with their source, as a PDF or as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import SEE_CHILDREN
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology import queries
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.rules import chosen, in_order
from lintel.web.child_record.chosen import asked_by, to_carry_along
from lintel.web.components.asking import day_asked
from lintel.web.components.environment import query

STYLE = "lintel/court.css"


class CannotPrint(Exception):
    """The library that lays out text, Pango, is not installed on this machine."""


@require_GET
@allow(SEE_CHILDREN)
def chronology(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that were asked for, oldest first, as a PDF; as a page to print with `?as=page`."""
    words = _words(request, pk)
    child, now, by = words.pop("child"), timezone.now(), words.pop("user")
    if request.GET.get("as") == "page":
        note("exported", subject=child, by=by, at=now, child_id=pk, what="chronology as a page to print")
        return render(request, "child_record/court.html", words | {"is_page": True})
    try:
        made = printed(words)
    except CannotPrint:
        return redirect(f"{request.path}{query({**words['carried'], 'as': 'page'})}")
    note("exported", subject=child, by=by, at=now, child_id=pk, what="chronology as a PDF", lines=len(words["lines"]))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="chronology-{pk}.pdf"'
    return answer


def _words(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Everything the document says, and nothing of what its reader may not see."""
    viewer: User = request.user  # type: ignore[assignment]
    day, asked = day_asked(request), asked_by(request, child=pk)
    try:
        child = queries.child(viewer=viewer, pk=pk)
        told = queries.story(child, viewer=viewer, day=day)
    except ChildNotVisible:
        raise Http404 from None
    shown = chosen(in_order(told.lines, oldest_first=True), asked)
    line = child_lines([pk], viewer=viewer)[pk]
    of_others = {whose for each in shown.lines for whose in each.whose} - {pk}
    return {
        "child": child, "user": viewer, "pk": pk, "name": line.name, "born": line.date_of_birth, "day": day,
        "is_unborn": line.is_unborn, "number": line.la_child_id, "by": viewer.name, "at": timezone.now(),
        "roles": ", ".join(sorted(role.title for role in viewer.roles)), "lines": shown.lines, "names": told.names,
        "others": [name for other, name in told.names.items() if other in of_others], "hidden": shown.hidden,
        "hidden_in_all": shown.how_many_hidden, "secrets": told.secrets, "is_page": False,
        "carried": to_carry_along(request, asked),
    }  # fmt: skip


def printed(words: dict[str, Any]) -> bytes:
    """
    Lay the document out on A4, as a PDF that screen readers can read (PDF/UA).

    :raises CannotPrint: where Pango is missing.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # WeasyPrint looks for Pango as soon as it is imported
        raise CannotPrint from missing
    looks = Path(finders.find(STYLE) or "").read_text()
    page = HTML(string=render_to_string("child_record/court.html", words))
    made: bytes = page.write_pdf(stylesheets=[CSS(string=looks)], pdf_variant="pdf/ua-1", pdf_tags=True)
    return made
