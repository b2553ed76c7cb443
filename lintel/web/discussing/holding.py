"""Writing down that a discussion was held, and holding one without quorum again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.statute.calendar import local_day
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing import actions
from lintel.steps.enquiries.discussing.holding_again.actions import NotOwed, hold_again
from lintel.web.components.keeping import done, keep_as_typed, not_saved, opened
from lintel.web.discussing.found import meeting_of
from lintel.web.discussing.holding_forms import Hold

LATE = "Its time was over by then, so it was postponed: write first by whom, why, and what kept each child safe"


@require_http_methods(["GET", "POST"])
@allow(permissions.HOLD_DISCUSSION)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there, when, and who chaired it."""
    meeting, now = meeting_of(request, pk), timezone.localtime()
    starts_at = timezone.localtime(min(meeting.slot_starts_at or now, now))
    form = opened(
        request, Hold, asked=meeting.parties.order_by("pk"),
        initial={"on": starts_at.date(), "begins": f"{starts_at:%H:%M}", "chaired_by": request.user.name},
    )  # fmt: skip
    is_late = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_held(
                meeting, parties=form.parties, chaired_by=form.cleaned_data["chaired_by"], held_at=form.held_at,
                urgent_because=form.cleaned_data["urgent_because"], by=request.user, at=now,
            )  # fmt: skip
        except actions.NotQuorate as lacking:
            form.add_error("urgent_because", _not_quorate(lacking, form))
        except actions.NotThen:
            form.add_error("on", "It was not asked for yet then, or that is yet to come")
        except actions.HeldAfterItsTime:
            keep_as_typed(request)
            is_late = True
            form.add_error("on", LATE)
        except actions.HeldAlready:
            go_on = ("Read the discussion", reverse("discussing:one", args=[pk]))
            return not_saved(request, form, "A colleague has written down that it was held.", go_on=go_on)
        else:
            done(request)
            messages.success(request, "It is written down that it was held.")
            return redirect("discussing:decide", pk)
    if meeting.held_at is not None and request.method != "POST":
        return redirect("discussing:one", pk)
    return render(request, "discussing/hold.html", {"meeting": meeting, "form": form, "is_late": is_late})


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def reconvene(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again everybody who was asked to a discussion without quorum."""
    meeting = meeting_of(request, pk)
    try:
        again = hold_again(meeting, by=request.user, at=timezone.now())
    except (actions.AskedAlready, NotOwed):
        messages.error(request, "It is asked for again already, or need not be held again.")
        return redirect("discussing:one", pk)
    messages.success(request, "Everybody is asked again. Find a time in which all can.")
    return redirect("discussing:one", again.pk)


def _not_quorate(lacking: actions.NotQuorate, form: Hold) -> str:
    limit = time_limit_in_force("strategy_reconvened", on=local_day(form.held_at))
    until = timezone.localtime(limit.due_at(form.held_at))
    missing = " and ".join(party.words for party in lacking.missing)
    return (
        f"Not present: {missing}. Say why it could not wait; it must then be held again by {until:%-d %B, %H:%M}, "
        "or move its time instead"
    )
