"""Attaching documents, saying what they are, withdrawing one, and reading their words for the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note_each
from lintel.foundation.documents import emails, files, pictures
from lintel.foundation.documents.codes import DocumentKind, Found, Reading
from lintel.foundation.documents.models import Document, DocumentAbout, DocumentWords
from lintel.foundation.documents.permissions import ATTACH_DOCUMENTS, SEE_DOCUMENTS, WITHDRAW_OTHERS_DOCUMENTS
from lintel.foundation.documents.queries import documents
from lintel.foundation.documents.recognising import recognise
from lintel.foundation.documents.refusals import NotTaken
from lintel.foundation.documents.rules import kind_of, name_as_sent, title_of
from lintel.foundation.documents.texts import CouldNotBeRead, read_apart

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person

SWEPT_AFTER = timedelta(days=2)


class AttachedAlready(Exception):
    """The same file is here for one of these children; `document` is where."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"The same file is here already, as “{document.title}”.")
        self.document = document


class AboutNobody(Exception):
    """A document is about at least one child."""


class NotTheirChild(Exception):
    """One of these children is not theirs to see."""


class WithdrawnAlready(Exception):
    """Somebody has withdrawn this document."""


class NotTheirDocument(Exception):
    """This document is not theirs to see, or another attached it and they answer for nobody."""


class NoReasonGiven(Exception):
    """A document is withdrawn with a reason."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What whoever attaches a document says of it; what is left empty, the file says of itself where it can."""

    title: str = ""
    kind: DocumentKind | None = None
    from_whom: str = ""
    dated_on: date | None = None


@transaction.atomic
def attach(
    raw: bytes, *, name: str, about: Sequence[Person], said: Said | None = None, by: User, at: datetime
) -> Document:
    """
    Keep a file about one or several children. Its words are read afterwards (`read_words`).

    :param name: the name it came with; believed in nothing.
    :raises NotAllowed: if this person may not attach documents.
    :raises NotTaken: if the file is of a kind that is not kept, too large, broken, or could do something.
    :raises AboutNobody, NotTheirChild: if no child is named, or one whom they may not see.
    :raises AttachedAlready: if the same file is here for one of these children, and was not withdrawn.
    """
    require(by, ATTACH_DOCUMENTS)
    children = sorted({child.pk for child in about})
    _are_theirs(children, by)
    if len(raw) > settings.LARGEST_DOCUMENT:
        raise NotTaken(f"This file is larger than {settings.LARGEST_DOCUMENT // 1_000_000} MB, which is too large.")
    found = recognise(raw, name=name)
    digest = files.put(raw)
    # Two colleagues, or two presses of a button, may send the same file at once; the second waits and finds the first.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [digest])
    if here := _here_already(digest, children, by):
        raise AttachedAlready(here)
    made = Document.objects.create(
        **_described(raw, name, found, said or Said()), file_name=name_as_sent(name), sha256=digest, size=len(raw),
        found=found, attached_at=at, attached_by=by, described_at=at, described_by=by,
    )  # fmt: skip
    DocumentAbout.objects.bulk_create(DocumentAbout(document=made, child_id=child) for child in children)
    DocumentWords.objects.create(document=made, names=_names(made))
    note_each("document attached", ((made, child, {"found": found}) for child in children), by=by, at=at)
    return made


@transaction.atomic
def describe(document: Document, *, said: Said, by: User, at: datetime) -> Document:
    """
    Put right what is said of a document. What was said before stays in its history.

    :raises NotAllowed: if this person may not attach documents.
    :raises NotTheirDocument: if it is not theirs to see.
    :raises WithdrawnAlready: if it was withdrawn.
    """
    require(by, ATTACH_DOCUMENTS)
    document = _locked(document, by)
    if document.is_withdrawn:
        raise WithdrawnAlready
    document.title = said.title.strip()[:150] or document.title
    document.kind = said.kind or document.kind
    document.from_whom, document.dated_on = said.from_whom.strip()[:120], said.dated_on
    document.described_at, document.described_by = at, by
    document.save()
    DocumentWords.objects.filter(document=document).update(names=_names(document))
    _note("document described", document, by=by, at=at)
    return document


