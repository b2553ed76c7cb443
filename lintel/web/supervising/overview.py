"""Who is due, whose children to speak of, and what the worker wants to speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.queries import child_lines
from lintel.foundation.workforce.models import Worker
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.performance.registry import indicator
from lintel.oversight.supervision import permissions, queries
from lintel.oversight.supervision.actions import begin_session, choose_children
from lintel.oversight.supervision.codes import Kind
from lintel.oversight.supervision.observed.queries import observing_waits
from lintel.oversight.supervision.packs.queries import about_children
from lintel.oversight.supervision.proposing import Agenda, Proposed, propose
from lintel.oversight.supervision.rubric.queries import offered
from lintel.web.components.keeping import done, opened
from lintel.web.supervising import forms

SESSIONS_SHOWN = 12
# What is counted of supervision, for those who lead and supervise nobody themselves.
COUNTED = ("K70", "K71", "K72", "K73", "K74", "K75", "K76")


@dataclass(frozen=True)
class Choice:
    """A child on the list, and the box that chooses them."""

    it: Proposed
    is_chosen: bool


@require_GET
@allow(permissions.OPEN_SUPERVISION)
def overview(request: HttpRequest) -> HttpResponse:
    """Whom one supervises and who is due; one's own sessions; what is to be done; what is to be read blind."""
    viewer, today = request.user, timezone.localdate()
    mine = list(queries.sessions(viewer=viewer)[:SESSIONS_SHOWN])
    found = queries.supervised(viewer=viewer, on=today)
    undone = [each for each in queries.open_directions(viewer=viewer) if each.due_now < today]  # type: ignore[attr-defined]
    if mine or found:
        note("supervision opened", by=viewer, at=timezone.now())
    context = {
        "today": today, "supervised": found, "span": queries.span(found, viewer=viewer, on=today),
        "sessions": mine, "standings": queries.standings(mine, viewer=viewer), "undone": len(undone),
        "may_supervise": may(viewer, permissions.SUPERVISE), "own": viewer.worker_id,
        "may_choose": may(viewer, permissions.BE_SUPERVISED) and viewer.worker_id is not None,
        "may_answer": may(viewer, permissions.ANSWER_DIRECTIONS),
        "may_read": may(viewer, permissions.RATE_SUPERVISION), "to_read": len(offered(viewer=viewer)),
        "may_announce": may(viewer, permissions.ANNOUNCE_INSPECTION),
        "observing": observing_waits(viewer=viewer, on=today),
        "may_keep_personal": may(viewer, permissions.KEEP_PERSONAL_RECORD), "counted": _counted(viewer),
    }  # fmt: skip
    return render(request, "supervising/overview.html", context)


def _counted(viewer: User) -> list[Indicator]:
    leads = may(viewer, permissions.ANNOUNCE_INSPECTION) and may(viewer, SEE_INDICATORS)
    return [indicator(code) for code in COUNTED] if leads else []


@require_http_methods(["GET", "POST"])
@allow(permissions.SUPERVISE)
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposed list of children for the time there is, and beginning a session with it."""
    now, today = timezone.now(), timezone.localdate()
    who = _worker(request, pk)
    limits = all_limits()
    each = limits.number("supervision_minutes_child", on=today).value
    asked = forms.Minutes(request.GET if "minutes" in request.GET else None, initial={"minutes": _usual(limits, today)})
    minutes = asked.cleaned_data["minutes"] if asked.is_bound and asked.is_valid() else _usual(limits, today)
    if request.method == "POST":
        minutes = _posted(request, minutes)
    agenda = propose(about_children(pk, viewer=request.user, at=now), minutes=minutes, minutes_a_child=each, on=today)
    listed = [*agenda.this_time, *agenda.not_this_time]
    form = _begin(request, agenda, minutes)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        session = begin_session(
            who, held_on=said["held_on"], kind=said["kind"], minutes=minutes, listed=listed, take=set(said["take"]),
            by=request.user, at=now,  # type: ignore[arg-type]
        )  # fmt: skip
        return redirect("supervising:session", session.pk)
    note("children proposed for supervision opened", by=request.user, at=now, subject=who)
    chosen = set(map(str, form["take"].value() or []))
    context = {
        "worker": who, "asked": asked, "agenda": agenda, "form": form, "minutes": minutes, "each": each,
        "choices": [Choice(it, str(it.child) in chosen) for it in listed], "today": today,
    }  # fmt: skip
    return render(request, "supervising/worker.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.BE_SUPERVISED)
def choose(request: HttpRequest) -> HttpResponse:
    """The worker says whom to speak of next time."""
    now, own = timezone.now(), request.user.worker_id or 0
    held = queries.children_held(own, viewer=request.user, on=timezone.localdate(now))
    lines = child_lines(held, viewer=request.user)
    before = queries.chosen_by(own, viewer=request.user)
    initial: dict[str, Any] = {f"choose-{pk}": pk in before for pk in lines}
    initial |= {f"why-{pk}": why for pk, why in before.items()}
    children = sorted(((pk, line.name) for pk, line in lines.items()), key=lambda one: one[1])
    form = opened(request, forms.Choose, children=children, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_children(form.chosen, by=request.user, at=now)
        done(request)
        messages.success(request, "Your supervisor’s list begins with what is not done, and then with your choice.")
        return redirect("supervising:overview")
    return render(request, "supervising/choose.html", {"form": form})


def _worker(request: HttpRequest, pk: int) -> Worker:
    who = Worker.objects.filter(pk=pk).first()
    if who is None or not queries.supervises(pk, viewer=request.user, on=timezone.localdate()):
        raise Http404
    return who


def _usual(limits: Any, today: Any) -> int:
    return int(limits.number("supervision_minutes_session", on=today).value)


def _posted(request: HttpRequest, otherwise: int) -> int:
    """The minutes the list was made for that was sent; what cannot be read is what is usual."""
    said = forms.Minutes(request.POST)
    return int(said.cleaned_data["minutes"]) if said.is_valid() else otherwise


def _begin(request: HttpRequest, agenda: Agenda, minutes: int) -> forms.Begin:
    everybody = [(each.child, each.name) for each in (*agenda.this_time, *agenda.not_this_time)]
    initial = {
        "held_on": timezone.localdate(), "kind": Kind.CASE, "minutes": minutes,
        "take": [each.child for each in agenda.this_time],
    }  # fmt: skip
    return forms.Begin(request.POST if request.method == "POST" else None, children=everybody, initial=initial)
