"""One worker: the hours that are kept free of cases, and the languages they speak. They read it before anybody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.workforce import actions
from lintel.foundation.workforce.codes import Protection
from lintel.foundation.workforce.models import Worker
from lintel.foundation.workforce.permissions import PROTECT_TIME, SAY_LANGUAGES, SEE_WORKFORCE
from lintel.foundation.workforce.queries import protected_time_of, worker_seen
from lintel.web.components.keeping import done, opened
from lintel.web.workforce import forms

REFUSALS: dict[type[Exception], tuple[str, str]] = {
    actions.EndsBeforeItStarts: ("ends_on", "The day it ends must be after the day it starts"),
    actions.ProtectedAlready: ("starts_on", "Time for this is protected from that day or a later one already"),
    actions.OverAlready: ("ends_on", "It is over by then already"),
    actions.NotAWorkingWeek: ("hours_per_week", "Hours a week must be more than 0 and at most 40"),
    actions.WhyMissing: ("why", "Write why"),
}


@require_GET
@allow(SAY_LANGUAGES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept free of a worker's week, and which languages they speak."""
    worker, today = _worker(request, pk), timezone.localdate()
    kept = protected_time_of(worker, viewer=request.user)
    return render(request, "workforce/worker.html", {
        "worker": worker, "may_protect": may(request.user, PROTECT_TIME), "may_see": may(request.user, SEE_WORKFORCE),
        "kept": [(each, Protection(each.reason).words, each.ends_on is None or each.ends_on > today) for each in kept],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(PROTECT_TIME)
def protect(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeping hours of every week free of cases."""
    form = opened(request, forms.Protect, initial={"starts_on": timezone.localdate()})
    return _do(request, pk, form, "Protect time", actions.set_protected_time, "From that day no case may fill them.")


@require_http_methods(["GET", "POST"])
@allow(PROTECT_TIME)
def end(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Ending it."""
    worker = _worker(request, pk)
    kept = next((each for each in protected_time_of(worker, viewer=request.user) if each.pk == other), None)
    if kept is None:
        raise Http404
    form = opened(request, forms.EndProtection, initial={"ends_on": timezone.localdate()})
    return _do(request, pk, form, "End it", actions.end_protected_time, "It ends on that day.", subject=kept)


@require_http_methods(["GET", "POST"])
@allow(SAY_LANGUAGES)
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    """Which languages a worker speaks, said by themselves or whoever answers for them."""
    form = opened(request, forms.Languages, initial={"languages": ", ".join(_worker(request, pk).languages)})
    return _do(request, pk, form, "Say which languages", actions.set_languages, "Written down.")


def _do(
    request: HttpRequest, pk: int, form: Any, title: str, do: Any, said: str, *, subject: Any = None
) -> HttpResponse:
    """A form about one worker: shown, or done and back to them."""
    worker = _worker(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            do(subject or worker, **_typed(form), by=request.user, at=timezone.now())
        except actions.NotInTheirLine as stranger:
            raise Http404 from stranger
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, said)
            return redirect("workforce:worker", pk)
    return render(request, "workforce/worker_typed.html", {"worker": worker, "form": form, "title": title})


def _typed(form: Any) -> dict[str, Any]:
    typed = dict(form.cleaned_data)
    if isinstance(form, forms.Languages):
        return {"languages": typed["languages"].split(",")}
    return typed | {"reason": Protection(typed["reason"])} if "reason" in typed else typed


def _worker(request: HttpRequest, pk: int) -> Worker:
    if (found := worker_seen(pk, viewer=request.user)) is None:
        raise Http404
    return found
