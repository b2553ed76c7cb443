"""Moving the time of a discussion or cancelling it (hard stop 7), and what was postponed, by party."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing.actions import HeldAlready
from lintel.steps.enquiries.discussing.queries import postponed, postponed_by_party_and_reason
from lintel.steps.enquiries.discussing.slots import actions
from lintel.steps.enquiries.discussing.slots.queries import invitations_now
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.discussing import forms
from lintel.web.discussing.found import meeting_of
from lintel.web.discussing.inviting import links_shown_once
from lintel.web.discussing.letters import say_it_is_off

WEEKS = 13


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving a time, whereupon everybody is invited to the new one; or cancelling it, whereupon all are told."""
    meeting, now = meeting_of(request, pk), timezone.now()
    form = opened(request, forms.Postpone)
    was = meeting.slot_starts_at
    if request.method == "POST" and form.is_valid():
        asked = list(meeting.parties.filter(pk__in=invitations_now(meeting, viewer=request.user)).order_by("pk"))
        try:
            actions.postpone(meeting, to=form.to, said=form.said, by=request.user, at=now)
        except actions.InThePast:
            form.add_error("on", "That time is over")
        except (actions.NoSlot, HeldAlready):
            go_on = ("Read the discussion", reverse("discussing:one", args=[pk]))
            return not_saved(request, form, "There is no time to move, or it is not moved.", go_on=go_on)
        else:
            done(request)
            if form.to is not None:
                return links_shown_once(
                    request, pk, actions.invite_everybody(meeting, by=request.user, at=now)
                )  # fmt: skip
            to_ring = say_it_is_off(request, asked, starts_at=was) if was else []
            ring = f" Ring {', '.join(each.name for each in to_ring)}: no e-mail reached them." if to_ring else ""
            messages.success(request, f"The time is off.{ring}")
            return redirect("discussing:one", pk)
    if was is None and request.method != "POST":
        return redirect("discussing:one", pk)
    return render(request, "discussing/postpone.html", {"meeting": meeting, "form": form})


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def by_party(request: HttpRequest) -> HttpResponse:
    """Which party postponed how often, and why; and each postponement, the newest first."""
    now = timezone.now()
    since = now - timedelta(weeks=WEEKS)
    counted = postponed_by_party_and_reason(viewer=request.user, since=since, until=now)
    found = postponed(viewer=request.user, since=since)
    if found:
        note("postponed strategy discussions opened", by=request.user, at=now)
    about = {
        each.pk: list(dict.fromkeys(asked.cause.child_id for asked in each.meeting.asked_for.all())) for each in found
    }
    lines = child_lines({pk for children in about.values() for pk in children}, viewer=request.user)
    parties = list(dict.fromkeys(each.party for each in counted))
    context = {
        "weeks": WEEKS, "counted": [(party, [each for each in counted if each.party == party]) for party in parties],
        "rows": [(each, Party(each.party), [lines[pk] for pk in about[each.pk] if pk in lines]) for each in found],
        "because_words": {each: each.words for each in PostponedBecause},
    }  # fmt: skip
    return render(request, "discussing/postponed.html", context)
