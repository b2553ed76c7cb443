"""A family version on paper: a tagged PDF on A4, larger, in high contrast or in two languages; or a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.steps.family_versions.permissions import SEE_FAMILY_VERSIONS
from lintel.web.family_versions.forms import LANGUAGES
from lintel.web.family_versions.shown import Shown, one_shown, viewer_of

STYLE = "lintel/family-paper.css"
USUAL_POINTS, LARGE_POINTS = 12, 18
RIGHT_TO_LEFT = {"ar", "fa", "ku", "ps", "ur"}


class CannotPrint(Exception):
    """The library that lays out text, Pango, is not installed on this machine."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How it is printed."""

    is_large: bool = False
    is_high_contrast: bool = False
    language: str = ""

    @property
    def points(self) -> int:
        return LARGE_POINTS if self.is_large else USUAL_POINTS

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@require_GET
@allow(SEE_FAMILY_VERSIONS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as a PDF; as a page to read or print with `?as=page`, also where no PDF can be made."""
    manner = Manner(
        is_large=request.GET.get("large") == "1", is_high_contrast=request.GET.get("contrast") == "1",
        language=request.GET.get("in", "") if request.GET.get("in") in dict(LANGUAGES) else "",
    )  # fmt: skip
    viewer = viewer_of(request)
    shown = one_shown(pk, viewer=viewer, language=manner.language)
    context, version = words_of_the_paper(shown, manner), shown.version
    is_page = request.GET.get("as") == "page"
    made = b""
    if not is_page:
        try:
            made = printed(context, manner)
        except CannotPrint:
            is_page = True
    what = "family version as a page" if is_page else "family version as a PDF"
    note("exported", subject=version, child_id=version.child_id, by=viewer, at=timezone.now(), what=what)
    if is_page:
        return render(request, "family_versions/paper.html", context | {"is_page": True})
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="for-the-family-{version.pk}.pdf"'
    return answer


def words_of_the_paper(shown: Shown, manner: Manner) -> dict[str, Any]:
    """Everything on the paper. It depends on the version, never on the day of printing."""
    version = shown.version
    written = timezone.localtime(version.finished_at or version.written_at).date()
    shared = version.sharings.order_by("shared_on").first()
    return {
        "shown": shown, "version": version, "manner": manner, "written_on": written, "is_page": False,
        "shared_on": shared.shared_on if shared else None,
        "disagreements": list(version.disagreements.order_by("said_on", "pk")), "is_draft": version.finished_at is None,
    }  # fmt: skip


def printed(context: dict[str, Any], manner: Manner) -> bytes:
    """
    Lay the paper out on A4, as a PDF that screen readers can read (PDF/UA).

    :raises CannotPrint: where Pango is missing.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # WeasyPrint looks for Pango as soon as it is imported
        raise CannotPrint from missing
    looks = Path(finders.find(STYLE) or "").read_text()
    foot = f"@page {{ @bottom-right {{ font-size: {manner.points - 2}pt }} }}"
    sized = f"html {{ font-size: {manner.points}pt }} {foot}"
    page = HTML(string=render_to_string("family_versions/paper.html", context))
    laid_out = page.render(stylesheets=[CSS(string=looks), CSS(string=sized)])
    made: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return made
