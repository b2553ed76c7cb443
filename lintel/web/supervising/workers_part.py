"""The worker's part: reading what was written, adding one's own view, signing; and the personal part of the pair."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.people.queries import child_lines
from lintel.foundation.workforce.models import Worker
from lintel.oversight.supervision import actions, permissions, queries
from lintel.oversight.supervision.models import ChildDiscussed, SupervisionSession
from lintel.oversight.supervision.personal.actions import keep_personal
from lintel.oversight.supervision.personal.queries import personal_records
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.supervising import forms
from lintel.web.supervising.session import said_in, session_of


@require_http_methods(["GET", "POST"])
@allow(permissions.BE_SUPERVISED)
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written, and the worker's own view of each child. Signing is the same page's second button."""
    session = session_of(request, pk)
    if session.worker_id != request.user.worker_id:
        raise Http404
    standing = queries.standings([session], viewer=request.user)[pk]
    said = said_in(session) if standing.by_supervisor else {}
    lines = child_lines(said, viewer=request.user)
    seen = {each.pk: each for child, each in said.items() if child in lines}
    initial = {f"view-{number}": each.workers_view for number, each in seen.items()}
    initial |= {f"differently-{number}": each.sees_it_differently for number, each in seen.items()}  # type: ignore[misc]
    names = {number: lines[each.child_id].name for number, each in seen.items()}
    form = None
    if standing.by_supervisor and (not standing.by_worker or request.method == "POST"):
        form = opened(request, forms.OwnView, children=names, initial=initial)
    if request.method == "POST" and form is not None and form.is_valid():
        return _added(request, session, seen, form)
    now = timezone.now()
    note_each("supervision read", [(session, each.child_id, {}) for each in seen.values()], by=request.user, at=now)
    context = {
        "session": session, "standing": standing, "said": list(seen.values()), "lines": lines, "form": form,
        "today": timezone.localdate(now),
    }  # fmt: skip
    return render(request, "supervising/view.html", context)


@require_GET
@allow(permissions.KEEP_PERSONAL_RECORD)
def personal(request: HttpRequest) -> HttpResponse:
    """The personal parts of which one is one of the two people."""
    found = list(personal_records(viewer=request.user, on=timezone.localdate()))
    if found:
        note("personal parts of supervision opened", by=request.user, at=timezone.now())
    return render(request, "supervising/personal.html", {"found": found})


@require_http_methods(["GET", "POST"])
@allow(permissions.SUPERVISE)
def write_personal(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing the personal part with a worker one supervises."""
    now = timezone.now()
    who = Worker.objects.filter(pk=pk).first()
    if who is None or not queries.supervises(pk, viewer=request.user, on=timezone.localdate(now)):
        raise Http404
    form = opened(request, forms.Personal)
    if request.method == "POST" and form.is_valid():
        keep_personal(who, **form.cleaned_data, held_on=timezone.localdate(now), by=request.user, at=now)
        done(request)
        messages.success(request, f"Kept. {who.name} and you can read it, and nobody else.")
        return redirect("supervising:personal")
    return render(request, "supervising/write_personal.html", {"form": form, "worker": who})


def _added(
    request: HttpRequest, session: SupervisionSession, seen: dict[int, ChildDiscussed], form: forms.OwnView
) -> HttpResponse:
    said, now = form.cleaned_data, timezone.now()
    try:
        for number, each in seen.items():
            actions.write_view(
                each, view=said[f"view-{number}"], sees_it_differently=said[f"differently-{number}"], by=request.user,
                at=now,  # type: ignore[arg-type]
            )  # fmt: skip
        if "sign" in request.POST:
            actions.sign_as_worker(session, by=request.user, at=now)  # type: ignore[arg-type]
    except actions.SignedAlready:
        back = ("Read what you signed", reverse("supervising:view", args=[session.pk]))
        return not_saved(request, form, "You have signed this already. It stands as you signed it.", go_on=back)
    done(request)
    if "sign" in request.POST:
        messages.success(request, "Signed by both.")
    else:
        messages.success(request, "Your view is kept. Sign when you are ready.")
    return redirect("supervising:view", session.pk)
