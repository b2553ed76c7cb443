"""How the last time ended, on one page: for whoever decides again, and for whoever takes the child on (J18)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.queries import ChildNotVisible, child
from lintel.journey.last_time.actions import AnotherEndedSince, say_of_the_last_time
from lintel.journey.last_time.queries import LastTime
from lintel.journey.last_time.queries import last_time as how_it_ended
from lintel.oversight.supervision.queries import directions_until
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.permissions import LOOK_BACK
from lintel.web.child_record import forms
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.components.keeping import done, not_saved, opened


@require_http_methods(["GET", "POST"])
@allow(SEE_CHILDREN)
def last_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it ended, what was decided, promised and left; and the question whether that was right."""
    day, now = day_asked(request), timezone.now()
    try:
        person = child(viewer=request.user, pk=pk)
        told = how_it_ended(person, viewer=request.user, day=day)
    except ChildNotVisible:
        raise Http404 from None
    may_answer = may(request.user, LOOK_BACK) and told.episode is not None and day == timezone.localdate()
    form = opened(request, forms.WasItRight) if may_answer else None
    if form is not None and request.method == "POST" and form.is_valid():
        return _answer(request, person, told, form)
    note("record opened", by=request.user, at=now, subject=person, child_id=pk, page="last time")
    context = {
        "line": child_lines([pk], viewer=request.user)[pk], "told": told, "day": day, "form": form,
        "along": as_at_query(request), "verdict_of": lambda code: Verdict(code).words,
        "open_promises": sum(each.is_open for each in told.promised),
        "directions": _directions(request, pk, told),
    }  # fmt: skip
    return render(request, "child_record/last_time.html", context)


def _directions(request: HttpRequest, pk: int, told: LastTime) -> Any:
    """What was agreed in supervision until it ended, and not done by then."""
    ended = told.episode.ended_on if told.episode else None
    return directions_until(pk, ended_on=ended, viewer=request.user) if ended else []  # type: ignore[arg-type]


def _answer(request: HttpRequest, person: Person, told: LastTime, form: Any) -> HttpResponse:
    read_about = int(request.POST["earlier"]) if request.POST.get("earlier", "").isdigit() else 0
    try:
        say_of_the_last_time(
            person, earlier_id=read_about, verdict=Verdict(form.cleaned_data["verdict"]),
            words=form.cleaned_data["words"], by=request.user, at=timezone.now(),  # type: ignore[arg-type]
        )  # fmt: skip
    except AnotherEndedSince:
        return not_saved(
            request, form, "Another episode has ended since you opened this page, so it was not saved.",
            go_on=("Read how that one ended", request.path),
        )  # fmt: skip
    done(request)
    messages.success(request, "Written down. It stands with the child, and is counted without names.")
    return redirect("child_record:last_time", person.pk)
