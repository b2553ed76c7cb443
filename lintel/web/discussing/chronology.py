"""The shared chronology of a discussion: what is known here of every child of it, and what each agency added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import ChildLine
from lintel.journey.chronology.queries import child, story
from lintel.journey.chronology.rules import Line
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.agencies.queries import entries_of
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.web.discussing.found import children_of, meeting_of


@dataclass(frozen=True, kw_only=True)
class Item:
    """
    One thing that happened.

    :param by: who says so: what is known here, or an agency.
    :param because: why somebody marked it as significant; empty where nobody did.
    """

    on: date
    by: str
    about: str
    what: str
    detail: str
    is_ours: bool
    because: str = ""


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on one page, the newest first, each marked by whom."""
    meeting, now = meeting_of(request, pk), timezone.now()
    children = children_of(request, meeting)
    for each in children:
        note("shared chronology opened", by=request.user, at=now, subject=meeting, child_id=each.pk)
    ours = list(_ours(request, children)) if may(request.user, SEE_CHILDREN) else []
    items = sorted([*ours, *_theirs(request, meeting, children)], key=lambda item: item.on, reverse=True)
    context = {
        "meeting": meeting, "children": children, "items": items,
        "said_by": {item.by: sum(each.by == item.by for each in items) for item in items},
    }  # fmt: skip
    return render(request, "discussing/chronology.html", context)


def _ours(request: HttpRequest, children: list[ChildLine]) -> Iterator[Item]:
    """What is known here; what brothers and sisters share stands once."""
    today, seen, names = timezone.localdate(), set[tuple[str, ...]](), {each.pk: each.name for each in children}
    for each in children:
        person = child(viewer=request.user, pk=each.pk)  # type: ignore[arg-type]
        for line in story(person, viewer=request.user, day=today).lines:  # type: ignore[arg-type]
            key = line.records or (line.step, str(line.pk), line.what, line.detail, str(line.on))
            if key not in seen:
                seen.add(key)
                yield _item(line, each, names)


def _item(line: Line, of: ChildLine, names: dict[int, str]) -> Item:
    about = [names[pk] for pk in line.whose if pk in names] or [of.name]
    return Item(
        on=line.on, by="Known here", about=", ".join(about), what=line.what, detail=line.detail, is_ours=True,
        because=line.mark.because if line.mark else "",
    )  # fmt: skip


def _theirs(request: HttpRequest, meeting: DiscussionMeeting, children: list[ChildLine]) -> Iterator[Item]:
    names = {each.pk: each.name for each in children}
    everybody = ", ".join(names.values())
    for entry in entries_of(meeting, viewer=request.user):  # type: ignore[arg-type]
        invited = entry.invited
        about = names.get(entry.child_id or 0, everybody)
        said_by = f"{invited.agency.name if invited.agency else invited.name} ({Party(invited.party).words})"
        yield Item(on=entry.happened_on, by=said_by, about=about, what="", detail=entry.words, is_ours=False)
