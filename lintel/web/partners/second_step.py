"""Whoever is outside the council signs in with a second step; where people are invented they are only told to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY

View = Callable[..., HttpResponse]


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether whoever is signed in has only a password."""
    return not is_mfa_enabled(request.user)


def with_second_step(view: View) -> View:
    """Open a page of the portal to partners only with a second step, wherever people are real."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_outside = may(request.user, WORK_FOR_AN_AGENCY)
        if settings.PARTNERS_NEED_A_SECOND_STEP and is_outside and lacks_second_step(request):
            return render(request, "partners/second_step.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
