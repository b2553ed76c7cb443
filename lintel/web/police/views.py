"""What the desk sees of the police: batches looked at and taken in, and one notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.journey.notifications import queries, tasks
from lintel.journey.notifications.offers.queries import who_they_may_be
from lintel.journey.notifications.watching.actions import words_of_silence
from lintel.steps.front_door.desk.page.actions import note_opened
from lintel.steps.front_door.queries import contacts
from lintel.steps.police_notifications import actions
from lintel.steps.police_notifications import queries as held
from lintel.steps.police_notifications.codes import BatchState, Grade, Part
from lintel.steps.police_notifications.models import Batch
from lintel.steps.police_notifications.permissions import SEE_NOTIFICATIONS, SEE_PARTNERSHIP, TAKE_IN_BATCHES
from lintel.steps.police_notifications.reading.files import FileUnreadable, read_file
from lintel.steps.police_notifications.rules import THE_ORDER
from lintel.web.components.keeping import done, opened
from lintel.web.police import forms
from lintel.web.police.csv_files import csv_of_rows_set_aside

ON_A_PAGE = 25
ROWS_SHOWN = 50


@require_http_methods(["GET", "POST"])
@allow(SEE_PARTNERSHIP)
def overview(request: HttpRequest) -> HttpResponse:
    """What has come, what waits, and offering a file."""
    forces, at = held.forces(viewer=request.user), timezone.now()
    form = forms.OfferBatch(request.POST or None, request.FILES or None, forces=forces)
    if request.method == "POST" and forces and form.is_valid():
        try:
            offered = _offer(request, form, forces)
        except FileUnreadable as why:
            form.add_error("file", str(why))
        else:
            return redirect("police:batch", offered.pk)
    silences = [
        words_of_silence(silence, at=at)
        for force in forces
        for silence in held.silences_now(force, viewer=request.user)
    ]
    page = Paginator(held.batches(viewer=request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "police/overview.html", {
        "form": form, "forces": forces, "page": page, "states": BatchState, "silences": silences,
        "lying": held.batches_left_lying(viewer=request.user, at=at - timedelta(minutes=1)),
        "waiting": held.rows_waiting(viewer=request.user), "may_take_in": may(request.user, TAKE_IN_BATCHES),
    })  # fmt: skip


def _offer(request: HttpRequest, form: forms.OfferBatch, forces: list[Any]) -> Batch:
    chosen = form.cleaned_data.get("agency")
    agency = next(force for force in forces if chosen is None or str(force.pk) == chosen)
    upload = form.cleaned_data["file"]
    return actions.offer_batch(
        upload.read(), file_name=upload.name, agency=agency, by=request.user, at=timezone.now()
    )  # fmt: skip


@require_GET
@allow(TAKE_IN_BATCHES)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: what was read of it; or, taken in, its households in their order."""
    found = batch_of(request, pk)
    at = timezone.now()
    context = {
        "batch": found, "rows": held.rows_set_aside(found, viewer=request.user), "rows_shown": ROWS_SHOWN,
        "states": BatchState, "per_cent": tasks.per_cent(found), "the_order": THE_ORDER, "grades": Grade,
    }  # fmt: skip
    if found.state == BatchState.READ:
        context["form"] = opened(request, forms.Withdrawal)
        rows = read_file(bytes(found.content or b""), received_at=found.received_at) if found.rows_accepted else []
        context["lags"] = queries.lags_of_rows(rows, received_at=found.received_at, viewer=request.user, at=at)
    if found.state == BatchState.TAKEN_IN:
        households = queries.households_of(found, viewer=request.user, at=at)
        context |= {
            "lags": queries.lags_of_batch(found, viewer=request.user, at=at),
            "page": Paginator(households, ON_A_PAGE).get_page(request.GET.get("page")),
            "undecided": sum(each.undecided > 0 for each in households),
        }
    return render(request, "police/batch.html", context)


@require_POST
@allow(TAKE_IN_BATCHES)
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a batch in, beside the pages; the page says how far it is."""
    found, at = batch_of(request, pk), timezone.now()
    try:
        actions.begin_taking_in(found, by=request.user, at=at)
    except actions.BatchTakenIn:
        messages.info(request, "A colleague has begun to take this batch in, or withdrew it.")
    else:
        tasks.take_in.defer(batch_id=found.pk, user_id=request.user.pk, at=at.isoformat())
    return redirect("police:batch", found.pk)


@require_POST
@allow(TAKE_IN_BATCHES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a batch untaken, with the reason."""
    found, form = batch_of(request, pk), forms.Withdrawal(request.POST)
    if not form.is_valid():
        messages.error(request, "Enter why it is not taken in.")
        return redirect("police:batch", found.pk)
    try:
        actions.withdraw_batch(found, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "The batch is not taken in, and its content is forgotten.")
    except actions.BatchTakenIn:
        messages.info(request, "A colleague has begun to take this batch in, or withdrew it.")
    return redirect("police:overview")


@require_GET
@allow(TAKE_IN_BATCHES)
def set_aside_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were set aside, to be mended and loaded again."""
    return csv_answer(request, batch_of(request, pk))


def csv_answer(request: HttpRequest, found: Batch) -> HttpResponse:
    rows = held.rows_set_aside(found, viewer=request.user)
    answer = HttpResponse(csv_of_rows_set_aside(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rows to mend {found.pk}.csv"'
    return answer


def batch_of(request: HttpRequest, pk: int) -> Batch:
    found = held.batches(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
@allow(SEE_NOTIFICATIONS)
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its four times, its people, the children of ours in it, and whom they may be."""
    found = queries.notification(pk, viewer=request.user)
    if found is None:
        raise Http404
    at_the_desk = may(request.user, TAKE_IN_BATCHES)
    may_see_contact = contacts(viewer=request.user).filter(pk=found.contact_id).exists()
    if may_see_contact:
        note_opened(found.contact, by=request.user, at=timezone.now())
    return render(request, "police/notification.html", {
        "it": found, "parts": Part, "grades": Grade, "stages": queries.stages_of(found, viewer=request.user),
        "recognised": queries.recognised_in(found, viewer=request.user),
        "may_be": who_they_may_be(found, viewer=request.user) if at_the_desk else [], "at_the_desk": at_the_desk,
        "left_out": queries.named_earlier(found, viewer=request.user),
        "versions": [each for each in queries.versions_of(found, viewer=request.user) if each.pk != found.pk],
        "may_see_contact": may_see_contact,
    })  # fmt: skip


@require_POST
@allow(SEE_NOTIFICATIONS)
def answer_recognised(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying whether a child in a notice is the child of ours it seems to be."""
    asked = queries.recognised(pk, viewer=request.user)
    if asked is None:
        raise Http404
    is_the_child = request.POST.get("is") == "yes"
    actions.answer_recognised(asked, is_the_child=is_the_child, by=request.user, at=timezone.now())
    messages.success(request, "Thank you. The desk sees your answer beside the contact.")
    return redirect("police:notification", asked.person.notification_id)
