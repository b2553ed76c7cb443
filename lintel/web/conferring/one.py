"""One conference: its clock, booking and postponing it, naming its chair, and calling it off for a child."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.journey.conferring.actions import give_to_chair
from lintel.steps.conferences import actions, permissions
from lintel.steps.conferences.codes import Side
from lintel.steps.conferences.queries import possible_chairs
from lintel.steps.conferences.reach import HeldAlready
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.conferring import forms
from lintel.web.conferring.reading import conference_of, in_words, line_of, part_of, shown

HELD = "The conference was held meanwhile."
BOOKED = "A colleague booked it first. Postpone it, if the day does not suit."


@require_GET
@allow(permissions.SEE_CONFERENCES)
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one conference on one page, and what is to be done next."""
    found, now = conference_of(request, pk), timezone.now()
    context = shown(found, viewer=request.user, at=now)
    for part, _ in context["parts"]:
        note("conference opened", by=request.user, at=now, subject=found, child_id=part.child_id)
    return render(request, "conferring/one.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_CONFERENCES)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Booking it for a day."""
    found, now = conference_of(request, pk), timezone.now()
    form, go_on = opened(request, forms.Book), ("Read the conference", reverse("conferring:one", args=[pk]))
    if found.booked_for is not None and request.method == "GET":
        return redirect("conferring:postpone", pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.book(found, **form.cleaned_data, by=request.user, at=now)
        except HeldAlready:
            return not_saved(request, form, HELD, go_on=go_on)
        except actions.NotOnThatDay:
            return not_saved(request, form, BOOKED, go_on=go_on)
        done(request)
        messages.success(request, "Booked. Invite the family and the agencies now.")
        return redirect("conferring:one", pk)
    context = shown(found, viewer=request.user, at=now)
    return render(request, "conferring/arrange.html", context | {
        "form": form, "title": "Book the conference", "button": "Book it", "shows_due": True,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_CONFERENCES)
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving it: who could not, why, and what keeps the children safe meanwhile."""
    found, now = conference_of(request, pk), timezone.now()
    form, go_on = opened(request, forms.Postpone), ("Read the conference", reverse("conferring:one", args=[pk]))
    if found.booked_for is None and request.method == "GET":
        return redirect("conferring:book", pk)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.postpone(
                found, side=Side(said["side"]), because=said["because"], booked_for=said["booked_for"],
                meanwhile=said["meanwhile"], by=request.user, at=now,
            )  # fmt: skip
        except (HeldAlready, actions.NotBookedYet):
            return not_saved(request, form, HELD if found.held_on else "It is not booked yet.", go_on=go_on)
        except actions.NotOnThatDay:
            form.add_error("day", "It is booked for that time already")
        else:
            done(request)
            messages.success(request, "Postponed. It is counted, and stays due by the same day.")
            return redirect("conferring:one", pk)
    context = shown(found, viewer=request.user, at=now)
    return render(request, "conferring/arrange.html", context | {
        "form": form, "title": "Postpone the conference", "button": "Postpone it", "shows_due": True,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.NAME_CHAIRS)
def chair(request: HttpRequest, pk: int) -> HttpResponse:
    """Naming the chair; beside it who may not, and why."""
    found, now = conference_of(request, pk), timezone.now()
    people = possible_chairs(found, viewer=request.user, at=now)
    form = opened(request, forms.NameChair, chairs=[(user.pk, user.name) for user, why in people if not why])
    if request.method == "POST" and form.is_valid():
        chosen = next(user for user, _ in people if user.pk == form.cleaned_data["chair"])
        try:
            give_to_chair(found, chosen, by=request.user, at=now)
        except HeldAlready:
            return not_saved(request, form, HELD, go_on=("Read it", reverse("conferring:one", args=[pk])))
        done(request)
        messages.success(request, f"{chosen.name} chairs the conference, sees the children now, and is told.")
        return redirect("conferring:one", pk)
    return render(request, "conferring/chair.html", {
        "conference": found, "about": in_words(found), "form": form, "is_any": any(not why for _, why in people),
        "may_not": [(user, why) for user, why in people if why],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.ASK_FOR_CONFERENCES)
def call_off(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying that there will be no conference about one child after all."""
    found, now = conference_of(request, pk), timezone.now()
    part, form = part_of(found, number), opened(request, forms.CallOff)
    line = line_of(part, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off(part, **form.cleaned_data, by=request.user, at=now)
        except HeldAlready:
            return not_saved(request, form, HELD, go_on=("Read it", reverse("conferring:one", args=[pk])))
        done(request)
        messages.success(request, f"Called off for {line.name}. What was written stays in the record.")
        if found.children.filter(withdrawn_at__isnull=True).exists():
            return redirect("conferring:one", pk)
        return redirect("child_record:story", line.pk)
    return render(request, "conferring/arrange.html", {
        "conference": found, "about": line.name, "form": form, "title": f"Call it off for {line.name}",
        "button": "Call it off for this child", "shows_due": False,
    })  # fmt: skip
