"""Asking which authorised words are still to be read, and for what was kept of all of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.reading import permissions
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.models import AssessmentRead, ReadingSwitch, SiblingsRead
from lintel.oversight.reading.people import People
from lintel.oversight.reading.queries import family, states
from lintel.oversight.reading.rules import spans_on
from lintel.oversight.reading.whole_service import Together, Written
from lintel.oversight.reading.word_lists import version_of_all
from lintel.steps.assessments.models import Assessment, FamilyAssessment

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

FOCUS = (Measure.CHILD_FOCUS, Measure.IMPACT)
DISTINCT = (Measure.COPYING,)


def assessments_to_read(*, viewer: User, most: int) -> list[tuple[int, Written]]:
    """
    Authorised assessments, by their ids, that were not read yet with the word lists as they are.

    :raises NotAllowed: if this person does not count what words say together.
    """
    require(viewer, permissions.READ_TOGETHER)
    unread = Assessment.objects.filter(
        _began_while_on(FOCUS, "family__began_at"), as_authorised__isnull=False, child__in=visible_children(viewer)
    ).exclude(read_as__lists_version=version_of_all())
    found = []
    for each in unread.order_by("pk")[:most]:
        people = _people(each.family_id, viewer=viewer, on=each.authorised_on)
        child = next(child for child in people.children if child.key == str(each.child_id))
        found.append((each.pk, Written(child, people, _words(each, "shared"), _words(each, "own"))))
    return found


def siblings_to_read(*, viewer: User, most: int) -> list[tuple[int, dict[str, str], People]]:
    """
    The own parts of brothers and sisters assessed together, once all are authorised, that were not held together yet.

    :raises NotAllowed: if this person does not count what words say together.
    """
    require(viewer, permissions.READ_TOGETHER)
    parts = Assessment.objects.filter(family__isnull=False)
    is_open = parts.exclude(as_authorised__isnull=False, child__in=visible_children(viewer))
    unread = (
        FamilyAssessment.objects.filter(_began_while_on(DISTINCT, "began_at"))
        .exclude(pk__in=is_open.values("family"))
        .exclude(read_as__lists_version=version_of_all())
        .annotate(children=Count("assessments"), last=Max("assessments__authorised_on"))
        .filter(children__gte=2)
    )
    return [
        (
            each.pk, {str(part.child_id): _words(part, "own") for part in parts.filter(family=each).order_by("pk")},
            _people(each.pk, viewer=viewer, on=each.last),
        )
        for each in unread.order_by("pk")[:most]
    ]  # fmt: skip


def together(*, viewer: User, on: date) -> Together:
    """
    What was kept of all authorised words, with the word lists as they are.

    :raises NotAllowed: if this person may not read about measures.
    """
    require(viewer, permissions.READ_MEASURES)
    read = AssessmentRead.objects.filter(lists_version=version_of_all(), bars__isnull=False)
    held = SiblingsRead.objects.filter(lists_version=version_of_all(), are_distinct__isnull=False)
    last = Max("family__assessments__authorised_on")
    focus = [
        (day, (bars[0], bars[1], bars[2], bars[3]))
        for day, bars in read.order_by("pk").values_list("assessment__authorised_on", "bars")
        if day and bars
    ]
    distinct = [
        (day, is_distinct)
        for day, is_distinct in held.annotate(last=last).order_by("pk").values_list("last", "are_distinct")
        if is_distinct is not None
    ]
    trial = {measure: state.why for measure, state in states(viewer=viewer, on=on).items() if state.is_trial}
    return Together(tuple(focus), tuple(distinct), trial)


def _began_while_on(measures: Collection[Measure], began_at: str) -> Q:
    """What began while every one of these measures was on."""
    switched: dict[str, list[ReadingSwitch]] = {measure: [] for measure in measures}
    for each in ReadingSwitch.objects.filter(measure__in=measures).order_by("set_at", "pk"):
        switched[each.measure].append(each)
    began = Q()
    for switches in switched.values():
        while_on = Q(pk__in=[])
        for since, until in spans_on((each.set_at, each.is_on) for each in switches):
            while_on |= Q(**{f"{began_at}__gte": since}) & (Q(**{f"{began_at}__lt": until}) if until else Q())
        began &= while_on
    return began


def _people(family_id: int | None, *, viewer: User, on: date | None) -> People:
    children = Assessment.objects.filter(family=family_id).values_list("child_id", flat=True)
    assert on is not None, "only authorised words are read"
    return family(list(children), viewer=viewer, on=on)


def _words(assessment: Assessment, part: str) -> str:
    """One part as it was authorised, its sections one after the other."""
    assert assessment.as_authorised is not None, "only authorised words are read"
    return "\n".join(each["words"] for each in assessment.as_authorised[part].values())
