"""
Writing one part: every section on a page, saved by itself every few seconds, together with whoever else writes.

What somebody changed is saved by section, with the version that was read. Two who write different sections do not meet;
two who write the same one are shown both and what it was, and choose. What cannot be saved is kept as a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.drafts.actions import drop
from lintel.foundation.drafts.queries import drafts
from lintel.journey.assessing.page import Page
from lintel.journey.assessing.queries import last_time
from lintel.steps.assessments.codes import VOICE
from lintel.steps.assessments.models import Passage
from lintel.steps.assessments.permissions import WRITE_ASSESSMENTS
from lintel.steps.assessments.practice.reading import Section
from lintel.steps.assessments.writing.actions import WrittenSince, write_passage
from lintel.steps.assessments.writing.queries import ever_written, words_at
from lintel.steps.visits.models import Visit
from lintel.steps.visits.queries import of_child as visits_of_child
from lintel.web.assessing import forms
from lintel.web.assessing.opening import REFUSALS, REFUSED, may_write, page_of, part_of
from lintel.web.components.keeping import done, keep_as_typed, not_saved, opened

BY_ITSELF = "autosave"
VISITS_BESIDE = 5


@dataclass(frozen=True)
class Clash:
    """One section that somebody else changed meanwhile: theirs, one's own, and what it was."""

    section: Section
    theirs: Passage
    yours: str
    was: str


@dataclass
class Saved:
    """What became of a page that was sent."""

    versions: dict[str, int] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    refused: str = ""


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def write_shared(request: HttpRequest, pk: int) -> HttpResponse:
    """What the family shares, written once."""
    return _write(request, page_of(request, pk, with_history=False), None)


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def write_child(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """One child's own part."""
    page = page_of(request, pk, with_history=False)
    part_of(page, other)
    return _write(request, page, other)


def _write(request: HttpRequest, page: Page, child_id: int | None) -> HttpResponse:
    if child_id is None and not page.sees_shared:
        raise Http404
    if request.method == "GET":
        _drop_what_stands(request, page, child_id)
    part = page.part(child_id) if child_id else None
    sections = page.practice.of_part(is_shared=child_id is None)
    form = opened(request, forms.Part, sections=sections, stands=part.passages if part else page.shared)
    if request.method == "POST":
        is_by_itself = request.POST.get("step") == BY_ITSELF
        sent = (_saved_by_itself if is_by_itself else _sent)(request, page, child_id, form, sections)
        if sent is not None:
            return sent
    elif not may_write(request, page, child_id):
        return redirect("assessing:whole", page.family.pk)
    return render(request, "assessing/write.html", _context(request, page, child_id, form, sections))


def _sent(
    request: HttpRequest, page: Page, child_id: int | None, form: forms.Part, sections: Sequence[Section]
) -> HttpResponse | None:  # fmt: skip
    """What is answered to somebody who pressed a button; nothing where the form is at fault and is shown again."""
    if not form.is_valid():
        return None
    saved = _save(request, page, child_id, form, sections)
    if saved.refused:
        overview = reverse("assessing:overview", args=[page.family.pk])
        return not_saved(request, form, saved.refused, go_on=("Back to the assessment", overview))
    if saved.clashes:
        return _ask(request, page, child_id, saved.clashes)
    done(request)
    messages.success(request, "Saved.")
    return (
        redirect("assessing:overview", page.family.pk) if request.POST.get("step") == "back" else redirect(request.path)
    )


def _saved_by_itself(
    request: HttpRequest, page: Page, child_id: int | None, form: forms.Part, sections: Sequence[Section]
) -> JsonResponse:  # fmt: skip
    """What a page that saves itself is told; what was not saved is kept as a draft."""
    if not form.is_valid():
        keep_as_typed(request)
        return JsonResponse({"problem": "A section is too long to be saved. Your words are kept as a draft."})
    saved = _save(request, page, child_id, form, sections)
    if saved.clashes or saved.refused:
        keep_as_typed(request)
    return JsonResponse({
        "saved_at": f"{timezone.localtime():%H:%M}", "versions": saved.versions, "problem": saved.refused,
        "clashes": [[clash.section.title, clash.theirs.written_by.name] for clash in saved.clashes],
    })  # fmt: skip


def _save(
    request: HttpRequest, page: Page, child_id: int | None, form: forms.Part, sections: Sequence[Section]
) -> Saved:  # fmt: skip
    """Save each section that was changed since it was read; those that somebody else changed as well are clashes."""
    saved, by_code = Saved(), {section.code: section for section in sections}
    part = page.part(child_id) if child_id else None
    stands = part.passages if part else page.shared
    for code, (words, read) in form.typed().items():
        if code in request.POST.getlist("keep_theirs"):
            continue
        passage = stands.get(code)
        was = words_at(passage, version=read, viewer=request.user) if passage else ""
        if words == was:
            # Not touched: what somebody else wrote meanwhile stays, and is read anew with the next page.
            continue
        try:
            now = write_passage(
                page.family, child_id=child_id, section=code, words=words, read_version=read, by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except WrittenSince as clash:
            saved.clashes.append(Clash(by_code[code], clash.passage, words, clash.was))
        except REFUSED as refusal:
            saved.refused = REFUSALS[type(refusal)]
            break
        else:
            saved.versions[code] = now.version
    return saved


def _ask(request: HttpRequest, page: Page, child_id: int | None, clashes: Sequence[Clash]) -> HttpResponse:
    """Both versions and what it was; whoever sent it writes what is to stand, and sends it again."""
    keep_as_typed(request)
    context = {
        "page": page, "part": page.part(child_id) if child_id else None, "clashes": clashes,
        "here": request.path, "child_id": child_id,
    }  # fmt: skip
    return render(request, "assessing/clash.html", context, status=409)


def _drop_what_stands(request: HttpRequest, page: Page, child_id: int | None) -> None:
    """Forget drafts of this page that say nothing which the record does not say, or said once."""
    found = drafts(request.path, viewer=request.user)
    if not found:
        return
    ever = ever_written(page.family, child_id=child_id, viewer=request.user)
    for draft in found:
        typed = {name: texts[0].replace("\r\n", "\n") for name, texts in draft.fields.items() if texts}
        if all(_stands(name, words, typed, ever) for name, words in typed.items() if name.startswith("words-")):
            drop(draft)


def _stands(name: str, words: str, typed: dict[str, str], ever: set[tuple[str, str]]) -> bool:
    code = name.removeprefix("words-")
    is_untouched = not words and typed.get(f"version-{code}") in ("0", "", None)
    return is_untouched or (code, words) in ever


def _context(
    request: HttpRequest, page: Page, child_id: int | None, form: forms.Part, sections: Sequence[Section]
) -> dict[str, Any]:  # fmt: skip
    before = last_time(page, child_id=child_id, viewer=request.user)
    part = page.part(child_id) if child_id else None
    return {
        "page": page, "part": part, "child_id": child_id, "form": form, "before": before,
        "rows": [
            (
                each, form[f"words-{each.code}"], form[f"version-{each.code}"],
                before.beside(each.code) if before else "",
            )
            for each in sections
        ],
        "others": before.others([section.code for section in sections]) if before and before.passages else [],
        "stands": part.passages if part else page.shared, "here": child_id or "shared",
        "heard": _heard(request, child_id) if child_id else [], "voice": VOICE,
    }  # fmt: skip


def _heard(request: HttpRequest, child_id: int) -> list[Visit]:
    """The last visits at which something of the child was written down, latest first."""
    visits = visits_of_child(child_id, viewer=request.user)
    return [visit for visit in visits if visit.own_words or visit.observed][:VISITS_BESIDE]
