"""The signed pack of a review as one PDF: terms, sample, agreement before and after, wording, and what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.oversight.alike import permissions
from lintel.oversight.alike.reviews import queries
from lintel.oversight.alike.reviews.codes import Half
from lintel.oversight.alike.reviews.models import Review
from lintel.oversight.thresholds.permissions import READ_THRESHOLDS
from lintel.oversight.thresholds.queries import changes_between, one_before

STYLE = "lintel/paper.css"


class CannotPrint(Exception):
    """The library that lays out text, Pango, is not installed on this machine."""


@require_GET
@allow(permissions.RUN_REVIEWS)
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack as a PDF, or with `?as=page` as a page to print."""
    viewer: User = request.user  # type: ignore[assignment]
    review = queries.reviews(viewer=viewer).filter(pk=pk).first()
    if review is None:
        raise Http404
    if review.signed_at is None:
        messages.error(request, "Only a signed review prints: sign it first.")
        return redirect("alike:review", pk)
    words = words_of_the_pack(review, viewer=viewer)
    if request.GET.get("as") == "page":
        note("exported", subject=review, by=viewer, at=timezone.now(), what="review as a page to print")
        return render(request, "alike/pack.html", words | {"is_page": True})
    try:
        made = printed(words)
    except CannotPrint:
        return redirect(f"{request.path}?as=page")
    note("exported", subject=review, by=viewer, at=timezone.now(), what="review as a PDF")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="threshold-review-{pk}.pdf"'
    return answer


def words_of_the_pack(review: Review, *, viewer: User) -> dict[str, Any]:
    """Everything the pack says. What was found stands as it was signed."""
    draft = review.draft
    reads = may(viewer, READ_THRESHOLDS) and draft is not None
    before = one_before(draft, viewer=viewer) if reads and draft else None
    changes = changes_between(before, draft, viewer=viewer) if before and draft else []
    parts = [seat.part for seat in queries.panel_of(review, viewer=viewer)]
    return {
        "review": review, "draft": draft, "changes": [each for each in changes if each.is_changed],
        "levels": draft.levels.prefetch_related("indicators") if reads and draft else [],
        "asked": draft.consultations.all() if reads and draft else [], "panel": len(parts),
        "partners": parts.count("partner"), "cases": review.cases.count(), "is_page": False,
        "examples": [each.example for each in review.cases.select_related("example") if each.example],
        "halves": [(words, review.findings.get(half.value, {})) for words, half in (
            ("First half, wording in force", Half.FIRST), ("Fresh half, draft", Half.FRESH),
        )],
    }  # fmt: skip


def printed(words: dict[str, Any]) -> bytes:
    """
    Lay the pack out on A4, as a PDF that screen readers can read (PDF/UA).

    :raises CannotPrint: where Pango is missing.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # WeasyPrint looks for Pango as soon as it is imported
        raise CannotPrint from missing
    looks = Path(finders.find(STYLE) or "").read_text()
    page = HTML(string=render_to_string("alike/pack.html", words))
    made: bytes = page.write_pdf(stylesheets=[CSS(string=looks)], pdf_variant="pdf/ua-1", pdf_tags=True)
    return made
