"""What every screen of the desk does: find the contact, carry one act out, and say kindly why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lintel.steps.front_door import queries
from lintel.steps.front_door.desk import actions as desk
from lintel.steps.front_door.intake.actions import NoReasonGiven
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.web.components.keeping import done, opened

KINDLY: dict[type[Exception], str] = {
    desk.NotYours: "Somebody else holds this contact now, or nobody does. Nothing was changed.",
    desk.NoReasonGiven: "Say why. Nothing was changed.",
    NoReasonGiven: "Say why. Nothing was changed.",
    desk.NoDangerFlagged: "No danger is flagged any more: a colleague cleared it.",
    desk.NotOnADesk: "This contact came from a file: no desk holds it.",
    desk.SameContact: "These contacts are thought of together already.",
}


def contact_asked(request: HttpRequest, pk: int) -> Contact:
    """The contact, if it is this person's to read; else it is not there."""
    found = queries.contacts(viewer=request.user).select_related("held_by", "held_by_team").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def line_asked(request: HttpRequest, pk: int, number: int) -> tuple[Contact, ChildContact]:
    """A contact and one child in it, by the number of the child's line."""
    contact = contact_asked(request, pk)
    line = next((each for each in queries.children_in(contact, viewer=request.user) if each.pk == number), None)
    if line is None:
        raise Http404
    return contact, line


def carried_out(request: HttpRequest, do: Callable[[], object], *, said: str) -> bool:
    """Carry one act out and say so; or say why it cannot be. Whether it was done."""
    try:
        do()
    except desk.HeldByAnother as why:
        messages.info(request, f"{why.holder.name} has taken it. If they cannot finish it, you can take it over.")
    except tuple(KINDLY) as why:
        messages.error(request, KINDLY[type(why)])
    else:
        messages.success(request, said)
        return True
    return False


def say(
    request: HttpRequest, pk: int, form_class: type[Any], write: Callable[[Contact, dict[str, Any]], object], *,
    title: str, said: str, button: str = "Save", before: str = "", is_urgent: bool = False, **details: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one short form about a contact: shown, or carried out and back to the contact."""
    contact = contact_asked(request, pk)
    form = opened(request, form_class, **details)
    if request.method == "POST" and form.is_valid():
        if carried_out(request, lambda: write(contact, form.cleaned_data), said=said):
            done(request)
        return redirect("front_door:contact", pk)
    return render(request, "front_door/say.html", {
        "contact": contact, "form": form, "title": title, "button": button, "before": before, "is_urgent": is_urgent,
    })  # fmt: skip
