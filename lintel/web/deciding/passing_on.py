"""Passing on what we were told to the authority where a child lives: drafted, sent by a person, and written down."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.people.naming import name_of
from lintel.steps.front_door.codes import Means
from lintel.steps.front_door.permissions import WORK_THE_DESK
from lintel.steps.front_door.telling.actions import NothingSaid, NotToPassOn, pass_on
from lintel.steps.front_door.telling.queries import drafted_for_authority, passed_on, to_pass_on
from lintel.web.components.keeping import done, opened
from lintel.web.deciding import reading
from lintel.web.deciding.forms import PASSED_ON_ALREADY, PassOn

REFUSALS: dict[type[Exception], str] = {
    NotToPassOn: PASSED_ON_ALREADY,
    NothingSaid: "Choose a child, and write to which authority it went, who took it, and what you told them.",
}


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def to_authority(request: HttpRequest, pk: int) -> HttpResponse:
    """One text for one authority, and that it went: to whom there, and how."""
    contact = reading.contact_of(pk, viewer=request.user)
    lines = {line.pk: line for line in to_pass_on(contact, viewer=request.user)}
    names = [(str(key), name_of(line.child)) for key, line in lines.items()]
    draft = drafted_for_authority(contact, council=settings.COUNCIL_NAME, viewer=request.user)
    form = opened(request, PassOn, children=names, initial={"text": draft, "children": [key for key, _ in names]})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            pass_on(
                contact, [lines[int(key)] for key in typed["children"]], authority=typed["authority"], to=typed["to"],
                means=Means(typed["means"]), text=typed["text"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "It is written down that it was passed on.")
            return redirect("deciding:decide", contact.pk)
    return render(request, "deciding/pass_on.html", {
        "contact": contact, "form": form, "names": [name for _, name in names],
        "passed_on": passed_on(contact, viewer=request.user),
        "reasons": [(name_of(line.child), line.rationale) for line in lines.values()],
    })  # fmt: skip
