"""Asking for a conference: about a child, or about brothers and sisters together, with by when before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.chronology.queries import child
from lintel.journey.chronology.reading.family import brothers_and_sisters
from lintel.journey.conferring.asking.queries import Askable, askable
from lintel.steps.conferences import actions
from lintel.steps.conferences.codes import Kind
from lintel.steps.conferences.permissions import ASK_FOR_CONFERENCES
from lintel.steps.conferences.queries import parts
from lintel.steps.conferences.rules import Due
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.conferring import forms

FIRST = "A colleague asked for it first."


@require_http_methods(["GET", "POST"])
@allow(ASK_FOR_CONFERENCES)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking, then checking by when it is due for each child, then sending."""
    line, now = _line(request, pk), timezone.now()
    about = child(viewer=request.user, pk=pk)
    mine = askable(about, viewer=request.user, at=now)
    if not mine:
        return _asked_already(request, pk)
    family = brothers_and_sisters(about, viewer=request.user)
    kinds = [each.kind for each in mine]
    about_each = {each.pk: askable(each, viewer=request.user, at=now) for each in family}
    theirs = {other: found for other, found in about_each.items() if any(one.kind in kinds for one in found)}
    lines = child_lines(theirs, viewer=request.user)
    form = opened(
        request, forms.Ask, kinds=[(each.kind, _in_words(each)) for each in mine],
        others=[(other, _named(lines[other]), [each.kind for each in found]) for other, found in theirs.items()],
    )  # fmt: skip
    people = [about, *(each for each in family if each.pk in theirs)]
    if request.method != "POST" or request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "conferring/ask.html", {"line": line, "form": form, "mine": mine})
    chosen = _chosen(request, form, people, now)
    if request.POST.get("step") != "confirm":
        names = child_lines([each.part.child.pk for each in chosen], viewer=request.user)
        return render(request, "conferring/ask_check.html", {
            "line": line, "form": form, "kind": form.cleaned_data["kind"],
            "chosen": [(names[each.part.child.pk], each.due) for each in chosen],
        })  # fmt: skip
    return _send(request, pk, form, chosen, now)


def _chosen(request: HttpRequest, form: forms.Ask, people: Sequence[Person], now: datetime) -> list[Askable]:
    """What is asked for about each child, with by when it is due."""
    said = form.cleaned_data
    about = [people[0], *(each for each in people[1:] if each.pk in said.get("together", []))]
    told = said.get("told_of_move_on")
    return [
        found
        for each in about
        for found in askable(each, viewer=request.user, at=now, told_of_move_on=told)
        if found.kind is said["kind"]
    ]


def _send(
    request: HttpRequest, pk: int, form: forms.Ask, chosen: Sequence[Askable], now: datetime
) -> HttpResponse:  # fmt: skip
    said = form.cleaned_data
    asking = actions.Asking(
        once=said["once"], kind=said["kind"], parts=[each.part for each in chosen], why=said["why"],
        told_of_move_on=said["told_of_move_on"], moved_from=said["moved_from"],
    )  # fmt: skip
    try:
        made = actions.ask_for_conference(asking, by=request.user, at=now)
    except actions.AskedAlready:
        return not_saved(request, form, FIRST, go_on=("Read the conferences", reverse("conferring:board")))
    done(request)
    messages.success(request, "The conference is asked for. Book it now, or leave it to whoever books.")
    return redirect("conferring:one", made.pk)


def _asked_already(request: HttpRequest, pk: int) -> HttpResponse:
    """The child waits for one: there it is, and what was typed here is shown and not kept."""
    waits = parts(viewer=request.user).filter(child=pk, conference__isnull=True, withdrawn_at__isnull=True).first()
    where = reverse("conferring:one", args=[waits.request_id]) if waits else reverse("conferring:board")
    if request.method == "POST":
        form = opened(request, forms.Ask, kinds=[(kind, kind.words) for kind in Kind])
        return not_saved(request, form, FIRST, go_on=("Read the conference", where))
    return redirect(where)


def _named(line: ChildLine) -> str:
    return f"{line.name}, not born yet" if line.is_unborn else line.name


def _in_words(each: Askable) -> str:
    return f"{each.kind.words}, {_due_in_words(each.due)}"


def _due_in_words(due: Due | None) -> str:
    if due is None:
        return "due from the day we were told of the move"
    return f"due by {due.due_on:%-d %B %Y}: {due.words}"


def _line(request: HttpRequest, pk: int) -> ChildLine:
    if (line := child_lines([pk], viewer=request.user).get(pk)) is None:
        raise Http404
    return line
