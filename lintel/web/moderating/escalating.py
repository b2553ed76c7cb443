"""A child who is not safe, found while an audit is moderated."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audits.actions import Stopped
from lintel.oversight.audits.escalating.actions import NobodyToTell
from lintel.oversight.audits.escalating.queries import who_is_told
from lintel.oversight.moderation import permissions, queries
from lintel.oversight.moderation.actions import NotTheirs
from lintel.oversight.moderation.escalating.actions import escalate
from lintel.web.components.keeping import done, opened
from lintel.web.moderating import forms

REFUSALS: dict[type[Exception], str] = {
    Stopped: "You have said so already, and the manager was told. Ring them if nobody answers.",
    NobodyToTell: "No manager has an account here. Ring the front door now.",
    NotTheirs: "You do not moderate this audit any more. Ring the manager of the child’s team now.",
}


@require_http_methods(["GET", "POST"])
@allow(permissions.MODERATE)
def unsafe(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that the child is not safe: whoever answers for the child is told at once, and the moderation goes on."""
    now = timezone.now()
    held = queries.mine(viewer=request.user).filter(pk=pk, locked_at__isnull=True).select_related("audit__child")
    found = held.first()
    if found is None:
        raise Http404
    form = opened(request, forms.Unsafe)
    if request.method == "POST" and form.is_valid():
        try:
            raised = escalate(pk, **form.cleaned_data, by=request.user, at=now)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, f"{raised.told.name} was told. What you wrote so far is kept.")
            return redirect("moderating:one", pk)
    child = child_lines([found.audit.child_id], viewer=request.user).get(found.audit.child_id)
    return render(request, "moderating/unsafe.html", {
        "form": form, "pk": pk, "name": child.name if child else "This child",
        "told": who_is_told(found.audit, viewer=request.user, at=now),
    })  # fmt: skip
