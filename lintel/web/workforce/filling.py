"""What is done about posts: opening one, and each step of filling it; one form and one or two boxes each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.workforce.codes import Basis, Stage
from lintel.foundation.workforce.models import Post
from lintel.foundation.workforce.permissions import RECRUIT
from lintel.foundation.workforce.posts.actions import fund_post, open_post
from lintel.foundation.workforce.reach import NotInTheirLine
from lintel.foundation.workforce.recruiting import actions
from lintel.foundation.workforce.recruiting.namesakes import namesakes
from lintel.foundation.workforce.recruiting.queries import (
    may_fill,
    namesakes_in_words,
    supervisors_of,
    teams_seen,
    to_take_over,
)
from lintel.oversight.staffing.pipeline import OnItsWay
from lintel.oversight.staffing.queries import one_post
from lintel.web.components.keeping import done, opened
from lintel.web.workforce import forms

REFUSALS: dict[type[Exception], str] = {
    actions.ClosedAlready: "The post is closed by then.",
    actions.HeldByThen: "Somebody holds the post then. Write down when they leave first.",
    actions.AskedForAlready: "The post is being filled already.",
    actions.NotAskedFor: "Nobody has signed for the post, or it was filled since.",
    actions.NotYet: "What comes before it was not written down yet.",
    actions.OutOfOrder: "The day must be after what came before it, before what came after it, and not in the future",
    actions.BecauseMissing: "Write why it fell through.",
    actions.NameIsKnown: "Choose who it is, or say that it is somebody new",
    actions.InAnotherPost: "They are in another post or another team.",
}


@dataclass(frozen=True)
class Act:
    """
    One thing that is done about a post.

    :param today: the box in which today stands already.
    :param stages: in which stages it is offered; `corrects` those in which it puts a day right.
    """

    form: type[django_forms.Form]
    title: str
    do: Callable[..., Any]
    said: str
    today: str = ""
    label: str = ""
    stages: frozenset[Stage] = frozenset()
    corrects: frozenset[Stage] = frozenset()


_SEARCHING = frozenset({Stage.REQUISITION, Stage.OFFER, Stage.CHECKS, Stage.START})
ACTS = {
    "ask": Act(
        forms.Signed, "Ask for it to be filled", actions.ask_to_fill, "Signed for. The time to fill it runs.",
        "signed_on", stages=frozenset({Stage.VACANCY}),
    ),
    "advertise": Act(
        forms.OnDay, "Write down that it is advertised", actions.note_advertised, "Written down.", "on",
        "The day it was advertised", frozenset({Stage.REQUISITION}),
    ),
    "offer": Act(
        forms.OnDay, "Write down an offer", actions.note_offer, "The offer is written down.", "on",
        "The day the offer was made", frozenset({Stage.REQUISITION}), frozenset({Stage.OFFER}),
    ),
    "accept": Act(
        forms.OnDay, "The offer was accepted", actions.note_acceptance, "Accepted. Checks are under way.", "on",
        "The day they accepted", frozenset({Stage.OFFER}), frozenset({Stage.CHECKS}),
    ),
    "checks": Act(
        forms.OnDay, "The checks are done", actions.note_checks_done, "The checks are done.", "on",
        "The day the last check came back", frozenset({Stage.CHECKS}), frozenset({Stage.START}),
    ),
    "agree": Act(
        forms.AgreeStart, "Agree a start", actions.agree_start, "The start is agreed. The forecast expects them on it.",
        stages=frozenset({Stage.CHECKS, Stage.START}),
    ),
    "started": Act(
        forms.Started, "They have started", actions.note_started, "They are in post. What is left is their first case.",
        "starts_on", stages=_SEARCHING,
    ),
    "fell_through": Act(
        forms.FellThrough, "It fell through", actions.fell_through, "Written down. The search begins again today.",
        "on", stages=_SEARCHING,
    ),
    "fund": Act(forms.Fund, "Say who pays for it", fund_post, "Written down.", stages=frozenset(Stage)),
    "close": Act(forms.Close, "Close the post", actions.close_post, "The post is closed from that day.", "closes_on",
                 stages=frozenset(Stage) - {Stage.STARTED, Stage.CASE_HOLDING}),
}  # fmt: skip


def acts_of(way: OnItsWay) -> list[tuple[str, str, bool]]:
    """What can be done about a post in its stage: the address's name, the words, whether it puts a day right."""
    offered = [(name, act.title, False) for name, act in ACTS.items() if way.stage in act.stages]
    return [*offered, *((name, act.title, True) for name, act in ACTS.items() if way.stage in act.corrects)]


