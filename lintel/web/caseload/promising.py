"""What a worker promised: made from the child's line, kept in one press, or said why not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.naming import name_of
from lintel.steps.promises.actions import DueInThePast, NobodyPromises, SaidAlready, keep, promise, say_not_kept
from lintel.steps.promises.permissions import PROMISE
from lintel.steps.promises.queries import promises
from lintel.web.caseload import forms
from lintel.web.components.keeping import done, opened

SAID_ALREADY = "Somebody has said already whether it was kept."


@require_http_methods(["GET", "POST"])
@allow(PROMISE)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down what was promised a child, and by when."""
    child = visible_children(request.user, on=timezone.localdate()).filter(pk=pk, is_child=True).first()
    if child is None:
        raise Http404
    form = opened(request, forms.MakePromise)
    if request.method == "POST" and form.is_valid():
        try:
            promise(child, **form.cleaned_data, by=request.user, at=timezone.now())
        except DueInThePast:
            form.add_error("due_on", "The day must be today or later")
        except NobodyPromises:
            form.add_error(None, "Your account is not tied to a worker, so nobody could keep it. Ask for that first.")
        else:
            done(request)
            messages.success(request, f"Written down. It stands with what is due for {name_of(child)}.")
            return redirect("home:home")
    return render(request, "caseload/typed.html", {
        "form": form, "title": "Promise something", "about": name_of(child), "button_words": "Promise it",
    })  # fmt: skip


@require_POST
@allow(PROMISE)
def keep_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that a promise was kept."""
    promised = get_object_or_404(promises(viewer=request.user), pk=pk)
    try:
        keep(promised, by=request.user, at=timezone.now())
    except SaidAlready:
        messages.error(request, SAID_ALREADY)
    else:
        messages.success(request, f"Kept: {promised.words}")
    return redirect("home:home")


@require_http_methods(["GET", "POST"])
@allow(PROMISE)
def not_kept(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying why a promise is not kept."""
    promised = get_object_or_404(promises(viewer=request.user), pk=pk)
    form = opened(request, forms.NotKept)
    if request.method == "POST" and form.is_valid():
        try:
            say_not_kept(promised, **form.cleaned_data, by=request.user, at=timezone.now())
        except SaidAlready:
            form.add_error(None, SAID_ALREADY)
        else:
            done(request)
            messages.success(request, "Said. It stands in the child’s story.")
            return redirect("home:home")
    return render(request, "caseload/typed.html", {
        "form": form, "title": "Say why it is not kept", "about": f"{name_of(promised.child)}: {promised.words}",
        "button_words": "Say why",
    })  # fmt: skip
