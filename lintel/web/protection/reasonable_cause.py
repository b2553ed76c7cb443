"""Saying that a child one works with cannot wait; and whom to ring."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.queries import to_ring_now
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.queries import child
from lintel.journey.chronology.reading.family import brothers_and_sisters
from lintel.journey.protecting.actions import cannot_wait
from lintel.steps.enquiries.discussing.queries import causes_that_wait
from lintel.steps.enquiries.permissions import ARRANGE_DISCUSSION, STAMP_REASONABLE_CAUSE
from lintel.web.components.keeping import done, opened
from lintel.web.protection import forms


@require_http_methods(["GET", "POST"])
@allow(STAMP_REASONABLE_CAUSE)
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say it of a child, and of brothers and sisters with the same words; the next page says whom to ring."""
    line = child_lines([pk], viewer=request.user).get(pk)
    if line is None:
        raise Http404
    who = child(viewer=request.user, pk=pk)
    family = brothers_and_sisters(who, viewer=request.user)
    names = child_lines([each.pk for each in family], viewer=request.user)
    form = opened(request, forms.CannotWait, others=[(each.pk, names[each.pk].name) for each in family])
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        chosen = [who, *(each for each in family if each.pk in said["together"])]
        cannot_wait(
            chosen, reason=said["reason"], known_since=said["known_since"] or now, by=request.user, at=now
        )  # fmt: skip
        done(request)
        return redirect("protection:ring", pk)
    return render(request, "protection/cannot_wait.html", {"line": line, "form": form})


@require_GET
@allow(STAMP_REASONABLE_CAUSE)
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to ring now, and what was stamped."""
    line = child_lines([pk], viewer=request.user).get(pk)
    if line is None:
        raise Http404
    note("reasonable cause opened", by=request.user, at=timezone.now(), child_id=pk)
    cause = causes_that_wait(viewer=request.user).filter(child=pk).order_by("stamped_at").first()
    context = {
        "line": line, "cause": cause, "agencies": to_ring_now(viewer=request.user),
        "may_ask": may(request.user, ARRANGE_DISCUSSION) and cause is not None,
    }  # fmt: skip
    return render(request, "protection/ring.html", context)
