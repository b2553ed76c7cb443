"""What a family was given to read and what they said of it; and papers that were attached."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.documents.codes import DocumentKind
from lintel.foundation.documents.models import Document
from lintel.foundation.documents.queries import documents
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology.reading.making import joined, record_of, said, short
from lintel.journey.chronology.rules import Line
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.family_versions.codes import About, Way
from lintel.steps.family_versions.models import FamilyVersion, Sharing, TeachBack
from lintel.steps.family_versions.queries import versions

if TYPE_CHECKING:
    from django.db.models import Model

    from lintel.foundation.access.models import User


def read_by_the_family(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What was written for a family in plain words: finished, shared, said back, and with what they do not agree."""
    found = versions(viewer=viewer).filter(child__in=children, finished_at__isnull=False)
    with_it = ("to__names", "sharings__shared_by", "said_back__asked_by", "disagreements__recorded_by")
    for it in found.prefetch_related(*with_it):
        yield from _of_a_version(it, name_of(it.to))


def _of_a_version(it: FamilyVersion, who: str) -> Iterator[Line]:
    assert it.finished_at is not None
    assert it.finished_by is not None
    written = local_day(it.finished_at)
    what = f"{About(it.about).words} in plain words, for {who}"
    yield _line(
        it, it, step="family_version", on=written, known_on=written, what=what, detail=it.title,
        by=it.finished_by.name,
    )  # fmt: skip
    for shared in it.sharings.all():
        yield _line(
            it, shared, step="sharing", on=shared.shared_on, known_on=local_day(shared.recorded_at),
            what=f"Shared with {who}", detail=_how_it_was_shared(it, shared), by=shared.shared_by.name,
        )  # fmt: skip
    for back in it.said_back.all():
        yield _line(
            it, back, step="said_back", on=back.said_on, known_on=local_day(back.recorded_at),
            what=f"{who} said back what it says", detail=_said_back(back), by=back.asked_by.name,
        )  # fmt: skip
    for against in it.disagreements.all():
        yield _line(
            it, against, step="said_back", on=against.said_on, known_on=local_day(against.recorded_at),
            what=f"{who} does not agree", detail=joined(said(against.words), f"Of: {it.title}"),
            by=against.recorded_by.name,
        )  # fmt: skip


def _how_it_was_shared(it: FamilyVersion, shared: Sharing) -> str:
    """How it reached them; never where it went, and never the rule that was passed over."""
    interpreter = f", put into their language by {shared.interpreter}" if shared.interpreter else ""
    return joined(
        f"{it.title}: {Way(shared.way).words[0].lower()}{Way(shared.way).words[1:]}",
        f"In {shared.language}{interpreter}" if shared.language else "",
        f"A safe-contact rule was passed over: {short(shared.despite)}" if shared.despite else "",
    )  # fmt: skip


def _said_back(back: TeachBack) -> str:
    asked = (
        ("The worry", back.worry_said, back.worry_words), ("What is asked of them", back.ask_said, back.ask_words),
        ("What happens next", back.next_said, back.next_words),
    )  # fmt: skip
    answers = (f"{what}: {said(words) if is_said else 'not said back'}" for what, is_said, words in asked)
    return joined(*answers)


def _line(
    it: FamilyVersion, row: Model, *, step: str, on: date, known_on: date, what: str, detail: str, by: str
) -> Line:  # fmt: skip
    return Line(
        on=on, known_on=known_on, what=what, detail=detail, step=step, pk=row.pk, whose=(it.child_id,),
        kinds=(ItemKind.READ_BY_FAMILY,), records=(record_of(row),), came_from=by,
    )  # fmt: skip


def _kind_of(it: Document) -> str:
    return "Document" if it.kind == DocumentKind.OTHER else DocumentKind(it.kind).words


def papers(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Documents that were attached and stand, on the day they were written where somebody said it."""
    found = documents(viewer=viewer).filter(about__child__in=children, withdrawn_at__isnull=True).distinct()
    # Not their words: a document may be hundreds of pages.
    for it in found.select_related(None).select_related("attached_by").prefetch_related("about"):
        attached = local_day(it.attached_at)
        of = sorted({each.child_id for each in it.about.all()} & set(children))
        yield Line(
            on=min(it.dated_on or attached, attached), known_on=attached,
            what=f"{_kind_of(it)}: {it.title}", detail=f"From {it.from_whom}." if it.from_whom else "",
            step="document", pk=it.pk, whose=tuple(of), kinds=(ItemKind.DOCUMENT,), records=(record_of(it),),
            came_from=f"{it.attached_by.name}, {attached:%-d %B %Y}",
        )  # fmt: skip
