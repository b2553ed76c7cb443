"""Asking for documents: those about a child the viewer may see, unless it is also about one who is kept from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.documents import files
from lintel.foundation.documents.codes import DocumentKind
from lintel.foundation.documents.models import ENGLISH, Document, DocumentAbout, DocumentWords
from lintel.foundation.documents.permissions import SEE_DOCUMENTS, WITHDRAW_OTHERS_DOCUMENTS
from lintel.foundation.documents.rules import BEGINS, ENDS, Piece, has_a_hit, pieces_of
from lintel.foundation.people.queries import ChildLine, child_lines

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MOST_FOUND = 50


@dataclass(frozen=True)
class Hit:
    """A document that was found, and the passages in which the words stand; none where only its name has them."""

    document: Document
    passage: list[Piece]


@dataclass(frozen=True)
class Version:
    """What was said of a document from a moment on."""

    title: str
    kind: DocumentKind
    from_whom: str
    dated_on: date | None
    said_at: datetime
    said_by: str


def documents(*, viewer: User) -> QuerySet[Document]:
    """
    The documents this viewer may see, newest first; withdrawn ones among them.

    A document about brothers and sisters is seen by whoever may see one of them; never by somebody from whom one of
    them is kept, because their record is restricted or there is a conflict of interest.
    """
    if not may(viewer, SEE_DOCUMENTS):
        return Document.objects.none()
    about = DocumentAbout.objects.filter(document=OuterRef("pk"))
    found = Document.objects.filter(Exists(about.filter(child__in=visible_children(viewer))))
    found = found.exclude(Exists(about.filter(child__in=kept_from(viewer))))
    return found.select_related("attached_by", "withdrawn_by", "described_by", "words").order_by("-attached_at", "-pk")


def documents_about(child: int, *, viewer: User) -> QuerySet[Document]:
    """A child's documents, newest first."""
    return documents(viewer=viewer).filter(pk__in=DocumentAbout.objects.filter(child=child).values("document"))


def attached_by_me(*, viewer: User) -> QuerySet[Document]:
    """What the viewer attached and may still see, newest first."""
    return documents(viewer=viewer).filter(attached_by=viewer)


def search(words: str, *, child: int | None = None, viewer: User) -> list[Hit]:
    """
    The documents in which these words stand, the best first; quotation marks, "or" and a minus are understood.

    Withdrawn documents are not found.
    """
    asked = SearchQuery(words, config=ENGLISH, search_type="websearch")
    mine = documents_about(child, viewer=viewer) if child is not None else documents(viewer=viewer)
    found = mine.filter(withdrawn_at__isnull=True, words__found_by=asked)
    ranked = found.annotate(rank=SearchRank(F("words__found_by"), asked)).order_by("-rank", "-attached_at", "-pk")
    shown = list(ranked[:MOST_FOUND])
    passages = _passages([document.pk for document in shown], asked)
    return [Hit(document, passages[document.pk]) for document in shown]


def _passages(ids: Sequence[int], asked: SearchQuery) -> dict[int, list[Piece]]:
    """Only of what is shown: cutting passages out reads the whole text."""
    headline = SearchHeadline(
        "text", asked, config=ENGLISH, start_sel=BEGINS, stop_sel=ENDS, max_words=40, min_words=15, max_fragments=2,
        fragment_delimiter=" … ",
    )  # fmt: skip
    cut = DocumentWords.objects.filter(pk__in=ids).annotate(passage=headline).values_list("pk", "passage")
    pieces = {pk: pieces_of(passage) for pk, passage in cut}
    return {pk: each if has_a_hit(each) else [] for pk, each in pieces.items()}


def children_of(found: Sequence[Document], *, viewer: User) -> dict[int, list[ChildLine]]:
    """Of each document, the children it is about whom the viewer may see."""
    lines = list(DocumentAbout.objects.filter(document__in=[each.pk for each in found]).order_by("pk"))
    names = child_lines([line.child_id for line in lines], viewer=viewer)
    about: dict[int, dict[int, ChildLine]] = {each.pk: {} for each in found}
    for line in lines:
        if line.child_id in names:
            about[line.document_id][line.child_id] = names[line.child_id]
    return {pk: list(children.values()) for pk, children in about.items()}


def may_open(document: Document, *, viewer: User) -> bool:
    """Whether its content may be opened: a withdrawn one by those who answer for others only."""
    return not document.is_withdrawn or may(viewer, WITHDRAW_OTHERS_DOCUMENTS)


def may_withdraw(document: Document, *, viewer: User) -> bool:
    """Whether the viewer may withdraw it: whoever attached it, and those who answer for others."""
    is_theirs = document.attached_by_id == viewer.pk or may(viewer, WITHDRAW_OTHERS_DOCUMENTS)
    return is_theirs and not document.is_withdrawn


def content_of(document: Document, *, viewer: User) -> bytes | None:
    """
    The file as it came; None where the viewer may not open it.

    :raises FileIsGone: if it is not where it was put, or is not what was put there any more.
    """
    if not may_open(document, viewer=viewer) or not documents(viewer=viewer).filter(pk=document.pk).exists():
        return None
    return files.get(document.sha256)


def what_was_said(document: Document, *, viewer: User) -> list[Version]:
    """What was said of a document before, newest first, and by whom."""
    if not documents(viewer=viewer).filter(pk=document.pk).exists():
        return []
    before = document.events.select_related("described_by").order_by("-pgh_id")  # type: ignore[attr-defined]
    now = (document.title, document.kind, document.from_whom, document.dated_on)
    return [
        Version(old.title, DocumentKind(old.kind), old.from_whom, old.dated_on, old.described_at, old.described_by.name)
        for old in before
        if (old.title, old.kind, old.from_whom, old.dated_on) != now
    ]
