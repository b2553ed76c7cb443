"""Loading files: offer, look, store, mend."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.people.actions import settle_contradiction
from lintel.foundation.people.permissions import SETTLE_CONTRADICTIONS
from lintel.foundation.provenance.permissions import LOAD_RECORDS
from lintel.journey.imports import actions, queries, tasks
from lintel.journey.imports.actions import CannotBeStored
from lintel.journey.imports.models import Load, State
from lintel.journey.imports.refusals import FileRefused
from lintel.web.components.keeping import done, opened
from lintel.web.returns import forms

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNDER_WAY = {State.READING, State.STORING}


@require_http_methods(["GET", "POST"])
@allow(LOAD_RECORDS)
def loads(request: HttpRequest) -> HttpResponse:
    """Files that were offered so far; and offering another."""
    form = forms.OfferFile(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            load = actions.receive(
                upload, kind=form.cleaned_data["kind"], name=upload.name, by=request.user, at=timezone.now()
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            tasks.read_load.defer(load_id=load.pk)
            return redirect("returns:load", pk=load.pk)
    return render(request, "returns/loads.html", {"form": form, "loads": queries.loads(viewer=request.user)})


@require_GET
@allow(LOAD_RECORDS)
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it has come, what was recognised, what was set aside."""
    found = _load(request, pk)
    context = {
        "load": found, "is_under_way": found.state in UNDER_WAY, "contradictions": queries.contradictions(
            viewer=request.user, load=found
        ),
    }  # fmt: skip
    return render(request, "returns/load.html", context)


@require_POST
@allow(LOAD_RECORDS)
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what was read, in one go."""
    found = _load(request, pk)
    try:
        actions.begin_storing(found, by=request.user, at=timezone.now())
    except CannotBeStored as refusal:
        messages.warning(request, str(refusal))
    else:
        tasks.store_load.defer(load_id=pk, user_id=request.user.pk)
    return redirect("returns:load", pk=pk)


@require_POST
@allow(LOAD_RECORDS)
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a file that was read unstored, and forget what was in it."""
    found = _load(request, pk)
    try:
        actions.set_aside(found, by=request.user, at=timezone.now())
    except CannotBeStored as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The file was not stored, and its content is forgotten.")
    return redirect("returns:loads")


@require_GET
@allow(LOAD_RECORDS)
def quarantined(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were set aside, as a workbook with the reason beside each."""
    found = _load(request, pk)
    return _workbook(queries.quarantined_workbook(found, viewer=request.user), "rows to mend.xlsx")


@require_GET
@allow(LOAD_RECORDS)
def contradictions(request: HttpRequest) -> HttpResponse:
    """What sources disagree about, and nobody has settled yet."""
    page = Paginator(queries.contradictions(viewer=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "returns/contradictions.html", {"page": page})


@require_http_methods(["GET", "POST"])
@allow(SETTLE_CONTRADICTIONS)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle one disagreement as one of its two values, with a reason."""
    found = queries.contradictions(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = opened(request, forms.Settlement, values=(found.held, found.other))
    if request.method == "POST" and form.is_valid():
        settle_contradiction(found, **form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, f"Settled: {found.field.replace('_', ' ')} is {form.cleaned_data['settled_as']}.")
        return redirect("returns:contradictions")
    return render(request, "returns/settle.html", {"it": found, "form": form})


@require_GET
@allow(LOAD_RECORDS)
def staff_template(request: HttpRequest) -> HttpResponse:
    """The staff list to fill in."""
    return _workbook(queries.staff_template(viewer=request.user), "staff list.xlsx")


def _load(request: HttpRequest, pk: int) -> Load:
    found = queries.load(pk, viewer=request.user)
    if found is None:
        raise Http404
    return found


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
