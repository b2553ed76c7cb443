"""What is done with children who wait, for one family or several: one page each, and one answer in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Team
from lintel.foundation.workforce.queries import teams_that_hold
from lintel.journey.allocating import actions
from lintel.journey.allocating.alerting.actions import OfNoTeam, no_safe_allocation
from lintel.journey.allocating.answering import manager_for
from lintel.journey.allocating.giving.queries import unanswered
from lintel.journey.allocating.waiting.queries import episodes
from lintel.journey.allocating.waiting.reading import next_check
from lintel.steps.allocation.alerts.actions import WordsMissing
from lintel.steps.allocation.giving.actions import AnsweredAlready, BecauseMissing
from lintel.steps.allocation.models import Allocation
from lintel.steps.allocation.permissions import ALLOCATE, HOLD_WAITING
from lintel.steps.allocation.waiting.actions import CheckInThePast, CheckTooFarAway, HasAWorker, WhyIsMissing
from lintel.steps.referrals.models import Referral
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.waiting import forms
from lintel.web.waiting.chosen import BACK, chosen_families, labels_of, nobody_waits, waited_no_more
from lintel.web.waiting.rows import FamilyRow, in_a_row, rows_of

OVERTAKEN = (actions.NoLongerWaiting, HasAWorker)
REFUSALS: dict[type[Exception], tuple[str | None, str]] = {
    WhyIsMissing: ("why_safe", "Write why it is safe to wait"),
    CheckInThePast: ("next_due_on", "The day somebody looks again must be after today"),
    CheckTooFarAway: ("next_due_on", "That is too late to look again: {0.latest:%A %-d %B %Y} is the last day"),
    actions.NobodyToHold: ("team", "Nobody with an account answers for this team. Choose another, or open an account"),
    WordsMissing: ("why", "Write why nobody can safely take them"),
    OfNoTeam: (None, "Neither you nor these children have a team. Hand them to a team first."),
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing that is done with waiting children: its words, its form and what the form needs to know."""

    title: str
    button: str
    form: type[forms._ForChildren]
    details: Callable[[HttpRequest, list[FamilyRow]], dict[str, Any]]
    do: Callable[[list[Referral], dict[str, Any], HttpRequest], str]


