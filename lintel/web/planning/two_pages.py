"""A signed what-if on two pages of A4 that somebody reads who never saw a screen: as a PDF, or as a page to print."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.oversight.demand.calibration.permissions import SEE_FORECASTS
from lintel.oversight.demand.calibration.queries import backtests_of, forecasts
from lintel.oversight.demand.what_if import paper, queries
from lintel.oversight.demand.what_if.fans import description, drawn
from lintel.oversight.demand.what_if.models import WhatIf

PAGES = 2
# The largest of these at which everything stands on two pages is taken.
SIZES_IN_POINTS = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
# A paper whose lever list is longer than this says how many more there are.
MOST_LINES_OF_LEVERS = 10
STYLE = "lintel/paper.css"


class CannotPrint(Exception):
    """The library that lays out text, Pango, is not installed on this machine."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A PDF, how many pages it has, and the size of its words in points."""

    pdf: bytes
    pages: int
    points: float


def answered(request: HttpRequest, asked: WhatIf) -> HttpResponse:
    """The paper as a PDF; as a page to print with `?as=page`; in words what to install where neither Pango is there."""
    viewer: User = request.user  # type: ignore[assignment]
    context = words_of_the_paper(asked, viewer=viewer)
    if request.GET.get("as") == "page":
        note("exported", subject=asked, by=viewer, at=timezone.now(), what="what-if as a page to print")
        return render(request, "planning/paper.html", context | {"is_page": True})
    try:
        made = printed(context)
    except CannotPrint:
        return render(request, "planning/no_paper.html", {"asked": asked}, status=503)
    note("exported", subject=asked, by=viewer, at=timezone.now(), what="what-if as a PDF", pages=made.pages)
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="what-if-{asked.pk}.pdf"'
    return answer


def words_of_the_paper(asked: WhatIf, *, viewer: User) -> dict[str, Any]:
    """Everything the two pages say. It depends on the day of the signature and never on the day of printing."""
    summary = queries.answer_of(asked, viewer=viewer)
    assert summary is not None  # a signature needs an answer
    signed_on = timezone.localtime(asked.signed_at).date()
    moved, added = queries.moved_in(asked, viewer=viewer)
    charts = ("waiting", "caseload_p90")
    return {
        "asked": asked, "summary": summary, "signed_on": signed_on,
        "question": paper.asked_to_decide(asked.name, moved),
        "sentences": queries.words_of(asked, viewer=viewer, today=signed_on),
        "figures": paper.figures(summary, added=added), "rows": paper.rows(summary),
        "moved": moved[:MOST_LINES_OF_LEVERS], "more": max(0, len(moved) - MOST_LINES_OF_LEVERS),
        "waiting": drawn(summary, charts[0]), "waiting_says": description(summary, charts[0]),
        "caseload": drawn(summary, charts[1]), "caseload_says": description(summary, charts[1]),
        "foretold": _how_well_it_foretold(asked, viewer=viewer), "does_not_know": paper.DOES_NOT_KNOW,
        "fitted_to_weeks": paper.FITTED_TO_WEEKS, "is_page": False,
    }  # fmt: skip


def _how_well_it_foretold(asked: WhatIf, *, viewer: User) -> list[str]:
    """Of the last forecast there was when it was signed; nothing later, so that the paper stays what was signed."""
    if not may(viewer, SEE_FORECASTS):
        return []
    made = forecasts(viewer=viewer).filter(finished_at__lte=asked.signed_at, refusal="").first()
    return paper.how_well_it_foretold(backtests_of(made, viewer=viewer)) if made else []


def printed(context: dict[str, Any]) -> Printed:
    """
    Lay the paper out on two pages of A4, as a PDF that screen readers can read (PDF/UA).

    :raises CannotPrint: where Pango is missing.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # WeasyPrint looks for Pango as soon as it is imported
        raise CannotPrint from missing
    page = HTML(string=render_to_string("planning/paper.html", context))
    looks = Path(finders.find(STYLE) or "").read_text()
    for points in SIZES_IN_POINTS:
        laid_out = page.render(stylesheets=[CSS(string=looks), CSS(string=f"html {{ font-size: {points}pt }}")])
        if len(laid_out.pages) == PAGES:
            break
    pdf = laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return Printed(pdf=pdf, pages=len(laid_out.pages), points=points)
