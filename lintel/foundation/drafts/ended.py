"""A form that arrives when whoever filled it in is not signed in any more: its words are kept for them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone

from lintel.foundation.access.models import User
from lintel.foundation.audit_log.actions import note
from lintel.foundation.drafts.actions import keep
from lintel.foundation.drafts.pages import page_of, where_typed, whose_page
from lintel.foundation.drafts.rules import worth_keeping


def is_of_somebody_else(request: HttpRequest) -> bool:
    """Whether a form was filled in by another person than the one who is signed in now in the same browser."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    whose = whose_page(request)
    return whose is not None and whose.pk != request.user.pk


def keep_what_was_posted(request: HttpRequest) -> str | None:
    """Keep a form's words for the person to whom its page was given; the address where they will find them, if kept."""
    whose = whose_page(request) if request.method == "POST" else None
    fields = worth_keeping(request.POST.lists())
    if whose is None or not fields:
        return None
    where, page, at = where_typed(request), page_of(request), timezone.now()
    path = urlsplit(where).path
    if keep(fields, path=path, page=page.key, after=page.after, of=whose, at=at) and not _is_by_itself(request):
        _write_down(whose, path)
    return where


def _is_by_itself(request: HttpRequest) -> bool:
    """Whether nobody pressed anything: the page keeps its words every few seconds, which is no act of anybody's."""
    return "kept_path" in request.POST


def _write_down(whose: User, path: str) -> None:
    note("words kept after the session ended", by=whose, at=timezone.now(), path=path)
