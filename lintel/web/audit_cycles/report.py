"""The report of a cycle of audits, on screen and as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.oversight.audit_cycles.permissions import READ_CYCLES
from lintel.oversight.audit_cycles.report import report_of
from lintel.oversight.fanlight.keeping_back import KEPT_BACK
from lintel.web.audit_cycles.cycles import cycle_asked
from lintel.web.components.asking import day_asked

STYLE = "lintel/paper.css"


class CannotPrint(Exception):
    """The library that lays out text, Pango, is not installed on this machine."""


@require_GET
@allow(READ_CYCLES)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it stands on a day."""
    return render(request, "audit_cycles/report.html", words_of_the_report(request, pk))


@require_GET
@allow(READ_CYCLES)
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a PDF, or with `?as=page` as a page to print."""
    words, viewer = words_of_the_report(request, pk), request.user
    cycle = words["report"].cycle
    if request.GET.get("as") == "page":
        note("exported", subject=cycle, by=viewer, at=timezone.now(), what="report of audits as a page to print")
        return render(request, "audit_cycles/paper.html", words | {"is_page": True})
    try:
        made = printed(words)
    except CannotPrint:
        return redirect(f"{request.path}?as=page")
    note("exported", subject=cycle, by=viewer, at=timezone.now(), what="report of audits as a PDF")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="audit-report-{cycle.pk}.pdf"'
    return answer


def words_of_the_report(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Everything the report says, on screen and on paper."""
    day = day_asked(request)
    report = report_of(cycle_asked(request, pk), viewer=request.user, on=day, today=timezone.localdate())
    return {"report": report, "day": day, "is_page": False, "kept_back_words": KEPT_BACK}


def printed(words: dict[str, Any]) -> bytes:
    """
    Lay the report out on A4, as a PDF that screen readers can read (PDF/UA).

    :raises CannotPrint: where Pango is missing.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # WeasyPrint looks for Pango as soon as it is imported
        raise CannotPrint from missing
    looks = Path(finders.find(STYLE) or "").read_text()
    page = HTML(string=render_to_string("audit_cycles/paper.html", words))
    made: bytes = page.write_pdf(stylesheets=[CSS(string=looks)], pdf_variant="pdf/ua-1", pdf_tags=True)
    return made
