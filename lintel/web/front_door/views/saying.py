"""What is said about a contact, and whose it is: short acts, each back to the contact."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.journey.handovers import actions as handovers
from lintel.steps.front_door.codes import Concern, Priority
from lintel.steps.front_door.desk import actions
from lintel.steps.front_door.desk.pulling import actions as pulling
from lintel.steps.front_door.intake import actions as intake
from lintel.steps.front_door.permissions import CLEAR_DANGER, WORK_THE_DESK
from lintel.steps.front_door.queries import contacts
from lintel.steps.front_door.remarks.actions import remark_on
from lintel.web.components.keeping import done, opened
from lintel.web.front_door import forms
from lintel.web.front_door.asked import carried_out, contact_asked, say


@require_POST
@allow(WORK_THE_DESK)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    contact = contact_asked(request, pk)
    carried_out(request, lambda: actions.take(contact, by=request.user, at=timezone.now()), said="You have it.")
    return redirect("front_door:contact", pk)


@require_POST
@allow(WORK_THE_DESK)
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    contact = contact_asked(request, pk)
    said = "It is back in the queue, in its place."
    carried_out(request, lambda: actions.put_back(contact, by=request.user, at=timezone.now()), said=said)
    return redirect("front_door:contact", pk)


@require_POST
@allow(WORK_THE_DESK)
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """What was to be gathered is gathered."""
    contact = contact_asked(request, pk)
    said = f"Contact {contact.reference} is ready to decide and back on the desk."
    if carried_out(request, lambda: actions.say_ready(contact, by=request.user, at=timezone.now()), said=said):
        return redirect("front_door:queue")
    return redirect("front_door:contact", pk)


@require_POST
@allow(WORK_THE_DESK)
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """Gathering a contact into another, as an officer confirms it."""
    contact, typed = contact_asked(request, pk), request.POST.get("first", "").strip()
    found = contacts(viewer=request.user)
    first = found.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None
    first = first or found.filter(reference__iexact=typed, held_by_team__isnull=False).first()
    if first is None or first.pk == contact.pk:
        messages.error(request, "There is no other contact with that number. Nothing was changed.")
    else:
        it, at = first, timezone.now()
        carried_out(
            request, lambda: actions.think_of_together(contact, first=it, by=request.user, at=at),
            said=f"{contact.reference} and {first.reference} are one piece of thinking. Each keeps its own clock.",
        )  # fmt: skip
    return redirect("front_door:queue") if request.POST.get("back") == "queue" else redirect("front_door:contact", pk)


@require_POST
@allow(WORK_THE_DESK)
def apart(request: HttpRequest, pk: int) -> HttpResponse:
    contact = contact_asked(request, pk)
    said = "They are thought of apart again."
    carried_out(request, lambda: actions.think_of_apart(contact, by=request.user, at=timezone.now()), said=said)
    return redirect("front_door:contact", pk)


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking a contact from a colleague who cannot finish it."""
    at = timezone.now()
    return say(
        request, pk, forms.WhyTaken,
        lambda contact, typed: actions.take_over(contact, because=typed["reason"], by=request.user, at=at),
        title="Take it over", said="You have it now.", button="Take it over",
        before="For when a colleague has left the desk or cannot finish it. They can see that you took it, and why.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaving what "pull next" gave."""
    at = timezone.now()
    return say(
        request, pk, forms.WhyLeft,
        lambda contact, typed: pulling.leave(contact, reason=typed["reason"], by=request.user, at=at),
        title="Leave it for somebody else", said="It is back in the queue, in its place.", button="Leave it",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def priority(request: HttpRequest, pk: int) -> HttpResponse:
    """Rating a contact."""
    at = timezone.now()
    return say(
        request, pk, forms.Rate,
        lambda contact, typed: actions.set_priority(
            contact, priority=Priority(typed["priority"]), reason=typed["reason"], by=request.user, at=at
        ),
        title="How soon?", said="It stands in its new place.",
        before="If a child is in danger now, do not rate it: go back and press “It cannot wait”.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying what a contact is about."""
    at, contact = timezone.now(), contact_asked(request, pk)
    return say(
        request, pk, forms.Describe,
        lambda contact, typed: intake.describe(
            contact, concerns=[Concern(each) for each in typed["concerns"]], source=typed["source"],
            by=request.user, at=at,
        ),
        title="What is it about?", said="Saved.",
        initial={"concerns": contact.concerns, "source": contact.source},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def cannot_wait(request: HttpRequest, pk: int) -> HttpResponse:
    """The "now" button of a contact: it stands first at once, and the next page says whom to ring."""
    contact, form = contact_asked(request, pk), opened(request, forms.WhyNow)
    if request.method == "POST" and form.is_valid():
        reason, at = form.cleaned_data["reason"], timezone.now()
        said = "It stands first. The front door’s managers are told."
        if carried_out(
            request, lambda: handovers.cannot_wait(contact, reason=reason, by=request.user, at=at), said=said
        ):
            done(request)
            return redirect("front_door:ring", pk)
        return redirect("front_door:contact", pk)
    return render(request, "front_door/say.html", {
        "contact": contact, "form": form, "title": "It cannot wait", "button": "It cannot wait: now",
        "before": "A child is in danger now. The next page says whom to ring.", "is_urgent": True,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(CLEAR_DANGER)
def clear_danger(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that the danger is over."""
    at = timezone.now()
    return say(
        request, pk, forms.WhySafe,
        lambda contact, typed: actions.clear_danger(contact, because=typed["reason"], by=request.user, at=at),
        title="The danger is over", said="The danger is cleared. It can be decided like any other.",
        button="It is over",
        before="Say how you know that every child in this contact is safe for now.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Adding words to a contact, decided or not."""
    at = timezone.now()
    return say(
        request, pk, forms.Remark,
        lambda contact, typed: remark_on(contact, words=typed["words"], by=request.user, at=at),
        title="Add a note", said="The note is added, with your name.", button="Add the note",
    )  # fmt: skip
