"""The shared chronology of a discussion: what is known here of every child of it, and what each agency added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import ChildLine
from lintel.journey.chronology.queries import child, story
from lintel.journey.chronology.rules import Line
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.agencies.actions import NotThenYet, share_what_is_known
from lintel.steps.enquiries.discussing.agencies.queries import entries_of
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.web.components.keeping import done, opened
from lintel.web.discussing import forms
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
    record: str = ""


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
        "may_share": may(request.user, permissions.ARRANGE_DISCUSSION),
        "said_by": {item.by: sum(each.by == item.by for each in items) for item in items},
    }  # fmt: skip
    return render(request, "discussing/chronology.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Putting something on the shared page: a line of our record as it stands there, or what an agency said."""
    meeting = meeting_of(request, pk)
    children = {each.pk: each.name for each in children_of(request, meeting)}
    parties = list(meeting.parties.order_by("pk"))
    form = opened(
        request, forms.Known, children=children, initial=_of_our_record(request, list(children_of(request, meeting))),
        parties=[(each.pk, f"{each.name}, {Party(each.party).words}") for each in parties],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = next(iter(children)) if len(children) == 1 else said["about"]
        invited = next(each for each in parties if each.pk == said["invited"])
        person = child(viewer=request.user, pk=about) if about else None  # type: ignore[arg-type]
        try:
            share_what_is_known(
                invited, happened_on=said["on"], words=said["words"], about=person, by=request.user, at=timezone.now()
            )
        except NotThenYet:
            form.add_error("on", "That day is yet to come")
        else:
            done(request)
            messages.success(request, "It stands on the shared page, and every agency that is asked reads it.")
            return redirect("discussing:chronology", pk)
    return render(request, "discussing/share.html", {"meeting": meeting, "form": form})


def _of_our_record(request: HttpRequest, children: list[ChildLine]) -> dict[str, object]:
    """The day and the words of the line that was chosen, so that nobody types them again; empty where none was."""
    record = request.GET.get("line", "")
    line = next((each for each in _ours(request, children) if record and each.record == record), None)
    return {"on": line.on, "words": ". ".join(filter(None, (line.what, line.detail)))} if line else {}


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
        because=line.mark.because if line.mark else "", record=line.records[0] if line.records else "",
    )  # fmt: skip


def _theirs(request: HttpRequest, meeting: DiscussionMeeting, children: list[ChildLine]) -> Iterator[Item]:
    names = {each.pk: each.name for each in children}
    everybody = ", ".join(names.values())
    for entry in entries_of(meeting, viewer=request.user):  # type: ignore[arg-type]
        invited = entry.invited
        about = names.get(entry.child_id or 0, everybody)
        said_by = f"{invited.agency.name if invited.agency else invited.name} ({Party(invited.party).words})"
        yield Item(on=entry.happened_on, by=said_by, about=about, what="", detail=entry.words, is_ours=False)