@transaction.atomic
def withdraw(document: Document, *, because: str, by: User, at: datetime) -> Document:
    """
    Withdraw a document that should not be here. It stays, is found no more, and only who answers for others opens it.

    :raises NotAllowed: if this person may not open documents.
    :raises NotTheirDocument: if it is not theirs to see, or another attached it and they answer for nobody.
    :raises WithdrawnAlready, NoReasonGiven:
    """
    require(by, SEE_DOCUMENTS)
    document = _locked(document, by)
    if document.attached_by_id != by.pk and not may(by, WITHDRAW_OTHERS_DOCUMENTS):
        raise NotTheirDocument
    if document.is_withdrawn:
        raise WithdrawnAlready
    if not because.strip():
        raise NoReasonGiven
    document.withdrawn_at, document.withdrawn_by, document.withdrawn_because = at, by, because.strip()
    document.save()
    _note("document withdrawn", document, by=by, at=at)
    return document


def note_seen(act: str, document: Document, *, by: User, at: datetime) -> None:
    """Write down that somebody opened a document or took a copy of it, in the trail of each child it is about."""
    _note(act, document, by=by, at=at)


@transaction.atomic
def read_words(document: Document, *, at: datetime) -> DocumentWords:
    """Read the words of a document, so that it is found by them; done in the background, by nobody."""
    words = DocumentWords.objects.select_for_update().get(document=document)
    try:
        words.text = read_apart(files.get(document.sha256), document.what_was_found)
        words.reading = Reading.READ if words.text else Reading.NOTHING
    except (CouldNotBeRead, files.FileIsGone):
        words.text, words.reading = "", Reading.FAILED
    words.read_at = at
    words.save(update_fields=["text", "reading", "read_at"])
    return words


def sweep(*, at: datetime) -> int:
    """Remove files that came to nothing, because the page that sent them was never finished; say how many."""
    old = set(files.untouched_since(at - SWEPT_AFTER))
    spoken_of = set(Document.objects.filter(sha256__in=old).values_list("sha256", flat=True))
    files.remove(old - spoken_of)
    return len(old - spoken_of)


def _are_theirs(children: Iterable[int], by: User) -> None:
    wanted = set(children)
    if not wanted:
        raise AboutNobody
    if visible_children(by).filter(pk__in=wanted).count() < len(wanted):
        raise NotTheirChild


def _here_already(digest: str, children: Sequence[int], by: User) -> Document | None:
    same = documents(viewer=by).filter(sha256=digest, withdrawn_at__isnull=True)
    return same.filter(pk__in=DocumentAbout.objects.filter(child__in=children).values("document")).first()


def _described(raw: bytes, name: str, found: Found, said: Said) -> dict[str, object]:
    """What was said of a document, and what was not from the file itself: nobody types what a message carries."""
    of_itself = emails.of_itself(raw) if found is Found.EMAIL else emails.OfItself()
    taken_on = pictures.taken_on(raw) if found is Found.JPEG else of_itself.sent_on
    return {
        "title": said.title.strip()[:150] or of_itself.subject or title_of(name),
        "kind": said.kind or kind_of(found), "from_whom": (said.from_whom.strip() or of_itself.sender)[:120],
        "dated_on": said.dated_on or taken_on,
    }  # fmt: skip


def _locked(document: Document, by: User) -> Document:
    if not documents(viewer=by).filter(pk=document.pk).exists():
        raise NotTheirDocument
    return Document.objects.select_for_update().get(pk=document.pk)


def _names(document: Document) -> str:
    return f"{document.title} {document.from_whom} {document.file_name}"


def _note(act: str, document: Document, *, by: User, at: datetime) -> None:
    about = document.about.values_list("child_id", flat=True)
    note_each(act, ((document, child, {}) for child in sorted(set(about))), by=by, at=at)
