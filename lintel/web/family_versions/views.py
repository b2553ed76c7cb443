"""Writing for a family: what there is for a child, one version and how easily it reads, writing and finishing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.queries import child as child_seen
from lintel.journey.family_versions.naming import called_by_family
from lintel.journey.family_versions.queries import Subject, first_words, subjects
from lintel.steps.family_versions import actions
from lintel.steps.family_versions.codes import About, Reader, Way
from lintel.steps.family_versions.models import FamilyVersion
from lintel.steps.family_versions.permissions import SEE_FAMILY_VERSIONS, WRITE_FAMILY_VERSIONS
from lintel.steps.family_versions.queries import MayRead, may_read, safe_contact_of, versions
from lintel.steps.family_versions.rules import mark_of
from lintel.web.components.keeping import done, opened
from lintel.web.family_versions import forms
from lintel.web.family_versions.shown import Shown, how_easy, one_shown, viewer_of

FINISHED_SINCE = (
    "A colleague finished it meanwhile. Its words do not change any more: write another that takes its place."
)
CHANGED_SINCE = (
    "A colleague changed this draft since you opened it. Your words are below. Open the draft in another tab, take "
    "over what you want of theirs, and save again."
)


@require_GET
@allow(SEE_FAMILY_VERSIONS)
def of_child(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a child's family was given to read, and beginning another."""
    viewer, child = viewer_of(request), _child(request, pk)
    readers = may_read(child, viewer=viewer)
    about = subjects(child, viewer=viewer, on=timezone.localdate())
    form = forms.Begin(
        request.GET if "subject" in request.GET or "to" in request.GET else None,
        subjects=[(_slug(each), each.words) for each in about],
        readers=[(str(each.person.pk), f"{each.name}, {each.tie}") for each in readers],
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        return redirect("family_versions:write", pk, int(form.cleaned_data["to"]), form.cleaned_data["subject"])
    found = versions(viewer=viewer).filter(child=child).prefetch_related("to__names", "sharings", "said_back")
    note("family versions listed", by=viewer, at=timezone.now(), subject=child, child_id=child.pk)
    return render(request, "family_versions/of_child.html", {
        "child": child, "name": name_of(child), "form": form, "found": [_line(each) for each in found],
        "may_write": may(viewer, WRITE_FAMILY_VERSIONS),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WRITE_FAMILY_VERSIONS)
def write(request: HttpRequest, pk: int, other: int, subject: str) -> HttpResponse:
    """Writing a version: the boxes open with what needs, plans and dates say already."""
    viewer, child, today = viewer_of(request), _child(request, pk), timezone.localdate()
    reader = next((each for each in may_read(child, viewer=viewer) if each.person.pk == other), None)
    about = next((each for each in subjects(child, viewer=viewer, on=today) if _slug(each) == subject), None)
    if reader is None or about is None:
        raise Http404
    words = first_words(child, about, reader, ring=_ringing(), viewer=viewer, on=today)
    form = opened(
        request, forms.Write, words=words, child=called_by_family(child), reader=_asked(reader),
        is_letter=about.about is About.LETTER,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        version = actions.write_version(_subject(child, about, reader), form.as_words(), by=viewer, at=timezone.now())
        done(request)
        return redirect("family_versions:one", version.pk)
    return _writing(request, form, child=child, to=reader.name, about=about.about, reader=reader.reader)


@require_GET
@allow(SEE_FAMILY_VERSIONS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: where it stands, how easily it reads, the paper itself, and what the family said."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    version = shown.version
    note("family version opened", by=viewer, at=timezone.now(), subject=version, child_id=version.child_id)
    return render(request, "family_versions/one.html", _page(shown, request))


@require_http_methods(["GET", "POST"])
@allow(WRITE_FAMILY_VERSIONS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changing a draft."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    if shown.version.finished_at is not None and request.method == "GET":
        messages.info(request, FINISHED_SINCE)
        return redirect("family_versions:one", pk)
    form = _form_of(request, shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_version(
                shown.version, form.as_words(), read=form.cleaned_data["read"] or None, by=viewer, at=timezone.now()
            )
        except actions.FinishedAlready:
            form.add_error(None, FINISHED_SINCE)
        except actions.ChangedSince:
            # Sent again, it takes the place of theirs: whoever sends it has been told by then.
            form.add_error(None, CHANGED_SINCE)
            form.data = form.data.copy()
            form.data["read"] = mark_of(shown.words)
        else:
            done(request)
            return redirect("family_versions:one", pk)
    return _writing_again(request, form, shown)


@require_http_methods(["GET", "POST"])
@allow(WRITE_FAMILY_VERSIONS)
def anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing another version that takes the place of a finished one; it begins with the words of the one before."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    form = _form_of(request, shown)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.write_version(
                _subject_of(shown.version), form.as_words(), replaces=shown.version, by=viewer, at=timezone.now()
            )
        except actions.ReplacedAlready:
            form.add_error(None, "Another version took its place already. Open that one and change it.")
        except actions.NotFinished:
            form.add_error(None, "It is a draft: change it.")
        else:
            done(request)
            return redirect("family_versions:one", version.pk)
    return _writing_again(request, form, shown, replaces=True)


@require_POST
@allow(WRITE_FAMILY_VERSIONS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finishing a draft: from then on it can be printed, translated and shared."""
    shown = one_shown(pk, viewer=viewer_of(request))
    try:
        actions.finish(shown.version, by=viewer_of(request), at=timezone.now())
        messages.success(request, "Finished. Its words do not change any more; print it, and say when it was shared.")
    except actions.FinishedAlready:
        messages.info(request, "A colleague finished it already.")
    except actions.GivesAnAddressAway as refusal:
        where = ", ".join(part.replace("_", " ") for part in refusal.parts)
        messages.error(
            request, f"Not finished: an address that {shown.to} must not read stands in it ({where}). Take it out."
        )
    return redirect("family_versions:one", pk)


def _child(request: HttpRequest, pk: int) -> Person:
    try:
        return child_seen(viewer=viewer_of(request), pk=pk)
    except ChildNotVisible:
        raise Http404 from None


def _line(version: FamilyVersion) -> dict[str, Any]:
    shared = sorted(version.sharings.all(), key=lambda each: each.shared_on)
    heard = sorted(version.said_back.all(), key=lambda each: each.said_on)
    return {
        "version": version, "to": name_of(version.to), "about": About(version.about).words,
        "reader": Reader(version.reader).words, "is_replaced": hasattr(version, "replaced_by"),
        "shared_on": shared[0].shared_on if shared else None, "heard_on": heard[-1].said_on if heard else None,
    }  # fmt: skip


def _page(shown: Shown, request: HttpRequest) -> dict[str, Any]:
    viewer, version = viewer_of(request), shown.version
    is_draft = version.finished_at is None
    return {
        "shown": shown, "version": version, "easy": how_easy(shown, on=timezone.localdate()), "is_draft": is_draft,
        "name": name_of(shown.child), "sharings": [
            (each, Way(each.way).words)
            for each in version.sharings.select_related("shared_by").order_by("shared_on", "pk")
        ],
        "said_back": version.said_back.select_related("asked_by").order_by("said_on", "pk"),
        "disagreements": version.disagreements.select_related("recorded_by").order_by("said_on", "pk"),
        "rules": safe_contact_of(shown.child, version.to, viewer=viewer),
        "may_write": may(viewer, WRITE_FAMILY_VERSIONS),
        "languages": [
            (each.language, dict(forms.LANGUAGES).get(each.language, each.language))
            for each in version.translations.order_by("language")
        ],
    }  # fmt: skip


def _form_of(request: HttpRequest, shown: Shown) -> forms.Write:
    return opened(
        request, forms.Write, words=shown.words, child=shown.called, reader=_addressed(shown.version, shown.to),
        is_letter=shown.version.about == About.LETTER,
    )  # fmt: skip


def _writing_again(request: HttpRequest, form: forms.Write, shown: Shown, *, replaces: bool = False) -> HttpResponse:
    version = shown.version
    return _writing(
        request, form, child=shown.child, to=shown.to, about=About(version.about), reader=Reader(version.reader),
        version=version, replaces=replaces,
    )  # fmt: skip


def _writing(request: HttpRequest, form: forms.Write, *, child: Person, **about: Any) -> HttpResponse:
    context = {"form": form, "child": child, "name": name_of(child), "version": None, "replaces": False} | about
    return render(request, "family_versions/write.html", context)


def _asked(reader: MayRead) -> str:
    return "you" if reader.reader is Reader.YOUNG_PERSON else reader.name.split()[0]


def _addressed(version: FamilyVersion, name: str) -> str:
    return "you" if version.reader == Reader.YOUNG_PERSON else name.split()[0]


def _slug(subject: Subject) -> str:
    return subject.key.replace("/", "-").strip("-")


def _subject(child: Person, about: Subject, reader: MayRead) -> actions.Subject:
    return actions.Subject(child=child, about=about.about, of=about.of, to=reader.person, reader=reader.reader)


def _subject_of(version: FamilyVersion) -> actions.Subject:
    of = version.assessment_id or version.cin_plan_id or version.cp_plan_id
    return actions.Subject(
        child=version.child, about=About(version.about), of=of, to=version.to, reader=Reader(version.reader)
    )


def _ringing() -> str:
    """Whom the authority says to ring, under the worker's own line."""
    return (
        f"If nobody answers: {settings.FRONT_DOOR_TELEPHONE} ({settings.FRONT_DOOR_HOURS})\n"
        f"At night and at weekends: {settings.OUT_OF_HOURS_TELEPHONE}\nIf somebody is in danger now: 999"
    )
