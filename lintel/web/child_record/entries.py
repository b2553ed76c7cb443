"""What people add to a child's chronology: what matters and why, and events that stand nowhere else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology import queries
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.reading.family import brothers_and_sisters
from lintel.journey.chronology.rules import Line
from lintel.steps.chronology_entries import actions, permissions
from lintel.steps.chronology_entries.actions import Happened, MarkedAlready, NotYet, TakenBackAlready, WithdrawnAlready
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.models import Mark, WrittenEvent
from lintel.steps.chronology_entries.queries import events, marks_of
from lintel.web.child_record import forms
from lintel.web.components.keeping import done, opened

WITHDRAWN = "A colleague has withdrawn this event."


@require_http_methods(["GET", "POST"])
@allow(permissions.MARK_SIGNIFICANCE)
def matters(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying of one line that it matters, and why. `?line=` names what the line was read from."""
    child = _child(request, pk)
    line = _line(request, child)
    form = opened(request, forms.Matters)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark(child, record=line.records[0], **form.cleaned_data, by=request.user, at=timezone.now())
        except MarkedAlready:
            messages.info(request, "A colleague has said so already; their words stand beside it.")
        else:
            messages.success(request, "It is marked, with why.")
        done(request)
        return redirect("child_record:story", pk)
    return _typed(request, child, form, title="This matters", line=line, button="Mark it")


@require_http_methods(["GET", "POST"])
@allow(permissions.MARK_SIGNIFICANCE)
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying that a line does not matter after all."""
    child = _child(request, pk)
    mark = _mark(request, child, number)
    form = opened(request, forms.TakeBack)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(mark, **form.cleaned_data, by=request.user, at=timezone.now())
        except TakenBackAlready:
            messages.info(request, "A colleague has taken it back already.")
        else:
            messages.success(request, "Taken back. That it was marked stays written.")
        done(request)
        return redirect("child_record:story", pk)
    told = f"Marked by {mark.marked_by.name}: {mark.because}"
    return _typed(request, child, form, title="It does not matter after all", told=told, button="Take it back")


@require_http_methods(["GET", "POST"])
@allow(permissions.WRITE_EVENTS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down an event that stands nowhere else."""
    child = _child(request, pk)
    others = brothers_and_sisters(child, viewer=request.user)
    lines = child_lines([other.pk for other in others], viewer=request.user)
    form = opened(request, forms.Event, family=[(other.pk, lines[other.pk].name) for other in others])
    if request.method == "POST" and form.is_valid():
        chosen = {int(key) for key in form.cleaned_data.get("together", [])}
        children = [child, *(other for other in others if other.pk in chosen)]
        try:
            actions.write_event(_happened(form.cleaned_data), children=children, by=request.user, at=timezone.now())
        except NotYet:
            form.add_error("happened_on", "The day must be today or earlier")
        else:
            done(request)
            messages.success(request, "It stands in the chronology, with your name.")
            return redirect("child_record:story", pk)
    return _typed(request, child, form, title="Add an event", button="Add it")


@require_http_methods(["GET", "POST"])
@allow(permissions.WRITE_EVENTS)
def correct(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Correcting an event somebody wrote down; what it said before is on the same page."""
    child = _child(request, pk)
    event = _event(request, child, number)
    initial = {"happened_on": event.happened_on, "kind": event.kind, "words": event.words, "told_by": event.told_by}
    form = opened(request, forms.Corrected, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed, now = form.cleaned_data, timezone.now()
        try:
            actions.correct_event(event, _happened(typed), because=typed["because"], by=request.user, at=now)
        except NotYet:
            form.add_error("happened_on", "The day must be today or earlier")
        except WithdrawnAlready:
            form.add_error(None, WITHDRAWN)
        else:
            done(request)
            messages.success(request, "Corrected. What it said before stays beside it.")
            return redirect("child_record:event", pk, number)
    return _typed(request, child, form, title="Correct an event", event=event, button="Correct it")


@require_http_methods(["GET", "POST"])
@allow(permissions.WRITE_EVENTS)
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying that an event does not stand."""
    child = _child(request, pk)
    event = _event(request, child, number)
    form = opened(request, forms.Withdraw)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_event(event, **form.cleaned_data, by=request.user, at=timezone.now())
        except WithdrawnAlready:
            messages.info(request, WITHDRAWN)
        else:
            messages.success(request, "It does not stand any longer. It was not erased.")
        done(request)
        return redirect("child_record:story", pk)
    return _typed(request, child, form, title="Withdraw an event", event=event, button="Withdraw it")


def _happened(typed: dict[str, Any]) -> Happened:
    return Happened(
        on=typed["happened_on"], kind=ItemKind(typed["kind"]), words=typed["words"], told_by=typed["told_by"]
    )


def _child(request: HttpRequest, pk: int) -> Person:
    try:
        return queries.child(viewer=_who(request), pk=pk)
    except ChildNotVisible:
        raise Http404 from None


def _line(request: HttpRequest, child: Person) -> Line:
    """The line of the story that was read from what the address names."""
    record = request.GET.get("line", "")
    told = queries.story(child, viewer=_who(request), day=timezone.localdate())
    found = next((line for line in told.lines if record in line.records), None)
    if found is None:
        raise Http404
    return found


def _mark(request: HttpRequest, child: Person, number: int) -> Mark:
    found = next((each for each in marks_of([child.pk], viewer=_who(request)) if each.pk == number), None)
    if found is None:
        raise Http404
    return found


def _event(request: HttpRequest, child: Person, number: int) -> WrittenEvent:
    found = events(viewer=_who(request)).filter(about__child=child.pk, pk=number).first()
    if found is None:
        raise Http404
    return found


def _who(request: HttpRequest) -> User:
    who: User = request.user  # type: ignore[assignment]
    return who


def _typed(request: HttpRequest, child: Person, form: Any, *, title: str, button: str, **more: Any) -> HttpResponse:
    event = more.get("event")
    context = {
        "line": None, "told": "", "event": None, "child_line": child_lines([child.pk], viewer=_who(request))[child.pk],
        "corrections": list(event.corrections.select_related("corrected_by").order_by("-pk")) if event else [],
        "kind_of": lambda kind: ItemKind(kind).words, "form": form, "title": title, "button_words": button,
    }  # fmt: skip
    return render(request, "child_record/typed.html", context | more)
