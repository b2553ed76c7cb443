"""A child's documents: the list and the search, attaching, one document, putting right what is said of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.documents import actions, queries, tasks
from lintel.foundation.documents.actions import AttachedAlready, NotTheirChild, Said, WithdrawnAlready, note_seen
from lintel.foundation.documents.codes import DocumentKind, Reading
from lintel.foundation.documents.models import Document
from lintel.foundation.documents.permissions import ATTACH_DOCUMENTS, SEE_DOCUMENTS
from lintel.foundation.documents.refusals import NotTaken
from lintel.foundation.documents.rules import name_as_sent, size_in_words
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.chronology.queries import ChildNotVisible, child, children_of_the_same_household
from lintel.web.components.environment import address
from lintel.web.components.keeping import done, opened
from lintel.web.documents import forms
from lintel.web.documents.serving import document_or_404

ON_A_PAGE = 25
# Of the words that were read out of a document, so many letters stand on its page.
SHOWN = 8_000


@require_GET
@allow(SEE_DOCUMENTS)
def all_documents(request: HttpRequest) -> HttpResponse:
    """A child's documents, or those the viewer attached; or what a search found among either, or among all."""
    viewer: Any = request.user
    line = _line(request)
    form = forms.SearchDocuments(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    hits = queries.search(asked, child=line.pk if line else None, viewer=viewer) if asked else []
    listed = queries.documents_about(line.pk, viewer=viewer) if line else queries.attached_by_me(viewer=viewer)
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    if asked or line:
        # Not the words: what is typed into a search may be about a child.
        shown = [hit.document.pk for hit in hits]
        act = "documents searched" if asked else "documents listed"
        note(act, by=viewer, at=timezone.now(), child_id=line.pk if line else None, shown=shown)
    found = [hit.document for hit in hits] if asked else list(page)
    return render(request, "documents/all.html", {
        "line": line, "form": form, "asked": asked, "hits": hits, "page": page, "most": queries.MOST_FOUND,
        "children": queries.children_of(found, viewer=viewer), "size": size_in_words,
        "may_attach": may(viewer, ATTACH_DOCUMENTS), "along": {"child": line.pk} if line else {},
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ATTACH_DOCUMENTS)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Files about a child, and about brothers and sisters if they are. Each is kept whole, or says why it is not."""
    family = _family(request, pk)
    line = next(each for person, each in family if person.pk == pk)
    names = [(person.pk, each.name) for person, each in family]
    form = opened(request, forms.Attach, child=line.pk, family=names)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data.get("about", [line.pk]))
        about = [person for person, _ in family if person.pk in chosen]
        kept = [_attach(request, sent, about, form) for sent in form.cleaned_data["papers"]]
        number = sum(kept)
        if number:
            messages.success(request, "1 document is attached." if number == 1 else f"{number} documents are attached.")
        if all(kept):
            done(request)
            return redirect(address("documents:all", with_query={"child": pk}))
    return render(request, "documents/attach.html", {"form": form, "line": line})


@require_GET
@allow(SEE_DOCUMENTS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what it is, what it says, and a copy of it."""
    viewer: Any = request.user
    document = document_or_404(request, pk)
    may_open = queries.may_open(document, viewer=viewer)
    if may_open:
        note_seen("document opened", document, by=viewer, at=timezone.now())
    words = document.words.text if may_open else ""
    return render(request, "documents/one.html", {
        "document": document, "children": queries.children_of([document], viewer=viewer)[pk],
        "may_open": may_open, "may_withdraw": queries.may_withdraw(document, viewer=viewer),
        "may_describe": may(viewer, ATTACH_DOCUMENTS) and not document.is_withdrawn,
        "words": words[:SHOWN], "is_cut": len(words) > SHOWN, "Reading": Reading, "size": size_in_words(document.size),
        "before": queries.what_was_said(document, viewer=viewer),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ATTACH_DOCUMENTS)
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what is said of a document."""
    document = document_or_404(request, pk)
    now = {
        "title": document.title, "kind": document.kind, "from_whom": document.from_whom, "dated_on": document.dated_on,
    }  # fmt: skip
    form = opened(request, forms.Describe, initial=now)
    if request.method == "POST" and form.is_valid():
        said = _said(form)
        try:
            actions.describe(document, said=said, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except WithdrawnAlready:
            messages.info(request, "A colleague has withdrawn this document.")
        else:
            messages.success(request, "It says so from now on. What it said before stays in its history.")
        done(request)
        return redirect("documents:one", pk)
    return render(request, "documents/typed.html", {"form": form, "document": document, "title": "Put it right"})


@require_http_methods(["GET", "POST"])
@allow(SEE_DOCUMENTS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a document that should not be here."""
    viewer: Any = request.user
    document = document_or_404(request, pk)
    if not document.is_withdrawn and not queries.may_withdraw(document, viewer=viewer):
        raise Http404
    form = opened(request, forms.Withdraw)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(document, because=form.cleaned_data["because"], by=viewer, at=timezone.now())
        except WithdrawnAlready:
            messages.info(request, "A colleague has withdrawn it already; their reason stands below.")
        else:
            messages.success(request, "The document is withdrawn. It is found no more.")
        done(request)
        return redirect("documents:one", pk)
    return render(request, "documents/typed.html", {"form": form, "document": document, "title": "Withdraw"})


def _line(request: HttpRequest) -> ChildLine | None:
    """The child whose documents are asked for, if one is; somebody who is not theirs is not there."""
    asked = request.GET.get("child", "")
    if not asked:
        return None
    found = child_lines([int(asked)], viewer=request.user) if asked.isdecimal() and len(asked) < 19 else {}  # type: ignore[arg-type]
    if not found:
        raise Http404
    return found[int(asked)]


def _family(request: HttpRequest, pk: int) -> list[tuple[Person, ChildLine]]:
    """The child and the brothers and sisters they live with, as far as this viewer sees them."""
    viewer: Any = request.user
    try:
        person = child(viewer=viewer, pk=pk)
    except ChildNotVisible:
        raise Http404 from None
    together = [person, *children_of_the_same_household(person, viewer=viewer)]
    lines = child_lines([each.pk for each in together], viewer=viewer)
    return [(each, lines[each.pk]) for each in together if each.pk in lines]


def _attach(request: HttpRequest, sent: UploadedFile, about: list[Person], form: forms.Attach) -> bool:
    """Attach one file, or say on the form why not."""
    name = name_as_sent(sent.name or "")
    try:
        document: Document = actions.attach(
            sent.read(),
            name=name,
            about=about,
            said=_said(form),
            by=request.user,
            at=timezone.now(),  # type: ignore[arg-type]
        )
    except (NotTaken, AttachedAlready) as refusal:
        form.add_error(None, f"“{name}” is not attached. {refusal}")
    except NotTheirChild:
        form.add_error(None, f"“{name}” is not attached: one of these children is not yours to see any more.")
    else:
        tasks.read_words.defer(document_id=document.pk)
        return True
    return False


def _said(form: Any) -> Said:
    typed = form.cleaned_data
    kind = DocumentKind(typed["kind"]) if typed["kind"] else None
    return Said(title=typed.get("title", ""), kind=kind, from_whom=typed["from_whom"], dated_on=typed["dated_on"])
