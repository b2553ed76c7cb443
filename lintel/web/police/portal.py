"""The portal of the police: send a notice, upload a batch, declare a backlog, and see the numbers we see."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.agencies.models import Agency
from lintel.journey.notifications import queries, tasks
from lintel.journey.notifications.actions import How, receive_notification
from lintel.journey.notifications.watching.actions import declare
from lintel.steps.police_notifications import actions
from lintel.steps.police_notifications import queries as held
from lintel.steps.police_notifications.codes import BatchState, CameBy, Grade
from lintel.steps.police_notifications.partnership.actions import OldestMissing
from lintel.steps.police_notifications.permissions import WORK_FOR_THE_POLICE
from lintel.steps.police_notifications.reading.files import FileUnreadable
from lintel.steps.police_notifications.reading.making import of_columns, row_of
from lintel.web.components.keeping import done, opened, without_errors
from lintel.web.police import forms
from lintel.web.police.partnership import answered, days_asked, side_of
from lintel.web.police.views import batch_of, csv_answer

SAID = {
    How.NEW: "Received. We have had {reference} since {at}.",
    How.SAME: "We had {reference} already, word for word. Nothing is doubled.",
    How.CHANGED: "We had {reference} already. It is kept as another version, and the front door is told what changed.",
}


def _force(request: HttpRequest) -> Agency:
    force = held.police_force_of(viewer=request.user)
    if force is None:
        raise Http404
    return force


@require_GET
@allow(WORK_FOR_THE_POLICE)
def portal(request: HttpRequest) -> HttpResponse:
    """What the force can do here, its own notices, and the numbers both sides see."""
    force = _force(request)
    return render(request, "police/portal.html", {
        "portal_side": side_of(request, force), "own": queries.own_notices(viewer=request.user, at=timezone.now()),
        "batches": held.batches(viewer=request.user)[:10], "days": days_asked(request),
        "waiting": held.rows_waiting(viewer=request.user), "states": BatchState,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_THE_POLICE)
def send(request: HttpRequest) -> HttpResponse:
    """Sending one notice. It is received now."""
    force, at = _force(request), timezone.now()
    if request.method == "POST" and request.POST.get("step") == "child":
        return _send_page(request, force, without_errors(forms.Send(forms.with_another_child(request.POST))))
    form = opened(request, forms.Send)
    if request.method == "POST" and form.is_valid():
        message = form.as_message() | {"sent at": at.isoformat()}
        told, people = of_columns(message)
        row = row_of(1, told, people, raw=message, received_at=at)
        if row.notice is None:
            form.say(row.problems)
        else:
            taken = receive_notification(
                row.notice, agency=force, received_at=at, came_by=CameBy.PORTAL, by=request.user, at=at
            )
            done(request)
            when = f"{timezone.localtime(taken.notification.received_at):%-d %B %Y, %H:%M}"
            messages.success(request, SAID[taken.how].format(reference=taken.notification.reference, at=when))
            return redirect("police:portal")
    return _send_page(request, force, form)


def _send_page(request: HttpRequest, force: Agency, form: forms.Send) -> HttpResponse:
    return render(request, "police/send.html", {"form": form, "force": force})


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_THE_POLICE)
def upload(request: HttpRequest) -> HttpResponse:
    """Uploading a batch. It is received now and taken in at once."""
    force, at = _force(request), timezone.now()
    form = forms.Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            offered = actions.offer_batch(file.read(), file_name=file.name, agency=force, by=request.user, at=at)
        except FileUnreadable as why:
            form.add_error("file", str(why))
        else:
            actions.begin_taking_in(offered, by=request.user, at=at)
            tasks.take_in.defer(batch_id=offered.pk, user_id=request.user.pk, at=at.isoformat())
            return redirect("police:portal_batch", offered.pk)
    return render(request, "police/upload.html", {"form": form, "force": force})


@require_GET
@allow(WORK_FOR_THE_POLICE)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a batch of the force: what was taken in, what was set aside and why. Nothing of ours."""
    _force(request)
    found = batch_of(request, pk)
    is_in = found.state == BatchState.TAKEN_IN
    return render(request, "police/portal_batch.html", {
        "batch": found, "rows": held.rows_set_aside(found, viewer=request.user), "states": BatchState,
        "per_cent": tasks.per_cent(found), "grades": Grade, "rows_shown": 50,
        "lags": queries.lags_of_batch(found, viewer=request.user, at=timezone.now()) if is_in else None,
    })  # fmt: skip


@require_GET
@allow(WORK_FOR_THE_POLICE)
def set_aside_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The force's own rows that were set aside."""
    _force(request)
    return csv_answer(request, batch_of(request, pk))


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_THE_POLICE)
def backlog(request: HttpRequest) -> HttpResponse:
    """Declaring how many notices are not triaged, and since when the oldest waits."""
    force, form = _force(request), opened(request, forms.Backlog)
    if request.method == "POST" and form.is_valid():
        try:
            declared = declare(force, **form.cleaned_data, by=request.user, at=timezone.now())
        except OldestMissing:
            form.add_error("oldest_on", "The day of the oldest cannot be in the future")
        else:
            done(request)
            worse = (
                f" It is worse than the last: {'; '.join(declared.worse)}. Both partners are told."
                if declared.worse
                else ""
            )
            messages.success(request, f"Thank you. {declared.untriaged:,} declared.{worse}")
            return redirect("police:portal")
    return render(request, "police/backlog.html", {"form": form, "force": force})


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_THE_POLICE)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answering an escalation for the force."""
    _force(request)
    return answered(request, pk, back_to="police:portal")
