"""Asking for a child's record to read it whole: the story of the child, and beside it every text nobody shortened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.journey.chronology.queries import story
from lintel.journey.chronology.rules import Line
from lintel.journey.plans.queries import Line as PlanLine
from lintel.journey.plans.queries import plan_page
from lintel.oversight.audits.record.codes import OF_STEP, Kind
from lintel.oversight.audits.record.rules import Entry, latest_first
from lintel.oversight.supervision.queries import of_child as supervisions_of
from lintel.statute.calendar import local_day
from lintel.steps.assessments.models import Assessment, Passage
from lintel.steps.assessments.permissions import SEE_ASSESSMENTS
from lintel.steps.assessments.practice.queries import practice_models
from lintel.steps.assessments.queries import sees_all_children
from lintel.steps.enquiry_work.codes import Section
from lintel.steps.enquiry_work.models import Passage as EnquiryPassage
from lintel.steps.enquiry_work.queries import works
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.permissions import SEE_CONTACTS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def record_of(child: Person, *, viewer: User, day: date) -> list[Entry]:
    """
    Everything in a child's record up to and including a day, the latest first; nothing of a child not to be seen.
    """
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    told = story(child, viewer=viewer, day=day)
    entries = [_of_line(line, told.names) for line in told.lines if line.records]
    for read in (_decisions, _assessments, _enquiries, _supervision, _plan):
        entries += [each for each in read(child, viewer, day) if each.on <= day]
    return latest_first(entries)


def entry_of(child: Person, source: str, *, viewer: User, day: date) -> Entry | None:
    """One of them, by what it was read from."""
    return next((each for each in record_of(child, viewer=viewer, day=day) if each.source == source), None)


def _of_line(line: Line, names: dict[int, str]) -> Entry:
    who = ", ".join(names[pk] for pk in line.whose if pk in names) if len(line.whose) > 1 else ""
    matters = (f"Marked as significant by {line.mark.by}: {line.mark.because}",) if line.mark else ()
    return Entry(
        source=line.records[0], on=line.on, what=line.what, kind=OF_STEP.get(line.step, Kind.OTHER), lasts=line.lasts,
        until=line.until, came_from=line.came_from,
        words=(*((who,) if who else ()), *(part.words for part in line.parts if part.words), *matters),
    )  # fmt: skip


def _decisions(child: Person, viewer: User, day: date) -> Iterator[Entry]:
    """Why a decision maker at the front door decided so."""
    if not may(viewer, SEE_CONTACTS):
        return
    found = Decision.objects.filter(child_contact__child=child, returned_at__isnull=True).select_related("decided_by")
    for each in found.order_by("decided_at", "pk"):
        other = (f"Also thought of: {each.alternatives}",) if each.alternatives.strip() else ()
        yield Entry(
            source=f"front_door.decision/{each.pk}", on=local_day(each.decided_at), kind=Kind.CONTACTS,
            what=f"Decision: {Outcome(each.outcome).words}", words=(each.rationale, *other),
            came_from=each.decided_by.name,
        )  # fmt: skip


def _assessments(child: Person, viewer: User, day: date) -> Iterator[Entry]:
    """Every section of an assessment, in full; what the family shares only where every child of it may be seen."""
    if not may(viewer, SEE_ASSESSMENTS):
        return
    models = practice_models(viewer=viewer)
    titles = {(model.key, section.code): section.title for model in models for section in model.sections}
    written = Assessment.objects.filter(child=child, family__isnull=False).select_related("family")
    for it in written.order_by("started_on", "pk"):
        assert it.family is not None
        whose = Q(child=child)
        if sees_all_children(it.family, viewer=viewer):
            whose |= Q(child__isnull=True)
        passages = Passage.objects.filter(whose, family=it.family, words__regex=r"\S").select_related("written_by")
        for passage in passages.order_by("child", "pk"):
            title = titles.get((it.family.practice_model, passage.section), passage.section.replace("_", " "))
            yield Entry(
                source=f"assessments.passage/{passage.pk}", on=it.authorised_on or local_day(passage.written_at),
                what=f"From the assessment: {title}", words=(passage.words,), kind=Kind.ASSESSMENTS,
                came_from=passage.written_by.name,
            )  # fmt: skip


def _enquiries(child: Person, viewer: User, day: date) -> Iterator[Entry]:
    """Every section of what was written of an enquiry."""
    mine = works(viewer=viewer).filter(enquiry__child=child)
    for passage in EnquiryPassage.objects.filter(work__in=mine, words__regex=r"\S").select_related("written_by"):
        yield Entry(
            source=f"enquiry_work.passage/{passage.pk}", on=local_day(passage.written_at), kind=Kind.PROTECTION,
            what=f"From the enquiry: {Section(passage.section).words}", words=(passage.words,),
            came_from=passage.written_by.name,
        )  # fmt: skip


def _supervision(child: Person, viewer: User, day: date) -> Iterator[Entry]:
    """What was said of the child in supervision and signed."""
    for it in supervisions_of(child.pk, viewer=viewer):
        directed = [
            f"{each.what} – {each.owner}, by {each.due_on:%-d %B %Y}, so that: {each.for_what}"
            for each in it.directions.all()
            if local_day(each.set_at) <= day
        ]
        said = (it.changed, it.otherwise, it.challenge, it.none_needed_because, *directed, it.workers_view)
        yield Entry(
            source=f"supervision.childdiscussed/{it.pk}", on=it.session.held_on, kind=Kind.SUPERVISION,
            what="Talked about in supervision", words=tuple(words for words in said if words),
            came_from=f"{it.session.supervisor.name} with {it.session.worker.name}",
        )  # fmt: skip


def _plan(child: Person, viewer: User, day: date) -> Iterator[Entry]:
    """What was agreed under the plan a child is under, or was under last: for which need, by whom and by when."""
    for line in plan_page(child, viewer=viewer, on=day).lines:
        it = line.action
        by_when = f"by {it.due_on:%-d %B %Y}" if it.due_on else "with no day"
        need = f"For the need: {it.need.words}" if it.need else "For no need that is written down."
        words = (it.words, need, f"By {it.owner or 'nobody named'}, {by_when}.", _came_of(line, day))
        yield Entry(
            source=f"plans.planaction/{it.pk}/agreed", on=local_day(it.agreed_at), kind=Kind.PLANS,
            what="Agreed under the plan", words=words, came_from=it.agreed_by.name,
        )  # fmt: skip


def _came_of(line: PlanLine, day: date) -> str:
    """What came of it by that day: what was done or dropped since is not told."""
    it = line.action
    if it.done_on and it.done_on <= day:
        return f"Done on {it.done_on:%-d %B %Y}. {it.answer}".strip()
    if it.dropped_on and it.dropped_on <= day:
        return f"Dropped on {it.dropped_on:%-d %B %Y}. {it.answer}".strip()
    return "Overdue." if it.due_on and it.due_on < day else "Not done yet."
