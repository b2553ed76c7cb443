"""
What managers wrote about a child, so that one who saw a delay before the system did can point to where.

Only what was written before a flag was raised is offered: nobody names a delay first afterwards. Of supervision only
what its supervisor signed: the words stand on the flag then, for others to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, QuerySet

from lintel.foundation.access.models import RoleGrant
from lintel.oversight.drift.models import Flag
from lintel.oversight.drift.permissions import ANSWERING
from lintel.oversight.supervision.models import ChildDiscussed, Direction, SupervisionNote
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.models import SafetyCheck
from lintel.steps.assessments.models import Midpoint, Sending
from lintel.steps.chronology_entries.models import Mark, WrittenEvent
from lintel.steps.conferences.escalating.models import ChairsRequestRung

# A manager may see a delay coming.
BEFORE = timedelta(days=28)
SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing a manager wrote: `record` names it, such as "assessments.midpoint/3"."""

    record: str
    what: str
    at: datetime
    by: str
    words: str


def entries_before(flag: Flag) -> list[Entry]:
    """What managers wrote about the child of a flag from four weeks before the delay up to the flag, latest first."""
    since = datetime.combine(flag.since - BEFORE, time(), tzinfo=LONDON)
    managers = set(RoleGrant.objects.filter(role__in=ANSWERING).values_list("user_id", flat=True))
    found = [
        entry
        for what, asked, by, at, words in _sources(flag.child_id)
        for entry in _entries(what, asked.filter(**{f"{by}__in": managers}), by, at, words)
    ]
    before = [each for each in found if since <= each.at < flag.raised_at]
    return sorted(before, key=lambda each: (each.at, each.record), reverse=True)


Source = tuple[str, QuerySet[Any], str, str, str]


def _sources(child: int) -> Iterator[Source]:
    """Each kind of entry about a child: what it is, who wrote it, when, and its words."""
    of_assessment = Midpoint.objects.filter(family__assessments__child=child).exclude(direction="")
    yield "Direction half-way through an assessment", of_assessment, "held_by", "held_at", "direction"
    sent_back = Sending.objects.filter(assessment__child=child, returned_at__isnull=False)
    yield "Assessment sent back", sent_back, "returned_by", "returned_at", "missing"
    answered = ChairsRequestRung.objects.filter(request__child=child, answered_at__isnull=False)
    yield "Answer to a chair", answered, "answered_by", "answered_at", "answer"
    checked = SafetyCheck.objects.filter(child=child, recorded_at__isnull=False)
    yield "Check that waiting is safe", checked, "said_by", "recorded_at", "why_safe"
    written = WrittenEvent.objects.filter(about__child=child, withdrawn_at__isnull=True)
    yield "Note in the chronology", written, "written_by", "written_at", "words"
    marked = Mark.objects.filter(child=child)
    yield "Marked as significant", marked, "marked_by", "marked_at", "because"
    directions = Direction.objects.filter(discussed__child=child, discussed__session__signatures__is_of_supervisor=True)
    yield "Direction in supervision", directions, "set_by", "set_at", "what"
    spoken_of = ChildDiscussed.objects.filter(child=child, session__signatures__is_of_supervisor=True)
    yield "Supervision", spoken_of, "written_by", "written_at", "changed"
    noted = SupervisionNote.objects.filter(
        discussed__child=child, discussed__session__signatures__is_of_supervisor=True
    )
    yield "Note of a supervision", noted, "written_by", "written_at", "words"


def _entries(what: str, asked: QuerySet[Any], by: str, at: str, words: str) -> Iterator[Entry]:
    kind = asked.model._meta.label_lower
    rows = asked.annotate(author=F(f"{by}__name")).values_list("pk", at, "author", words).distinct()
    for pk, moment, author, said in rows:
        yield Entry(record=f"{kind}/{pk}", what=what, at=moment, by=author, words=" ".join(said.split())[:SHOWN])


def author_of(flag: Flag) -> int | None:
    """Who wrote the entry that named the delay of a flag, also where it was withdrawn since; None where nobody did."""
    kind, _, pk = flag.named_first.partition("/")
    for _, asked, by, *_ in _sources(flag.child_id):
        if asked.model._meta.label_lower == kind:
            author: int | None = asked.model.objects.filter(pk=pk).values_list(by, flat=True).first()
            return author
    return None


def found_in(entries: list[Entry], record: str) -> Entry | None:
    """The entry of a record, where it is among these."""
    return next((each for each in entries if each.record == record), None)


def day_of(entry: Entry) -> date:
    return entry.at.astimezone(LONDON).date()
