"""
The one way in which a file leaves: to somebody who may see the child, written down, and so that no browser runs it.

A copy is handed out as a file to be saved, under the name of what it was found to be. On the screen stand only words,
and pictures drawn anew. Either comes in a sandbox of its own, and nothing is guessed about what it is.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.documents import pictures
from lintel.foundation.documents.actions import note_seen
from lintel.foundation.documents.files import FileIsGone
from lintel.foundation.documents.models import Document
from lintel.foundation.documents.permissions import SEE_DOCUMENTS
from lintel.foundation.documents.queries import content_of, documents
from lintel.foundation.documents.refusals import NotTaken
from lintel.foundation.documents.rules import name_for_download

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
GONE = "The file is not where it was put, or has been changed there. Tell whoever runs Lintel; nobody can open it."


@require_GET
@allow(SEE_DOCUMENTS)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the file as it came."""
    document = document_or_404(request, pk)
    try:
        raw = content_of(document, viewer=_viewer(request))
    except FileIsGone:
        messages.error(request, GONE)
        return redirect("documents:one", pk)
    if raw is None:
        raise Http404
    note_seen("document downloaded", document, by=_viewer(request), at=timezone.now())
    found = document.what_was_found
    return _sealed(raw, found.media_type, name=name_for_download(document.title, found), is_saved=True)


@require_GET
@allow(SEE_DOCUMENTS)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture drawn anew, as its page shows it."""
    document = document_or_404(request, pk)
    try:
        raw = content_of(document, viewer=_viewer(request)) if document.what_was_found.is_picture else None
        drawn = pictures.on_screen(raw) if raw is not None else None
    except (FileIsGone, NotTaken):
        drawn = None
    if drawn is None:
        raise Http404
    note_seen("document picture opened", document, by=_viewer(request), at=timezone.now())
    return _sealed(drawn, "image/jpeg", name="picture.jpg", is_saved=False)


def document_or_404(request: HttpRequest, pk: int) -> Document:
    """A document this viewer may see; for every other the same answer, whether it is there or not."""
    found = documents(viewer=_viewer(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _viewer(request: HttpRequest) -> Any:
    return request.user


def _sealed(raw: bytes, media_type: str, *, name: str, is_saved: bool) -> HttpResponse:
    answer = HttpResponse(raw, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(is_saved, name) or "inline"
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
