"""The door of a screen: every view names the permission it needs; the route test reads it off the view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.defaults import page_not_found

from lintel.foundation.access.permissions import NotAllowed, Permission, require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.drafts.ended import is_of_somebody_else, keep_what_was_posted

View = Callable[..., HttpResponse]

PUBLIC = "nobody needs to sign in for this"
SIGNED_IN = "anybody who is signed in"


def allow(permission: Permission | str) -> Callable[[View], View]:
    """
    Let only people with this permission through; refuse others with a page and an entry in the audit log.

    A refusal undoes what the view had begun and keeps its entry: the view runs in a transaction inside the request's.
    A record that is not there and one that is not theirs get the same page, and leave the same entry. A form sent when
    the session has ended, or when somebody else has signed in since, does nothing, and its words are kept.
    """

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission != PUBLIC and (sent_away := _sent_away(request)):
                return sent_away
            try:
                if isinstance(permission, Permission):
                    require(request.user, permission)  # type: ignore[arg-type]
                with transaction.atomic():
                    return view(request, *args, **kwargs)
            except NotAllowed as refusal:
                _write_down(f"refused: {refusal.permission.name}", request)
                return render(request, "components/refused.html", {"refusal": refusal}, status=403)
            except Http404 as missing:
                if not request.user.is_authenticated:
                    raise
                _write_down("refused: it is not there, or not theirs", request)
                return page_not_found(request, missing)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return door


def _sent_away(request: HttpRequest) -> HttpResponse | None:
    """The answer to whoever is not signed in, or sends what somebody else filled in before them; else nothing."""
    if not request.user.is_authenticated:
        return redirect_to_login(keep_what_was_posted(request) or request.get_full_path())
    if is_of_somebody_else(request):
        keep_what_was_posted(request)
        return render(request, "components/somebody_else.html", status=409)
    return None


def _write_down(act: str, request: HttpRequest) -> None:
    # Only the path: what was typed into a search or a form may be about a child.
    note(act, by=request.user, at=timezone.now(), path=request.path[:500])  # type: ignore[arg-type]