@require_http_methods(["GET", "POST"])
@allow(RECRUIT)
def open_another(request: HttpRequest) -> HttpResponse:
    """Opening a post, with a funding line or without."""
    teams = {team.pk: team for team in teams_seen(viewer=request.user, doing=RECRUIT)}
    named = [(pk, team.name) for pk, team in teams.items()]
    form = opened(request, forms.OpenPost, teams=named, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data | {"team": teams[form.cleaned_data["team"]]}
        post = open_post(**typed, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "The post is open.")
        return redirect("workforce:one", post.pk)
    return render(request, "workforce/typed.html", {"form": form, "title": "Open a post", "post": None, "way": None})


@require_http_methods(["GET", "POST"])
@allow(RECRUIT)
def act(request: HttpRequest, pk: int, named: str) -> HttpResponse:
    """
    A form about one post: shown, or done and back to the post with what happened. What is refused is said on the same
    page, and the words stay.
    """
    chosen, today = ACTS[named], timezone.localdate()
    found = one_post(pk, viewer=request.user, on=today)
    if found is None or not may_fill(found[0], viewer=request.user):
        raise Http404
    post, way = found
    form = _form(request, chosen, post, way, today)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.do(post, **_typed(form, post, request, today), by=request.user, at=timezone.now())
        except NotInTheirLine as stranger:
            raise Http404 from stranger
        except tuple(REFUSALS) as refusal:
            form.add_error(_box(form, refusal), REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, chosen.said)
            return redirect("workforce:one", pk)
    return render(request, "workforce/typed.html", {"form": form, "title": chosen.title, "post": post, "way": way})


def _form(request: HttpRequest, chosen: Act, post: Post, way: OnItsWay, today: date) -> Any:
    details: dict[str, Any] = {"initial": {chosen.today: today} if chosen.today else {}}
    if chosen.form is forms.Started:
        supervisors = supervisors_of(post, viewer=request.user, on=today)
        agreed = way.path.starts_on
        details["initial"] = {
            "starts_on": agreed if agreed and agreed <= today else today,
            "supervisor": supervisors[0][0] if supervisors else "",
        }
        typed = request.POST.get("name", "")
        details |= {"supervisors": supervisors, "namesakes": (
            namesakes_in_words(typed, post, viewer=request.user, on=today)
        ), "appointments": [
            (each.pk, f"{each.worker.name}, since {each.starts_on:%-d %B %Y}")
            for each in to_take_over(post, viewer=request.user, on=today)
        ]}  # fmt: skip
    if chosen.form is forms.Fund:
        details["initial"] = {"funding_line": post.funding_line}
    form = opened(request, chosen.form, **details)
    if chosen.label:
        form.fields["on"].label = chosen.label
    return form


def _typed(form: Any, post: Post, request: HttpRequest, today: date) -> dict[str, Any]:
    """What was typed, as the action wants it."""
    typed = dict(form.cleaned_data)
    if not isinstance(form, forms.Started):
        return typed
    listed = {str(each.pk): each for each in to_take_over(post, viewer=request.user, on=today)}
    chosen, namesake = typed.pop("supervisor"), typed.pop("namesake", "")
    known = {str(each.pk): each for each in namesakes(typed.get("name", ""))}
    return typed | {
        "appointment": listed.get(typed.get("appointment", "")), "basis": Basis(typed["basis"]),
        "supervisor_id": int(chosen) if chosen else None, "worker": known.get(namesake),
        "is_somebody_new": namesake == forms.SOMEBODY_NEW,
    }  # fmt: skip


def _box(form: Any, refusal: Exception) -> str | None:
    """The box a refusal is about: the day, where it is the day; who it is, where it is the name."""
    if isinstance(refusal, actions.NameIsKnown):
        return "namesake" if "namesake" in form.fields else "name"
    days = [name for name in ("on", "signed_on", "starts_on", "closes_on") if name in form.fields]
    return days[0] if days and isinstance(refusal, actions.OutOfOrder) else None
