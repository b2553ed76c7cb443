"""
What a telephone needs to write a visit down without a signal: a page without a name on it, the service worker that
opens it, and who is signed in.
"""

from __future__ import annotations

import hashlib
import json

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lintel.foundation.access.gate import PUBLIC, SIGNED_IN, allow

MODULES = ("store", "sending", "writing", "shell")
FILES = ("lintel/built/lintel.css", "lintel/icon.svg", *(f"lintel/visits/{name}.js" for name in MODULES))


@require_safe
@allow(PUBLIC)
def shell(request: HttpRequest) -> HttpResponse:
    """What is on this telephone and not sent yet. The same for everybody, signed in or not: the telephone fills it."""
    return render(request, "visiting/phone.html")


@never_cache
@require_safe
@allow(PUBLIC)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for everything under /visits/, with the addresses of the files it keeps."""
    path = finders.find("lintel/visits/worker.js") or ""
    with open(path, encoding="utf-8") as file:
        body = file.read()
    kept = [reverse("visiting:phone"), *(static(name) for name in FILES)]
    named = hashlib.sha256((body + "".join(_digest(name) for name in FILES)).encode()).hexdigest()[:12]
    head = f"const KEPT = {json.dumps(kept)}\nconst NAMED = 'lintel-visits-{named}'\n"
    return HttpResponse(head + body, content_type="text/javascript; charset=utf-8")


@never_cache
@require_safe
@allow(SIGNED_IN)
def who(request: HttpRequest) -> HttpResponse:
    """Whose session it is, and the mark a form needs; asked by the telephone before it sends."""
    return JsonResponse({"owner": str(request.user.pk), "token": get_token(request)})


def _digest(name: str) -> str:
    path = finders.find(name)
    if not path:
        return ""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
