"""The plan of an assessment, the views of parents, history, and the needs of each child."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.journey.assessing.page import ChildPart, Page
from lintel.steps.assessments import actions
from lintel.steps.assessments.codes import QUESTIONS
from lintel.steps.assessments.models import Need
from lintel.steps.assessments.permissions import WRITE_ASSESSMENTS
from lintel.steps.assessments.writing.actions import (
    WrittenSince,
    change_need,
    withdraw_need,
    write_need,
    write_passage,
)
from lintel.web.assessing import forms
from lintel.web.assessing.opening import REFUSALS, REFUSED, page_of, part_of
from lintel.web.components.keeping import done, opened
from lintel.web.components.weighing import History


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be found out, whom to see by when, and when the family was told."""
    page = _shared(request, pk)
    family, asked = page.family, page.shared.get(QUESTIONS)
    form = opened(request, forms.Plan, initial={
        "told_on": family.told_on, "told_how": family.told_how, "told_read": family.told_how,
        "questions": asked.words if asked else "",
        "version": asked.version if asked else 0,
    })  # fmt: skip
    if request.method == "POST" and form.is_valid() and not _is_told_otherwise(form, family.told_how):
        try:
            _save_plan(request, page, form.cleaned_data)
        except WrittenSince as clash:
            # Sent again, it takes the place of theirs: whoever sends it has read them by then.
            name, words = clash.passage.written_by.name, clash.passage.words
            form.add_error("questions", f"{name} has changed this: “{words}”. Take over what you want; save again")
            form.data = form.data.copy()
            form.data["version"] = str(clash.passage.version)
        except REFUSED as refusal:
            form.add_error("told_on" if isinstance(refusal, actions.NotOnThatDay) else None, REFUSALS[type(refusal)])
        else:
            return _saved(request, "assessing:plan", pk)
    return render(request, "assessing/plan.html", {"page": page, "form": form, "today": timezone.localdate()})


def _is_told_otherwise(form: forms.Plan, stands: str) -> bool:
    """
    Whether a colleague has written since how the family was told, and this page says something else. What was not
    touched gives way to theirs; what was is shown beside theirs, and sent again takes its place.
    """
    said = form.cleaned_data
    read, how = (said[name].replace("\r\n", "\n").strip() for name in ("told_read", "told_how"))
    if read == stands or how == stands:
        return False
    if how == read:
        said["told_on"] = None
        return False
    form.add_error("told_how", f"A colleague has written: “{stands}”. Take over what you want; save again")
    form.data = form.data.copy()
    form.data["told_read"] = stands
    return True