@require_http_methods(["GET", "POST"])
@allow(HOLD_WAITING)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying why it is safe to wait, and by when somebody looks again."""
    return _done_with(request, pk, CHECK)


@require_http_methods(["GET", "POST"])
@allow(HOLD_WAITING)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Handing children to another team, whose manager holds them from then on."""
    return _done_with(request, pk, HAND_OVER)


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def no_allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying formally that nobody can safely take these children."""
    return _done_with(request, pk, NO_SAFE_ALLOCATION)


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking back what was given to a worker who has not answered."""
    today = timezone.localdate()
    rows = rows_of(chosen_families(request, pk, today=today), viewer=request.user, today=today)
    offered = {child.wait.referral_id: child.line.name for row in rows for child in row.children if child.wait.offer}
    given = unanswered(list(offered), viewer=request.user, on=today)
    labels = [(each.pk, f"{offered[each.referral_id]}, given to {each.worker} by {each.given_by}") for each in given]
    form = opened(request, forms.TakeBack, children=labels)
    if not given and rows:
        return _answered(request, form) if request.method == "POST" else redirect("waiting:board")
    if not given:
        return nobody_waits(request, pk, form if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted = [each for each in given if each.pk in form.chosen()]
        return _taken_back(request, wanted, form)
    return render(request, "waiting/act.html", {
        "form": form, "rows": rows, "title": "Take back what was given", "button_words": "Take back",
        "today": today,
    })  # fmt: skip


def _taken_back(request: HttpRequest, wanted: list[Allocation], form: forms.TakeBack) -> HttpResponse:
    try:
        actions.withdraw(wanted, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
    except (AnsweredAlready, BecauseMissing, actions.NoLongerWaiting):
        return _answered(request, form)
    done(request)
    workers = in_a_row(sorted({each.worker.name for each in wanted}))
    messages.success(request, f"Taken back. {workers} {'is' if len(wanted) == 1 else 'are'} told why.")
    return redirect("waiting:board")


def _answered(request: HttpRequest, form: django_forms.Form) -> HttpResponse:
    reason = "The worker has answered, or a colleague has taken it back already."
    return not_saved(request, form, reason, go_on=(BACK, reverse("waiting:board")))


def _done_with(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    """A page about waiting children: shown, or done and back to the board. What is refused is said, the words stay."""
    today = timezone.localdate()
    rows = rows_of(chosen_families(request, pk, today=today), viewer=request.user, today=today)
    form = opened(request, act.form, children=labels_of(rows), **act.details(request, rows))
    if not rows:
        return nobody_waits(request, pk, form if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = act.do(episodes(form.chosen(), viewer=request.user, on=today), form.cleaned_data, request)
        except OVERTAKEN as why:
            return not_saved(request, form, waited_no_more(why), go_on=(BACK, reverse("waiting:board")))
        except tuple(REFUSALS) as refusal:
            box, words = REFUSALS[type(refusal)]
            form.add_error(box, words.format(refusal))
        else:
            done(request)
            messages.success(request, said)
            return redirect("waiting:board")
    return render(request, "waiting/act.html", {
        "form": form, "rows": rows, "title": act.title, "button_words": act.button,
        "today": today,
    })  # fmt: skip


def _check(found: list[Referral], typed: dict[str, Any], request: HttpRequest) -> str:
    due, why = typed["next_due_on"], typed["why_safe"]
    checked = actions.check_safety(found, why_safe=why, next_due_on=due, by=request.user, at=timezone.now())
    return f"Written down for {_children(checked)}. Somebody looks again by {due:%A %-d %B %Y}."


def _hand_over(found: list[Referral], typed: dict[str, Any], request: HttpRequest) -> str:
    team = Team.objects.get(pk=typed["team"])
    held = actions.pass_on(found, team=team, by=request.user, at=timezone.now())
    managers = in_a_row(sorted({each.manager.name for each in held}))
    return f"{_children(len(held))} handed to {team}. {managers} holds them from now on and is told."


def _no_safe_allocation(found: list[Referral], typed: dict[str, Any], request: HttpRequest) -> str:
    alert = no_safe_allocation(found, why=typed["why"], by=request.user, at=timezone.now())
    return (
        f"The head of service is told that no safe allocation is possible for {_children(len(found))} of {alert.team}."
    )


def _days(request: HttpRequest, rows: list[FamilyRow]) -> dict[str, Any]:
    usual, latest = next_check(all_limits(), timezone.localdate())
    return {"latest": latest, "initial": {"next_due_on": usual}}


def _teams(request: HttpRequest, rows: list[FamilyRow]) -> dict[str, Any]:
    theirs = {wait.team_id for row in rows for wait in row.family.waits}
    children = [wait.child_id for row in rows for wait in row.family.waits]
    offered = [team for team in teams_that_hold(viewer=request.user) if theirs != {team.pk}]
    return {"teams": [(team.pk, f"{team.name}: {_would_hold(team, children)}") for team in offered]}


def _would_hold(team: Team, children: list[int]) -> str:
    manager = manager_for(team, children)
    return f"{manager.name} would hold them" if manager else "nobody with an account answers for it"


def _nothing_more(request: HttpRequest, rows: list[FamilyRow]) -> dict[str, Any]:
    return {}


def _children(count: int) -> str:
    return f"{count} {'child' if count == 1 else 'children'}"


CHECK = Act("Say why it is safe to wait", "Say so", forms.Safe, _days, _check)
HAND_OVER = Act("Hand to another team", "Hand over", forms.ToTeam, _teams, _hand_over)
NO_SAFE_ALLOCATION = Act(
    "No safe allocation is possible", "Tell the head of service", forms.NoSafeAllocation, _nothing_more,
    _no_safe_allocation,
)  # fmt: skip
