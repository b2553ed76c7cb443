"""What roles in child protection are called, from when, on whose word; and naming them anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.steps.conferences import permissions
from lintel.steps.conferences.carrying_out.actions import NamedAlready, name_role
from lintel.steps.conferences.codes import CALLED_BEFORE, ReformRole
from lintel.steps.conferences.queries import role_titles, titles
from lintel.web.components.keeping import done, opened
from lintel.web.conferring import forms


@require_http_methods(["GET", "POST"])
@allow(permissions.NAME_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    """What each role is called today, what it was and will be called, and a new title from a day on."""
    today = timezone.localdate()
    form = opened(request, forms.NameRole)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            name_role(
                ReformRole(said["role"]), title=said["title"], effective_from=said["effective_from"],
                source=said["source"], reason=said["reason"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except NamedAlready:
            form.add_error("effective_from", "It has another title from that day on already. Choose another day.")
        else:
            done(request)
            messages.success(request, f"{said['title']}, from {said['effective_from']:%-d %B %Y} on.")
            return redirect("conferring:roles")
    return render(request, "conferring/roles.html", {
        "today": today, "now": titles(viewer=request.user, on=today), "form": form,
        "history": [(CALLED_BEFORE[ReformRole(it.role)], it) for it in role_titles(viewer=request.user)],
        "before": CALLED_BEFORE,
    })  # fmt: skip