def _save_plan(request: HttpRequest, page: Page, said: dict[str, Any]) -> None:
    """Write down what of the plan is new."""
    family, now, asked = page.family, timezone.now(), page.shared.get(QUESTIONS)
    questions = said["questions"].replace("\r\n", "\n").strip()
    if questions != (asked.words if asked else ""):
        write_passage(
            family, child_id=None, section=QUESTIONS, words=questions, read_version=said["version"] or 0,
            by=request.user, at=now,
        )  # fmt: skip
    if said["told_on"] and (said["told_on"], said["told_how"]) != (family.told_on, family.told_how):
        actions.say_told(family, told_on=said["told_on"], told_how=said["told_how"], by=request.user, at=now)
    if said["who"]:
        actions.plan_to_see(family, who=said["who"], by_when=said["by_when"], by=request.user, at=now)


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def seen(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What came of somebody on the plan."""
    page = _shared(request, pk)
    to_see = next((each for each in page.to_see if each.pk == number), None)
    if to_see is None:
        raise Http404
    form = opened(request, forms.Seen, initial={"done_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_to_see(to_see, **form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error("done_on", REFUSALS[type(refusal)])
        else:
            return _saved(request, "assessing:plan", pk)
    return _one_form(request, page, form, f"{to_see.who}: what came of it", "Save", ("Plan", "assessing:plan", [pk]))


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def views(request: HttpRequest, pk: int) -> HttpResponse:
    """What every parent and carer thinks, also those who live elsewhere; or why nobody asked."""
    page = _shared(request, pk)
    form = opened(request, forms.Views, views=page.views)
    if request.method == "POST" and form.is_valid():
        try:
            for view in page.views:
                words, why = form.said(view)
                stands = (view.said.words, view.said.not_sought_because) if view.said else ("", "")
                if (words, why) != stands and (words or why):
                    actions.record_view(
                        page.family, person_id=view.asked.person_id, child_id=view.asked.child_id, words=words,
                        not_sought_because=why, by=request.user, at=timezone.now(),
                    )  # fmt: skip
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            return _saved(request, "assessing:overview", pk)
    rows = [(view, *(form[f"{name}-{view.asked.key}"] for name in ("words", "why", "read"))) for view in page.views]
    return render(request, "assessing/views.html", {"page": page, "form": form, "rows": rows})


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def history(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What is on record from before, and what becomes of each line here."""
    page = page_of(request, pk)
    part = part_of(page, other)
    sections = [(section.code, section.title) for section in page.practice.sections]
    form = opened(request, History, history=part.history, sections=sections)
    if request.method == "POST" and form.is_valid():
        try:
            _weigh(request, part, form)
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            return _saved(request, "assessing:overview", pk)
    rows = [(each, form[f"use-{each.key}"], form[f"why-{each.key}"]) for each in part.history]
    return render(request, "assessing/history.html", {"page": page, "part": part, "form": form, "rows": rows})


def _weigh(request: HttpRequest, part: ChildPart, form: History) -> None:
    """Write down what was said of each line, where it says something new."""
    for each in part.history:
        section, _, because = form.said_of(each)
        stands = (each.use.section, each.use.set_aside_because) if each.use else ("", "")
        if (section or because) and (section, because) != stands:
            actions.weigh_history(
                part.assessment, record=each.record, section=section, set_aside_because=because, by=request.user,
                at=timezone.now(),
            )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def needs(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """One child's needs, and adding another."""
    page = page_of(request, pk)
    part = part_of(page, other)
    form = opened(request, forms.Need)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "read_at"}
        try:
            write_need(part.assessment, **said, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "The need is written down.")
            return redirect("assessing:needs", pk, other)
    return render(request, "assessing/needs.html", {"page": page, "part": part, "form": form})


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def need(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change a need."""
    page, part, found = _need(request, pk, number)
    stands = {name: getattr(found, name) for name in ("words", "evidence", "impact", "different", "by_when")}
    form = opened(request, forms.Need, initial=stands | {"read_at": found.written_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            read_at = datetime.fromisoformat(said.pop("read_at") or found.written_at.isoformat())
            change_need(found, **said, read_at=read_at, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        except ValueError:
            form.add_error(None, "Open this page again: what you read cannot be told.")
        else:
            return _saved(request, "assessing:needs", pk, part.pk)
    back = ("Needs", "assessing:needs", [pk, part.pk])
    return _one_form(request, page, form, f"A need of {part.given}", "Save", back)


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Withdraw a need that is no longer true."""
    page, part, found = _need(request, pk, number)
    form = opened(request, forms.Withdraw)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_need(found, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            return _saved(request, "assessing:needs", pk, part.pk)
    back = ("Needs", "assessing:needs", [pk, part.pk])
    title = f"No longer a need of {part.given}"
    return _one_form(request, page, form, title, "Withdraw the need", back, said=found.words)


def _need(request: HttpRequest, pk: int, number: int) -> tuple[Page, ChildPart, Need]:
    page = page_of(request, pk)
    for part in page.children:
        for each in part.needs:
            if each.pk == number:
                return page, part, each
    raise Http404


def _shared(request: HttpRequest, pk: int) -> Page:
    """An assessment whose shared part this viewer may read."""
    page = page_of(request, pk)
    if not page.sees_shared:
        raise Http404
    return page


def _saved(request: HttpRequest, name: str, *numbers: int) -> HttpResponse:
    done(request)
    messages.success(request, "Saved.")
    return redirect(name, *numbers)


def _one_form(
    request: HttpRequest, page: Page, form: django_forms.Form, title: str, button: str,
    back: tuple[str, str, list[int]], *, said: str = "",
) -> HttpResponse:  # fmt: skip
    words, name, numbers = back
    return render(request, "assessing/one_form.html", {
        "page": page, "form": form, "title": title, "words_on_button": button, "said": said,
        "back": (words, reverse(name, args=numbers)),
    })  # fmt: skip
