"""The pulse, the pulse beside the caseload, and "I cannot do this safely"."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.access.roles import Role
from lintel.oversight.voice import actions, permissions, queries
from lintel.oversight.voice.beside.picture import picture_of
from lintel.oversight.voice.beside.queries import WHOLE_SERVICE, is_told_the_caseload, pulse_beside_caseload
from lintel.oversight.voice.codes import STATEMENT, Answer, Ended
from lintel.oversight.voice.models import SafetyConcern
from lintel.web.components.asking import day_asked
from lintel.web.components.keeping import done, opened
from lintel.web.voice import forms

REFUSALS: dict[type[Exception], str] = {
    actions.NothingSaid: "There was nothing written.",
    actions.NotHeld: "That child is not one you hold any more. Name no child, or another.",
    actions.RouteChanged: "It now goes to somebody else than the page said. Read who it is, and send it again.",
    actions.AnsweredAlready: "A colleague has answered this already.",
    actions.OverAlready: "The worker has taken it back, or said that it is settled.",
}


@require_GET
@allow(permissions.SEE_PULSE)
def beside(request: HttpRequest) -> HttpResponse:
    """The pulse of every group that may be shown, beside its caseload, with the table of each."""
    day = day_asked(request)
    found = pulse_beside_caseload(viewer=request.user, as_at=day)
    return render(request, "voice/beside.html", {
        "groups": [(group, picture_of(group), picture_of(group, narrow=True)) for group in found],
        "with_caseload": is_told_the_caseload(request.user),
        "statement": STATEMENT, "as_at": day, "whole": WHOLE_SERVICE, "answers": list(Answer),
    })  # fmt: skip


@require_POST
@allow(permissions.GIVE_PULSE)
def give(request: HttpRequest) -> HttpResponse:
    """Giving the pulse of the week: one press. What was answered is said nowhere again, not even in an address."""
    form = forms.Pulse(request.POST)
    if not form.is_valid():
        messages.info(request, "Choose one of the five answers.")
        return redirect("home:home")
    try:
        actions.give_pulse(form.cleaned_data["pulse"], by=request.user, at=timezone.now())
    except actions.GivenAlready:
        messages.info(
            request, "You have given your pulse this week. Nobody knows which it is, so it cannot be changed."
        )
    return redirect("home:home")


@require_http_methods(["GET", "POST"])
@allow(permissions.SAY_UNSAFE)
def say(request: HttpRequest) -> HttpResponse:
    """Saying it, after reading to whom it goes; and what one said before."""
    now = timezone.now()
    route = queries.route(viewer=request.user)
    today = timezone.localdate(now)
    due_on = queries.answer_due_on(viewer=request.user, said_on=today)
    children = queries.children_one_may_name(viewer=request.user, on=today)
    form = opened(request, forms.SayUnsafe, children=children, initial={"to": route.role})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            said = actions.say_unsafe(
                typed["words"], would_be_safe=typed["would_be_safe"], child_id=typed.get("child"), to=typed["to"],
                by=request.user, at=now,
            )  # fmt: skip
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "It is said. You will have an answer here.")
            return redirect("voice:one", said.pk)
    return render(request, "voice/say.html", {
        "form": form, "route": route, "due_on": due_on, "is_head": route.role is Role.HEAD_OF_SERVICE,
        "earlier": list(queries.said_by_oneself(viewer=request.user)),
    })  # fmt: skip


@require_GET
@allow(permissions.ANSWER_UNSAFE)
def waiting(request: HttpRequest) -> HttpResponse:
    """What was said to this person; how many wait too long, of anybody; and the counts, from five on."""
    today = timezone.localdate()
    found = list(queries.said_to(viewer=request.user))
    return render(request, "voice/waiting.html", {
        "open": [said for said in found if said.acknowledged_at is None and said.ended_at is None],
        "over": [said for said in reversed(found) if said.acknowledged_at or said.ended_at], "today": today,
        "late": queries.late_for_an_answer(viewer=request.user, on=today),
        "counts": queries.counts(viewer=request.user, on=today),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.READ_UNSAFE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, for who said it and whom it was said to; the latter answer it here."""
    said = _said(request, pk)
    is_theirs = said.said_by_id == request.user.pk
    may_answer = not is_theirs and said.acknowledged_at is None and said.ended_at is None
    form = opened(request, forms.Acknowledge) if not is_theirs else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.acknowledge(said, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "The worker has your answer.")
            return redirect("voice:one", pk)
    return render(request, "voice/one.html", {
        "said": said, "is_theirs": is_theirs, "form": form, "may_answer": may_answer, "today": timezone.localdate(),
        "child": queries.name_of_child(said, viewer=request.user), "role": Role(said.route),
        "ended": Ended(said.ended_as).words if said.ended_as else "",
        "may_go_to_list": may(request.user, permissions.ANSWER_UNSAFE),
    })  # fmt: skip


@require_POST
@allow(permissions.SAY_UNSAFE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The worker says that it is settled, or takes it back."""
    said, form = _said(request, pk), forms.End(request.POST)
    if form.is_valid():
        try:
            actions.end(said, ended_as=form.cleaned_data["ended_as"], by=request.user, at=timezone.now())
        except actions.NotYours:
            raise Http404 from None
        except actions.OverAlready:
            messages.info(request, "It has ended already.")
    return redirect("voice:one", pk)


def _said(request: HttpRequest, pk: int) -> SafetyConcern:
    if (said := queries.one_said(pk, viewer=request.user)) is None:
        raise Http404
    return said
