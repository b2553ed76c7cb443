"""The finding ledger: its lines, one finding, saying it again, agreeing and ending actions, closing with two keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.queries import agencies
from lintel.foundation.audit_log.actions import note
from lintel.oversight.ledger import actions, permissions, queries
from lintel.oversight.ledger.models import Finding
from lintel.oversight.ledger.wording import as_typed, target_in_words
from lintel.oversight.performance.registry import indicator
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.components.keeping import done, opened
from lintel.web.leading import forms

REFUSALS: dict[type[Exception], str] = {
    actions.NothingSaid: "There was nothing written.",
    actions.TargetMissing: "A finding has one target of its indicator, and a share above nought.",
    actions.SaidInTheFuture: "A finding was said on a day that is over.",
    actions.SaidOnThatDay: "The ledger says already that this was said on that day.",
    actions.OnTheLedgerAlready: (
        "The ledger has this finding already. Open it there and choose “It was said again”: it stays one line."
    ),
    actions.NobodyOwnsIt: "Choose who does it.",
    actions.DueBeforeToday: "That day is over. Enter a day to come.",
    actions.EndedAlready: "A colleague has ended this action already.",
    actions.NotYours: "This action is somebody else’s to end.",
    actions.NotWithinItsLimit: (
        "An agency’s action is done when the indicator has kept to its limit for as long as agreed. It has not yet."
    ),
    actions.ClosedAlready: "A colleague has closed this finding.",
}


@require_GET
@allow(permissions.READ_LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """Every finding on one line, with all its dates, its keys and where it stands."""
    lines = queries.lines(viewer=request.user, as_at=day_asked(request), today=timezone.localdate())
    note("finding ledger opened", by=request.user, at=timezone.now(), lines=len(lines))
    return render(request, "leading/findings.html", {
        "lines": lines, "may_keep": may(request.user, permissions.KEEP_LEDGER), "target": _target,
        "mine": queries.actions_to_end(viewer=request.user).count(), "along": as_at_query(request),
        "today": timezone.localdate(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.KEEP_LEDGER)
def new(request: HttpRequest) -> HttpResponse:
    """Writing down a finding that was said for the first time, with the two keys that will close it."""
    form = opened(request, forms.NewFinding, people=_people(request))
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        owner = next(user for user in queries.who_may_own(viewer=request.user) if user.pk == typed["owner"])
        target = as_typed(indicator(typed["indicator"]), typed["target"])
        found = actions.Found(
            area=typed["area"], words=typed["words"], owner=owner, indicator=typed["indicator"], weeks=typed["weeks"],
            wanted_share=typed["wanted_share"], theme=typed["theme"], **{typed["direction"]: target},
        )  # fmt: skip
        try:
            made = actions.open_finding(
                found, said_on=typed["said_on"], source=typed["source"], by=request.user, at=timezone.now()
            )
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "The finding is on the ledger.")
            return redirect("leading:finding", made.pk)
    return render(request, "leading/new_finding.html", {
        "form": form, "areas": queries.areas(viewer=request.user),
    })  # fmt: skip


@require_GET
@allow(permissions.READ_LEDGER)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: when it was said, its two keys, what is done about it."""
    finding, today = _finding(request, pk), timezone.localdate()
    line = queries.line_of(finding, viewer=request.user, as_at=day_asked(request), today=today)
    note("finding opened to be read", subject=line.finding, by=request.user, at=timezone.now())
    return render(request, "leading/finding.html", {
        "line": line, "target": _target(line), "may_keep": may(request.user, permissions.KEEP_LEDGER),
        "may_close": may(request.user, permissions.CLOSE_FINDINGS), "today": today,
        "to_end": set(queries.actions_to_end(viewer=request.user).values_list("pk", flat=True)),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.KEEP_LEDGER)
def said_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down that a finding was said on another day."""
    finding = _finding(request, pk)
    form = opened(request, forms.SaidAgain)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.say_again(
                finding, said_on=typed["again_on"], source=typed["again_by"], quote=typed["quote"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except tuple(REFUSALS) as refusal:
            form.add_error("again_on", REFUSALS[type(refusal)])
        else:
            return _back(request, pk, "Written down. The finding is one line with all its dates.")
    return _form(request, finding, form, title="It was said again", button="Write it down")


@require_http_methods(["GET", "POST"])
@allow(permissions.KEEP_LEDGER)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Agreeing what is done about a finding, by whom and by when."""
    finding = _finding(request, pk)
    people = queries.who_may_own(viewer=request.user)
    partners = agencies(viewer=request.user)
    form = opened(
        request, forms.Act, people=[(each.pk, each.name) for each in people],
        agencies=[(each.pk, each.name) for each in partners],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        kind, _, number = form.cleaned_data["whose"].partition("-")
        whose: dict[str, Any] = {
            "owner": next((u for u in people if kind == "user" and str(u.pk) == number), None),
            "agency": next((a for a in partners if kind == "agency" and str(a.pk) == number), None),
        }
        try:
            actions.agree_action(
                form.cleaned_data["words"], finding=finding, due_on=form.cleaned_data["due_on"], **whose,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except actions.DueBeforeToday as refusal:
            form.add_error("due_on", REFUSALS[type(refusal)])
        else:
            return _back(request, pk, "Agreed.")
    return _form(request, finding, form, title="Agree an action", button="Agree it")


@require_http_methods(["GET", "POST"])
@allow(permissions.CLOSE_FINDINGS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closing a finding: both keys are looked at again, and words alone are refused."""
    finding = _finding(request, pk)
    form, today = opened(request, forms.CloseFinding), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_finding(finding, words=form.cleaned_data["changed"], by=request.user, at=timezone.now())
        except actions.KeysMissing as refusal:
            form.add_error(None, "Words alone close no finding. " + " ".join(refusal.missing))
        except actions.ClosedAlready as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            return _back(request, pk, "Closed, with both keys.")
    line = queries.line_of(finding, viewer=request.user, as_at=today)
    return render(
        request, "leading/close_finding.html", {"line": line, "target": _target(line), "form": form}
    )  # fmt: skip


@require_GET
@allow(permissions.END_ACTIONS)
def to_do(request: HttpRequest) -> HttpResponse:
    """The open actions one may end: one's own and, for who keeps the ledger, all."""
    found = queries.actions_to_end(viewer=request.user)
    return render(request, "leading/actions.html", {"found": found, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
@allow(permissions.END_ACTIONS)
def end_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying how an action ended, and what came of it."""
    action = queries.actions_to_end(viewer=request.user).filter(pk=pk).first()
    if action is None:
        raise Http404
    form = opened(request, forms.EndAction)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.end_action(
                action, ended_as=typed["ended_as"], words=typed["came_of_it"], by=request.user, at=timezone.now()
            )
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Written down.")
            return redirect("leading:actions")
    return render(request, "leading/end_action.html", {"action": action, "form": form})


def _finding(request: HttpRequest, pk: int) -> Finding:
    found = queries.findings(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _people(request: HttpRequest) -> list[tuple[int, str]]:
    return [(user.pk, user.name) for user in queries.who_may_own(viewer=request.user)]


def _target(line: queries.Line) -> str:
    return target_in_words(line.indicator, at_least=line.finding.at_least, at_most=line.finding.at_most)


def _back(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    done(request)
    messages.success(request, words)
    return redirect("leading:finding", pk)


def _form(request: HttpRequest, finding: Finding, form: Any, *, title: str, button: str) -> HttpResponse:
    context = {"finding": finding, "form": form, "title": title, "words_on_button": button}
    return render(request, "leading/finding_form.html", context)
