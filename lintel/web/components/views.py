"""The pages that belong to no seat: the start page of whoever has no home of their own, and what every service owes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lintel.foundation.access.gate import PUBLIC, SIGNED_IN, allow


@require_safe
@allow(SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    """What this person's roles open, with a line on what each is for."""
    return render(request, "components/start.html")


@require_safe
@allow(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "components/accessibility.html")


@require_safe
@allow(PUBLIC)
def cookies(request: HttpRequest) -> HttpResponse:
    """Both cookies by name, and how long each is kept, as the settings have it."""
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "forgery": settings.CSRF_COOKIE_NAME,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "components/cookies.html", {"cookie": names})
