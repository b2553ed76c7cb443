"""The door of a screen: every view names the permission it needs; the route test reads it off the view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lintel.foundation.access.permissions import NotAllowed, Permission, require
from lintel.foundation.audit_log.actions import note

View = Callable[..., HttpResponse]

PUBLIC = "nobody needs to sign in for this"
SIGNED_IN = "anybody who is signed in"


def allow(permission: Permission | str) -> Callable[[View], View]:
    """Let only people with this permission through; refuse others with a page and an entry in the audit log."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission != PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            try:
                if isinstance(permission, Permission):
                    require(request.user, permission)  # type: ignore[arg-type]
                with transaction.atomic():
                    return view(request, *args, **kwargs)
            except NotAllowed as refusal:
                note(
                    f"refused: {refusal.permission.name}",
                    by=request.user,  # type: ignore[arg-type]
                    at=timezone.now(),
                    path=request.path,
                )
                return render(request, "components/refused.html", {"refusal": refusal}, status=403)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return door
