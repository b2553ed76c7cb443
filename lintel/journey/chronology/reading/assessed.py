"""Assessments with what was written of them: begun, looked at half-way, sent back, authorised; and each need."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Min

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.journey.chronology.reading import work
from lintel.journey.chronology.reading.making import joined, origin, record_of, short
from lintel.journey.chronology.rules import Line
from lintel.statute.calendar import local_day
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.models import Assessment, Midpoint, Need, Sending
from lintel.steps.assessments.permissions import SEE_ASSESSMENTS
from lintel.steps.chronology_entries.codes import ItemKind

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def assessments(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Each child's assessment, and on the day it was authorised to what it led."""
    may_read = may(viewer, SEE_ASSESSMENTS)
    found = Assessment.objects.filter(child__in=children)
    for it in found.select_related("source_file", "authorised_by"):
        yield work.assessment(it)
        if may_read and it.authorised_on and it.outcome:
            yield _authorised(it)


def _authorised(it: Assessment) -> Line:
    assert it.authorised_on is not None
    late = f"Later than it may be: {short(it.exceeded_because)}" if it.exceeded_because else ""
    return Line(
        on=it.authorised_on, what=f"Assessment authorised: {Outcome(it.outcome).words.lower()}",
        detail=joined(short(it.outcome_because), late), step="assessment", pk=it.pk, whose=(it.child_id,),
        kinds=(ItemKind.ASSESSMENT,), records=(f"{record_of(it)}/authorised",),
        came_from=it.authorised_by.name if it.authorised_by else origin(it),
    )  # fmt: skip


def midpoints(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What a manager said half-way: it speaks of every child of an assessment, so only to whoever may see them all."""
    if not may(viewer, SEE_ASSESSMENTS):
        return
    hidden = Assessment.objects.filter(family__isnull=False).exclude(child__in=visible_children(viewer))
    held = Midpoint.objects.filter(family__assessments__child__in=children).distinct()
    held = held.exclude(family__in=hidden.filter(family__assessments__child__in=children).values("family"))
    for it in held.select_related("held_by").prefetch_related("family__assessments"):
        of = sorted({each.child_id for each in it.family.assessments.all()} & set(children))
        yield Line(
            on=local_day(it.held_at), what="Assessment looked at half-way",
            detail=joined(short(it.direction), f"No direction: {short(it.none_because)}" if it.none_because else ""),
            step="assessment", pk=it.pk, whose=tuple(of), kinds=(ItemKind.ASSESSMENT,), records=(record_of(it),),
            came_from=it.held_by.name,
        )  # fmt: skip


def sent_back(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Assessments a manager sent back, and what was missing."""
    if not may(viewer, SEE_ASSESSMENTS):
        return
    returned = Sending.objects.filter(assessment__child__in=children, returned_at__isnull=False)
    for it in returned.select_related("assessment", "returned_by"):
        assert it.returned_at is not None
        yield Line(
            on=local_day(it.returned_at), what="Assessment sent back", detail=short(it.missing), step="assessment",
            pk=it.pk, whose=(it.assessment.child_id,), kinds=(ItemKind.ASSESSMENT,), records=(record_of(it),),
            came_from=it.returned_by.name if it.returned_by else "assessments",
        )  # fmt: skip


def needs(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What a child was found to need, on the day it was first written; and why a need is one no longer."""
    if not may(viewer, SEE_ASSESSMENTS):
        return
    found = Need.objects.filter(child__in=children).annotate(first_at=Min("events__written_at"))
    for it in found.select_related("written_by"):
        began, by = local_day(it.first_at or it.written_at), local_day(it.written_at)
        again = f"Changed on {by:%-d %B %Y}" if by != began else ""
        until = f", by {it.by_when:%-d %B %Y}" if it.by_when else ""
        different = f"What will be different{until}: {short(it.different)}" if it.different else ""
        line = Line(
            on=began, what="A need was written down", detail=joined(short(it.words), different, again),
            step="assessment", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.ASSESSMENT,), records=(record_of(it),),
            came_from=it.written_by.name,
        )  # fmt: skip
        yield line
        if it.withdrawn_at:
            yield Line(
                on=local_day(it.withdrawn_at), what="A need was withdrawn",
                detail=joined(short(it.words), f"Why: {short(it.withdrawn_because)}"), step="assessment", pk=it.pk,
                whose=line.whose, kinds=line.kinds, records=(f"{record_of(it)}/withdrawn",), came_from="needs",
            )  # fmt: skip
