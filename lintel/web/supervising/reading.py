"""Reading records blind, and saying that an inspection was announced."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.queries import child_lines
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.actions import NotYetHeld, announce_inspection
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import RubricDraw
from lintel.oversight.supervision.observed.queries import side_by_side
from lintel.oversight.supervision.queries import announced
from lintel.oversight.supervision.rubric import queries
from lintel.oversight.supervision.rubric.actions import NotOnTheirList, hand_in
from lintel.web.components.keeping import done, opened
from lintel.web.supervising import forms


@require_GET
@allow(permissions.RATE_SUPERVISION)
def listed(request: HttpRequest) -> HttpResponse:
    """The records one may read blind, how far two readers agree, and talks beside records for the whole service."""
    today, limits = timezone.localdate(), all_limits()
    context = {
        "found": queries.offered(viewer=request.user), "agreed": queries.agreed(viewer=request.user, on=today),
        "beside": side_by_side(viewer=request.user, on=today),
        "share": limits.number("supervision_rubric_share", on=today).value,
        "twice": limits.number("supervision_two_raters", on=today).value,
    }  # fmt: skip
    return render(request, "supervising/reading.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.RATE_SUPERVISION)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One record, without the names of the two, and six numbers."""
    try:
        it = queries.to_read(pk, viewer=request.user)
    except RubricDraw.DoesNotExist:
        raise Http404 from None
    form = opened(request, forms.Read)
    if request.method == "POST" and form.is_valid():
        scores = {Dimension(name): score for name, score in form.cleaned_data.items()}
        try:
            hand_in(pk, scores, by=request.user, at=timezone.now())
        except NotOnTheirList:
            messages.info(request, "Colleagues have read it enough.")
        else:
            messages.success(request, "Handed in. Nobody is told whose it was.")
        done(request)
        return redirect("supervising:reading")
    note("record of supervision opened blind", by=request.user, at=timezone.now(), child_id=it.child)
    line = child_lines([it.child], viewer=request.user)[it.child]
    return render(request, "supervising/read.html", {"it": it, "form": form, "line": line})


@require_http_methods(["GET", "POST"])
@allow(permissions.ANNOUNCE_INSPECTION)
def inspection(request: HttpRequest) -> HttpResponse:
    """When inspections were announced: what is written down afterwards carries its mark."""
    form = opened(request, forms.Announced)
    if request.method == "POST" and form.is_valid():
        try:
            announce_inspection(called_at=form.called_at, by=request.user, at=timezone.now())
        except NotYetHeld:
            form.add_error("called_on", "It must have been announced by now")
        else:
            done(request)
            messages.success(request, "Written down. Whatever is signed from now on of earlier talks is marked.")
            return redirect("supervising:inspection")
    return render(request, "supervising/inspection.html", {"form": form, "found": announced(viewer=request.user)})
