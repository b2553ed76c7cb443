"""Writing an enquiry: the analysis on one side, every significant item of history on the other, saved together."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.journey.enquiring.actions import open_to_write
from lintel.journey.enquiring.page import Page
from lintel.steps.chronology_entries.permissions import MARK_SIGNIFICANCE
from lintel.steps.enquiry_work.actions import WrittenSince, take_back_weighing, weigh_item, write_passage
from lintel.steps.enquiry_work.codes import Outcome, Section
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.enquiry_work.permissions import WRITE_ENQUIRIES
from lintel.steps.enquiry_work.signing.actions import conclude
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.enquiring import forms
from lintel.web.enquiring.opening import REFUSALS, REFUSED, page_of


@require_http_methods(["GET", "POST"])
@allow(WRITE_ENQUIRIES)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The six sections, what becomes of each significant item, and what it leads to."""
    page = page_of(request, pk)
    found = page.analysis
    form = opened(
        request, forms.Write, history=found.history, passages=found.passages,
        outcome=page.outcome.value if page.outcome else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _save(page, form, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            go_on = ("Read the enquiry", reverse("enquiring:one", args=[pk]))
            return not_saved(request, form, REFUSALS[type(refusal)], go_on=go_on)
        if form.is_valid():
            done(request)
            messages.success(request, "Saved.")
            where = "enquiring:one" if request.POST.get("step") == "back" else "enquiring:write"
            return redirect(where, pk)
    elif request.method == "GET" and not page.may_be_written:
        return redirect("enquiring:one", pk)
    context = {
        "page": page, "form": form,
        "rows": [(each, form[f"words-{each}"], form[f"version-{each}"]) for each in Section],
        "items": [(each, form[f"use-{each.key}"], form[f"why-{each.key}"]) for each in found.history],
        "may_mark": may(request.user, MARK_SIGNIFICANCE),
    }  # fmt: skip
    return render(request, "enquiring/write.html", context)


def _save(page: Page, form: forms.Write, *, by: User, at: datetime) -> None:
    """Write down what says something new; where a colleague changed the same section, the form shows both."""
    work = open_to_write(page.enquiry, by=by, at=at)
    for section in Section:
        words, read = form.typed(section)
        try:
            write_passage(work, section=section, words=words, read_version=read, by=by, at=at)
        except WrittenSince as clash:
            form.meet(section, clash.passage)
    _weigh(page, form, work, by=by, at=at)
    said = form.cleaned_data.get("outcome")
    if said:
        conclude(work, outcome=Outcome(said), by=by, at=at)


def _weigh(page: Page, form: forms.Write, work: EnquiryWork, *, by: User, at: datetime) -> None:
    for each in page.analysis.history:
        section, how, because = said = form.said_of(each)
        stands = (each.use.section, each.use.how, each.use.set_aside_because) if each.use else ("", "", "")
        if said == stands:
            continue
        if any(said):
            where = Section(section) if section else None
            weigh_item(work, record=each.record, section=where, how=how, set_aside_because=because, by=by, at=at)
        else:
            take_back_weighing(work, record=each.record, by=by, at=at)
