"""A version sentence by sentence: to give to a translator with numbers, and to paste back beside each sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.naming import name_of
from lintel.steps.family_versions import actions
from lintel.steps.family_versions.permissions import SEE_FAMILY_VERSIONS, WRITE_FAMILY_VERSIONS
from lintel.steps.family_versions.rules import pasted
from lintel.web.components.keeping import done, opened
from lintel.web.family_versions import forms
from lintel.web.family_versions.shown import Shown, one_shown, viewer_of

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_http_methods(["GET", "POST"])
@allow(SEE_FAMILY_VERSIONS)
def sentences(request: HttpRequest, pk: int) -> HttpResponse:
    """Every sentence with its number, and the box a translation is pasted into."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    may_write = may(viewer, WRITE_FAMILY_VERSIONS)
    form = opened(request, forms.Translated)
    if request.method == "POST" and may_write and form.is_valid():
        read = pasted(form.cleaned_data["text"], numbers=[each.number for each in shown.sentences])
        try:
            actions.put_in_translation(
                shown.version, language=form.cleaned_data["language"], sentences=read.sentences, by=viewer,
                at=timezone.now(),
            )  # fmt: skip
        except actions.NothingSaid:
            form.add_error("text", "No line begins with the number of a sentence")
        except actions.NotFinished:
            form.add_error(None, "It is a draft: its sentences can still change. Finish it first.")
        else:
            done(request)
            messages.success(request, _what_came_of(read.missing, read.unknown))
            return redirect("family_versions:one", pk)
    return render(request, "family_versions/sentences.html", {
        "shown": shown, "name": name_of(shown.child), "form": form, "may_write": may_write,
        "is_draft": shown.version.finished_at is None,
    })  # fmt: skip


@require_GET
@allow(SEE_FAMILY_VERSIONS)
def sentences_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbered sentences as a table, with an empty column for the translation."""
    shown, written = _exported(request, pk, "numbered sentences as a table"), io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["Number", "English", "Translation"])
    rows.writerows([each.number, _safe(each.words), ""] for each in shown.sentences)
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sentences-{pk}.csv"'
    return answer


@require_GET
@allow(SEE_FAMILY_VERSIONS)
def sentences_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbered sentences as plain text."""
    shown = _exported(request, pk, "numbered sentences as text")
    lines = "\n".join(f"{each.number}. {each.words}" for each in shown.sentences)
    answer = HttpResponse(f"{lines}\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sentences-{pk}.txt"'
    return answer


def _exported(request: HttpRequest, pk: int, what: str) -> Shown:
    viewer = viewer_of(request)
    shown = one_shown(pk, viewer=viewer)
    note("exported", subject=shown.version, child_id=shown.version.child_id, by=viewer, at=timezone.now(), what=what)
    return shown


def _what_came_of(missing: Sequence[int], unknown: Sequence[int]) -> str:
    said = ["Put in. Print it in both languages below."]
    for numbers, words in ((missing, "Not translated yet, and printed in English: "), (unknown, "No such sentence: ")):
        listed = [str(number) for number in numbers]
        if listed:
            said.append(words + ", ".join(listed) + ".")
    return " ".join(said)


def _safe(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words
