"""The queue, being given the next contact, the room, and the end of a shift."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.workforce.models import Team
from lintel.steps.front_door import permissions
from lintel.steps.front_door.desk import actions, queries
from lintel.steps.front_door.desk.pulling.actions import pull_next
from lintel.steps.front_door.desk.room import queries as room
from lintel.steps.front_door.desk.room.actions import MayNotWait, ask_for_help
from lintel.web.components.keeping import done, opened
from lintel.web.front_door import forms

FILTERS = (
    ("", "Everything"), ("mine", "Mine"), ("ready", "Ready to decide"), ("gathering", "Being gathered"),
    ("overdue", "Out of time"), ("sign", "Waits for a signature"),
)  # fmt: skip


@require_GET
@allow(permissions.WORK_THE_DESK)
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits, the most urgent first; what is out of time and undecided is always counted."""
    now, viewer = timezone.now(), request.user
    waiting = queries.queue(viewer=viewer, at=now)
    desks, desk = queries.desks(viewer=viewer), queries.my_desk(viewer=viewer)
    form = forms.Filters(request.GET, desks=desks)
    asked = form.cleaned_data if form.is_valid() else {}
    blocks = queries.shown(
        waiting, viewer=viewer, only=asked.get("only", ""), channel=asked.get("channel", ""), desk=asked.get("desk")
    )
    runs = may(viewer, permissions.RUN_THE_DESK) and desk is not None
    return render(request, "front_door/queue.html", {
        "queue": waiting, "blocks": blocks, "filters": FILTERS, "asked": asked, "filter_form": form,
        "counted": queries.counted(waiting.rows, viewer=viewer) | {"": len(waiting.rows)}, "now": now, "desk": desk,
        "seat": room.is_at_desk(viewer=viewer, at=now), "calls": queries.calls_begun(viewer=viewer),
        "capacity": room.capacity(waiting, desk=desk, viewer=viewer, at=now) if runs and desk else None,
        "seats": room.in_the_room(desk=desk, viewer=viewer, at=now),
        "should_change_over": room.should_change_over(viewer=viewer, at=now),
        "handover": next(iter(room.handovers(viewer=viewer, at=now)), None),
        "may_hand_over": may(viewer, permissions.HAND_THE_DESK_OVER),
    })  # fmt: skip


@require_POST
@allow(permissions.WORK_THE_DESK)
def pull(request: HttpRequest) -> HttpResponse:
    """The most urgent contact this person is qualified for."""
    contact = pull_next(by=request.user, at=timezone.now())
    if contact is None:
        messages.info(request, "Nothing waits for you just now.")
        return redirect("front_door:queue")
    return redirect("front_door:contact", contact.pk)


@require_POST
@allow(permissions.WORK_THE_DESK)
def sit_down(request: HttpRequest) -> HttpResponse:
    """Saying that one is at the desk."""
    desk = queries.my_desk(viewer=request.user)
    asked = next(
        (each for each in queries.desks(viewer=request.user) if str(each.pk) == request.POST.get("desk")), desk
    )
    if asked is not None:
        actions.sit_down(asked, by=request.user, at=timezone.now())
        messages.success(request, f"You are at the desk: {asked.name}.")
    return redirect("front_door:queue")


@require_POST
@allow(permissions.WORK_THE_DESK)
def get_up(request: HttpRequest) -> HttpResponse:
    """Leaving the desk; what one holds goes back to it."""
    actions.get_up(by=request.user, at=timezone.now())
    messages.success(request, "You have left the desk. What you held is back in the queue, in its place.")
    return redirect("front_door:queue")


@require_http_methods(["GET", "POST"])
@allow(permissions.RUN_THE_DESK)
def ask_help(request: HttpRequest) -> HttpResponse:
    """Whether the desk will be through in time; asking other teams, and saying what is let wait."""
    now, viewer = timezone.now(), request.user
    waiting, desk = queries.queue(viewer=viewer, at=now), queries.my_desk(viewer=viewer)
    teams, could_wait = room.teams_to_ask(viewer=viewer), room.could_wait(waiting, viewer=viewer)
    form = opened(
        request, forms.Help, teams=teams,
        waiting=[(row.pk, f"{row.names}, contact {row.contact.reference}. {row.left}.") for row in could_wait],
    )  # fmt: skip
    if (
        request.method == "POST"
        and desk is not None
        and form.is_valid()
        and _ask(request, form, desk, teams, could_wait)
    ):
        done(request)
        return redirect("front_door:help")
    return render(request, "front_door/help.html", {
        "form": form, "queue": waiting, "desk": desk, "now": now, "asked": room.help_asked(viewer=viewer, at=now),
        "capacity": room.capacity(waiting, desk=desk, viewer=viewer, at=now) if desk else None,
    })  # fmt: skip


def _ask(request: HttpRequest, form: Any, desk: Team, teams: list[Team], rows: list[queries.Row]) -> bool:
    typed = form.cleaned_data
    try:
        ask_for_help(
            desk=desk, teams=[team for team in teams if team.pk in typed["teams"]], words=typed["words"],
            defer=[row.contact for row in rows if row.pk in typed["defer"]], because=typed["because"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except MayNotWait as why:
        form.add_error("defer", str(why))
        return False
    messages.success(request, "Their managers are told. What you decided is written down below.")
    return True


@require_http_methods(["GET", "POST"])
@allow(permissions.WORK_THE_DESK)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Handing the desk to the next shift with everything open on it, and what was handed over before."""
    now, viewer = timezone.now(), request.user
    waiting, desk = queries.queue(viewer=viewer, at=now), queries.my_desk(viewer=viewer)
    to = [each for each in queries.desks(viewer=viewer) if desk is None or each.pk != desk.pk]
    is_allowed = desk is not None and may(viewer, permissions.HAND_THE_DESK_OVER)
    form = opened(request, forms.HandOver, desks=to)
    if request.method == "POST" and form.is_valid() and desk is not None:
        chosen = next(each for each in to if each.pk == form.cleaned_data["to_team"])
        actions.hand_over(from_team=desk, to_team=chosen, words=form.cleaned_data["words"], by=viewer, at=now)
        done(request)
        messages.success(request, f"Handed over to {chosen.name}. You both still see everything; the clocks run on.")
        return redirect("front_door:hand_over")
    given = [(each, room.handed_over(each, viewer=viewer)) for each in room.handovers(viewer=viewer, at=now)]
    return render(request, "front_door/hand_over.html", {
        "form": form, "desk": desk, "is_allowed": is_allowed, "given": given, "now": now,
        "rows": [row for row in waiting.rows if desk is None or row.contact.held_by_team_id == desk.pk],
    })  # fmt: skip


@require_GET
@allow(permissions.WORK_THE_DESK)
def today(request: HttpRequest) -> HttpResponse:
    """Everything that came in today, decided and open, and the calls that were not referrals."""
    now = timezone.now()
    return render(request, "front_door/today.html", {
        "rows": room.came_today(viewer=request.user, at=now), "now": now,
        "lines": room.lines_today(viewer=request.user, at=now),
    })  # fmt: skip
