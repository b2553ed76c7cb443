"""Answering the ladder: why a child waits for a discussion, and what happens now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.people.queries import child_lines
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.following.actions import AnsweredAlready, answer_ladder
from lintel.steps.enquiries.discussing.queries import ladder_to_answer
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.discussing.holding_forms import InWords


@require_http_methods(["GET", "POST"])
@allow(permissions.ANSWER_LADDER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One rung that was told, and its answer."""
    told = ladder_to_answer(viewer=request.user).filter(pk=pk).first()
    if told is None:
        raise Http404
    line = child_lines([told.cause.child_id], viewer=request.user)[told.cause.child_id]
    form = opened(
        request, InWords, label="Why no discussion is held yet, and what happens now",
        hint="A sentence or two. Whoever was told reads it.",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            answer_ladder(told, answer=form.cleaned_data["words"], by=request.user, at=timezone.now())
        except AnsweredAlready:
            go_on = ("Read the discussions", reverse("discussing:waiting"))
            return not_saved(request, form, "A colleague answered first.", go_on=go_on)
        done(request)
        messages.success(request, "The ladder is answered.")
        return redirect("discussing:waiting")
    return render(request, "discussing/ladder.html", {"told": told, "line": line, "form": form})
