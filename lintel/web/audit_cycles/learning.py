"""What a cycle of audits teaches: tagging, learning in words, quotes for the report, and the calibration session."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audit_cycles.codes import LearningTheme
from lintel.oversight.audit_cycles.comparing import Apart, widest_gaps
from lintel.oversight.audit_cycles.learning import actions, queries
from lintel.oversight.audit_cycles.models import CalibrationCase, Cycle
from lintel.oversight.audit_cycles.permissions import LEARN
from lintel.oversight.audits.models import Answer, AuditAction
from lintel.web.audit_cycles import forms
from lintel.web.audit_cycles.cycles import cycle_asked
from lintel.web.components.keeping import done, opened

AUDITS_ON_A_PAGE = 5


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
    found = queries.audits_to_learn_from(cycle, viewer=viewer).order_by("pk")
    page = Paginator(found, AUDITS_ON_A_PAGE).get_page(request.GET.get("page"))
    wrote = [queries.written_in(audit, viewer=viewer) for audit in page]
    if wrote:
        note("answers of a cycle opened", by=viewer, at=timezone.now(), subject=cycle, children=len(wrote))
    return render(request, "audit_cycles/answers.html", {
        "cycle": cycle, "page": page, "wrote": wrote,
        "lines": child_lines([each.audit.child_id for each in wrote], viewer=viewer),
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
    session, gaps = queries.calibration_of(cycle, viewer=viewer), widest_gaps(cycle, viewer=viewer)
    if session is None:
        if request.method == "POST":
            return _planned(request, cycle)
        return render(request, "audit_cycles/calibration.html", {"cycle": cycle, "session": None, "gaps": gaps})
    cases = list(session.cases.select_related("audit").order_by("pk"))
    about = _about(cases, gaps, viewer=viewer)
    form = opened(request, forms.Calibrated, cases=[(each.pk, about[each.pk]) for each in cases])
    if request.method == "POST" and form.is_valid():
        held = {name: form.cleaned_data[name] for name in ("held_on", "agreed")}
        try:
            actions.hold_calibration(session, **held, said=form.said, by=viewer, at=timezone.now())
        except actions.HeldAlready:
            messages.info(request, "The session was written down already.")
        done(request)
        return redirect("audit_cycles:calibration", pk)
    return render(request, "audit_cycles/calibration.html", {
        "cycle": cycle, "session": session, "form": form, "cases": [(about[each.pk], each.said) for each in cases],
    })  # fmt: skip


def _about(cases: list[CalibrationCase], gaps: list[Apart], *, viewer: User) -> dict[int, str]:
    """What each audit that is talked about is, by the case's id: the child where one may see them, and both grades."""
    lines = child_lines([each.audit.child_id for each in cases], viewer=viewer)
    grades = {each.audit.pk: f": auditor “{each.first.words}”, moderator “{each.second.words}”" for each in gaps}
    return {
        each.pk: (lines[each.audit.child_id].name if each.audit.child_id in lines else "A child you may not see")
        + grades.get(each.audit_id, "")
        for each in cases
    }


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
