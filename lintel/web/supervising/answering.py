"""Directions of supervision: what is due, what became of one, and notes that become directions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.supervision import permissions, queries
from lintel.oversight.supervision.directions import actions
from lintel.oversight.supervision.models import Direction
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.supervising import forms

REFUSALS: dict[type[Exception], tuple[str, str]] = {
    actions.EvidenceMissing: (
        "words", "You gave this direction: write what shows that it is done, or let somebody else say so"
    ),
    actions.WordsMissing: ("words", "Write why"),
    actions.NotLater: ("due", "Carry it to a day that is still to come"),
}  # fmt: skip
OVER = "A colleague has said what became of it."


@require_GET
@allow(permissions.ANSWER_DIRECTIONS)
def listed(request: HttpRequest) -> HttpResponse:
    """What one is to do, and what one waits for: what is past its day first."""
    today, found = timezone.localdate(), queries.open_directions(viewer=request.user)
    lines = child_lines({each.discussed.child_id for each in found}, viewer=request.user)
    if found:
        note("directions of supervision opened", by=request.user, at=timezone.now())
    mine = [each for each in found if each.owner_id == request.user.worker_id]
    context = {
        "today": today, "lines": lines, "mine": mine, "others": [each for each in found if each not in mine],
    }  # fmt: skip
    return render(request, "supervising/directions.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.ANSWER_DIRECTIONS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one direction: done, carried on, or not to be done."""
    found = queries.directions(viewer=request.user).prefetch_related("moves__moved_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    line = child_lines([found.discussed.child_id], viewer=request.user)[found.discussed.child_id]
    form = opened(request, forms.Became)
    if request.method == "POST" and not found.is_open:
        go_on = ("Read the directions", reverse("supervising:directions"))
        return not_saved(request, form, OVER, go_on=go_on)
    if request.method == "POST" and form.is_valid() and _answered(request, found, form):
        return redirect("supervising:directions")
    note("direction opened", by=request.user, at=timezone.now(), subject=found, child_id=line.pk)
    context = {"it": found, "line": line, "form": form if found.is_open else None, "today": timezone.localdate()}
    return render(request, "supervising/direction.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.SUPERVISE)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Making a direction of a note that said too little."""
    kept = queries.notes(viewer=request.user).filter(pk=pk, became__isnull=True).first()
    if kept is None:
        raise Http404
    session = kept.discussed.session
    line = child_lines([kept.discussed.child_id], viewer=request.user)[kept.discussed.child_id]
    asked = queries.who_may_be_asked(session, line.pk, viewer=request.user, on=timezone.localdate())
    form = opened(request, forms.Complete, note=kept, owners=list(asked.items()))
    if request.method == "POST" and form.is_valid():
        actions.make_direction(kept, form.wanted, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "It is a direction now.")
        return redirect("supervising:session", session.pk)
    return render(request, "supervising/act.html", {
        "form": form, "title": "Make a direction of a note", "about": line.name, "button": "Make it a direction",
        "back": (f"{session.held_on:%-d %B %Y}", reverse("supervising:session", args=[session.pk])),
        "intro": "It was kept as a note because it does not say everything a direction says.",
    })  # fmt: skip


def carry_out(
    direction: Direction, *, became: str, words: str, due: date | None, by: User, at: datetime
) -> Any:  # fmt: skip
    """What somebody said became of a direction, done in the record; raises what the actions raise."""
    acts: dict[str, Callable[[], Any]] = {
        forms.DONE: lambda: actions.say_done(direction, done_on=timezone.localdate(at), evidence=words, by=by, at=at),
        forms.CARRY: lambda: actions.carry(
            direction, due_on=due or timezone.localdate(at), because=words, by=by, at=at
        ),
        forms.DROP: lambda: actions.drop(direction, because=words, by=by, at=at),
    }
    return acts[became]()


def _answered(request: HttpRequest, found: Direction, form: forms.Became) -> bool:
    said = form.cleaned_data
    if refusal := forms.missing_of(said["became"], said["words"], said["due"]):
        form.add_error(*refusal)
        return False
    try:
        carry_out(found, **said, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except tuple(REFUSALS) as refused:
        form.add_error(*REFUSALS[type(refused)])
        return False
    done(request)
    messages.success(request, "Written down. It opens the next session if it is still to do.")
    return True
