"""Visits with what was written of them: who went, who was seen, what each child said, what was seen and heard."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from lintel.journey.chronology.kinds import kinds_told
from lintel.journey.chronology.reading import work
from lintel.journey.chronology.reading.making import joined, record_of, said, short
from lintel.journey.chronology.rules import Line, Part
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.visits.codes import Purpose, Way, WhyNot
from lintel.steps.visits.models import FamilyVisit, Visit
from lintel.steps.visits.queries import family_visits

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def visits(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """
    Visits to these children. One that was written down here is one line for brothers and sisters; of one that is also
    about a child who is kept from this viewer there are no words.
    """
    whole = set(family_visits(viewer=viewer).filter(visits__child__in=children).values_list("pk", flat=True))
    found = Visit.objects.filter(child__in=children)
    of_files = ("source_file", "worker")
    for it in found.select_related(*of_files, "family_visit__worker", "family_visit__corrected_by"):
        if it.family_visit is None or it.family_visit_id not in whole:
            yield work.visit(it)
        else:
            yield _written_here(it, it.family_visit)


def _written_here(it: Visit, visit: FamilyVisit) -> Line:
    words = " ".join((it.own_words, it.observed, visit.seen_and_heard))
    parts = (
        Part(whose=(it.child_id,), words=_of_all(visit)),
        Part(whose=(it.child_id,), words=_of_the_child(it)),
    )  # fmt: skip
    return Line(
        on=it.visited_on, known_on=local_day(visit.received_at), what=f"Visit: {Way(visit.way).words.lower()}",
        step="visit", pk=it.pk, whose=(it.child_id,), parts=tuple(part for part in parts if part.words),
        kinds=tuple(dict.fromkeys([ItemKind.VISIT, *kinds_told(words)])), event=f"visit/{visit.pk}",
        records=(record_of(it),), came_from=f"{visit.worker or 'a visit'}, {local_day(visit.written_at):%-d %B %Y}",
    )  # fmt: skip


def _of_the_child(it: Visit) -> str:
    observed = f"Observed: {short(it.observed)}" if it.observed else ""
    return joined(_whether_seen(it), said(it.own_words), observed)


def _whether_seen(it: Visit) -> str:
    if it.child_seen is None:
        return "" if it.observed else "Not recorded whether the child was seen"
    if not it.child_seen:
        return f"Child not seen: {WhyNot(it.why_not).words.lower()}" if it.why_not else "Child not seen"
    return {True: "Child seen, alone", False: "Child seen, not alone", None: "Child seen"}[it.seen_alone]


def _of_all(visit: FamilyVisit) -> str:
    went = f"{visit.worker or ''}{' with ' if visit.went_with else ''}{visit.went_with}".strip()
    why = ", ".join(Purpose(each).words.lower() for each in visit.purposes)
    corrected = (
        f"Put right by {visit.corrected_by.name} on {local_day(visit.corrected_at):%-d %B %Y}"
        if visit.corrected_at and visit.corrected_by else ""
    )  # fmt: skip
    return joined(
        f"{went} went{f' ({why})' if why else ''}" if went else why.capitalize(),
        f"Met {visit.met}" if visit.met else "", short(visit.seen_and_heard),
        f"Next: {short(visit.next_step)}" if visit.next_step else "", corrected,
    )  # fmt: skip
