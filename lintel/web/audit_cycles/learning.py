"""What a cycle of audits teaches: tagging, learning in words, quotes for the report, and the calibration session."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audit_cycles.codes import LearningTheme
from lintel.oversight.audit_cycles.comparing import widest_gaps
from lintel.oversight.audit_cycles.learning import actions, queries
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.permissions import LEARN
from lintel.oversight.audits.models import Answer, AuditAction
from lintel.oversight.audits.queries import tool_of
from lintel.web.audit_cycles import forms
from lintel.web.audit_cycles.cycles import cycle_asked
from lintel.web.components.keeping import done, opened


@require_http_methods(["GET", "POST"])
@allow(LEARN)
def learn(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a cycle taught about a theme, and what follows."""
    cycle = cycle_asked(request, pk)
    people = {each.pk: each for each in queries.owners(viewer=request.user)}
    form = opened(request, forms.Learned, owners=[(str(each.pk), each.name) for each in people.values()])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.learn(
            cycle, theme=LearningTheme(said["theme"]), words=said["words"], what_follows=said["what_follows"],
            owner=people.get(int(said["owner"] or 0)), due_on=said["due_on"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        done(request)
        messages.success(request, "Kept. It stands in the report.")
        return redirect("audit_cycles:one", pk)
    return render(request, "audit_cycles/learning.html", {
        "cycle": cycle, "form": form, "learned": queries.learning_of(cycle, viewer=request.user),
    })  # fmt: skip


@require_GET
@allow(LEARN)
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What auditors wrote, what was agreed for children, and the evidence they cited: to tag, and to quote."""
    cycle, viewer = cycle_asked(request, pk), request.user
    wrote = list(queries.answers_to_learn_from(cycle, viewer=viewer).prefetch_related("learning_tags"))
    agreed = list(queries.actions_to_learn_from(cycle, viewer=viewer).prefetch_related("learning_tags"))
    cited = list(queries.words_to_quote(cycle, viewer=viewer))
    children = {each.audit.child_id for each in (*wrote, *agreed, *cited)}
    if children:
        note("answers of a cycle opened", by=viewer, at=timezone.now(), subject=cycle, children=len(children))
    return render(request, "audit_cycles/answers.html", {
        "cycle": cycle, "wrote": [(each, _question(each)) for each in wrote], "agreed": agreed, "cited": cited,
        "lines": child_lines(children, viewer=viewer), "themes": LearningTheme,
        "chosen": {each.citation_id: each for each in queries.quotes_of(cycle, viewer=viewer)},
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(LEARN)
def tag_answer(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say what an answer is about."""
    cycle = cycle_asked(request, pk)
    answer = queries.answers_to_learn_from(cycle, viewer=request.user).filter(pk=number).first()
    return _tag(request, cycle, answer, "answer", answer.words if answer else "")


@require_http_methods(["GET", "POST"])
@allow(LEARN)
def tag_action(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say what something agreed for a child is about."""
    cycle = cycle_asked(request, pk)
    action = queries.actions_to_learn_from(cycle, viewer=request.user).filter(pk=number).first()
    return _tag(request, cycle, action, "action", action.what if action else "")


@require_http_methods(["GET", "POST"])
@allow(LEARN)
def quote(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Choose words of the record for the report, once nobody is named in them."""
    cycle = cycle_asked(request, pk)
    citation = queries.words_to_quote(cycle, viewer=request.user).filter(pk=number).first()
    if citation is None:
        raise Http404
    suggested = queries.suggested_words(citation, viewer=request.user)
    form = opened(request, forms.Quoted, initial={"words": suggested.text})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.quote(
                cycle, citation, words=said["words"], is_read_for_names=said["is_read"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except actions.MayNameSomebody as words:
            form.add_error("is_read", f"These may be names: {', '.join(words.doubtful)}. Take them out, or say not")
        else:
            done(request)
            return redirect("audit_cycles:answers", pk)
    return render(request, "audit_cycles/quote.html", {"cycle": cycle, "citation": citation, "form": form})


@require_POST
@allow(LEARN)
def take_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take chosen words out of the report again."""
    kept = queries.quotes_of(cycle_asked(request, pk), viewer=request.user).filter(citation=number).first()
    if kept is not None:
        actions.take_back(kept, by=request.user, at=timezone.now())
    return redirect("audit_cycles:answers", pk)


@require_http_methods(["GET", "POST"])
@allow(LEARN)
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """The session on the audits whose two grades lay furthest apart: planned, held, written down."""
    cycle, viewer = cycle_asked(request, pk), request.user
    session = queries.calibration_of(cycle, viewer=viewer)
    gaps = widest_gaps(cycle, viewer=viewer)
    form = opened(request, forms.Calibrated)
    if request.method == "POST" and session is None:
        return _planned(request, cycle)
    if request.method == "POST" and session is not None and form.is_valid():
        said = {case.pk: request.POST.get(f"said-{case.pk}", "") for case in session.cases.all()}
        try:
            actions.hold_calibration(session, **form.cleaned_data, said=said, by=viewer, at=timezone.now())
        except actions.HeldAlready:
            messages.info(request, "The session was written down already.")
        done(request)
        return redirect("audit_cycles:calibration", pk)
    cases = list(session.cases.select_related("audit").order_by("pk")) if session else []
    children = child_lines([each.audit.child_id for each in cases], viewer=viewer)
    return render(request, "audit_cycles/calibration.html", {
        "cycle": cycle, "session": session, "form": form, "gaps": {each.audit.pk: each for each in gaps},
        "cases": [(each, request.POST.get(f"said-{each.pk}", each.said)) for each in cases], "lines": children,
    })  # fmt: skip


def _planned(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    gaps = widest_gaps(cycle, viewer=request.user)
    try:
        actions.plan_calibration(cycle, audits=[each.audit for each in gaps], by=request.user, at=timezone.now())
    except actions.NothingToCompare:
        messages.info(request, "There is nothing to compare yet: no moderated audit has two grades that differ.")
    return redirect("audit_cycles:calibration", cycle.pk)


def _tag(request: HttpRequest, cycle: Cycle, of: Answer | AuditAction | None, kind: str, words: str) -> HttpResponse:
    if of is None:
        raise Http404
    form = forms.Tags(request.POST or None, initial={"themes": queries.tagged_with(of, viewer=request.user)})
    if request.method == "POST" and form.is_valid():
        which: dict[str, Any] = {kind: of}
        themes = [LearningTheme(each) for each in form.cleaned_data["themes"]]
        actions.tag(themes, **which, by=request.user, at=timezone.now())
        return redirect("audit_cycles:answers", cycle.pk)
    return render(request, "audit_cycles/tag.html", {"cycle": cycle, "form": form, "words": words, "of": of})


def _question(answer: Answer) -> str:
    """The question an answer is to, in the words of its tool."""
    try:
        return tool_of(answer.audit).question(answer.question).words
    except KeyError:
        return answer.question
