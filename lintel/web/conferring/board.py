"""Every conference that is asked for and not decided: by when, for when, who chairs it, and what the family has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.conferring.queries import Waiting, reports_of, waiting_for_conference
from lintel.statute.calendar import england
from lintel.steps.conferences.codes import Kind, Side
from lintel.steps.conferences.deciding.queries import held
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.conferences.permissions import NAME_ROLES, SEE_CONFERENCES
from lintel.steps.conferences.queries import requests
from lintel.steps.conferences.rules import Due, Standing, Stands, stands, working_days_late

WEEKS = 4
LATE = (Standing.LATE, Standing.ON_THE_DAY)
SECTIONS = {
    Stands.HELD: "Held, and not decided for every child", Stands.NOT_HELD: "Not held on the day it was booked for",
    Stands.ASKED_FOR: "To be booked", Stands.BOOKED: "Booked",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DueFor:
    """By when a conference is due, for these children, and by how many working days it is, was or will be late."""

    children: list[ChildLine]
    due: Due
    overdue: int
    booked_late: int
    held_late: int


@dataclass(frozen=True, kw_only=True)
class Reports:
    """How many reports are in, how many the family has, and how many of these it had too late to read them."""

    handed_in: int
    shared: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One conference.

    :param postponed_by: who could not, each time it was moved.
    :param reports: None where the viewer may not open it, since a child in it is kept from them.
    """

    request: ConferenceRequest
    kind: Kind
    stands: Stands
    dues: list[DueFor]
    postponed_by: list[str]
    reports: Reports | None

    @property
    def children(self) -> list[ChildLine]:
        return [line for due in self.dues for line in due.children]


@require_GET
@allow(SEE_CONFERENCES)
def board(request: HttpRequest) -> HttpResponse:
    """What is held and not decided, what is to be booked and what is booked; each with the earliest due first."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = rows_of(request.user, today=today, waiting=waiting_for_conference(viewer=request.user, at=now))
    decided = _decided_lately(request.user, today=today)
    if rows or decided:
        note("conferences opened", by=request.user, at=now)
    context = {
        "now": now, "rows": rows, "decided": decided, "weeks": WEEKS,
        "sections": [(words, [row for row in rows if row.stands is stood]) for stood, words in SECTIONS.items()],
        "overdue": sum(any(due.overdue for due in row.dues) for row in rows),
        "booked_late": sum(any(due.booked_late for due in row.dues) for row in rows),
        "postponed": sum(bool(row.postponed_by) for row in rows), "may_name_roles": may(request.user, NAME_ROLES),
    }  # fmt: skip
    return render(request, "conferring/board.html", context)


def _decided_lately(viewer: User, *, today: date) -> list[tuple[ConferenceRequest, Kind, str]]:
    """Conferences of the last weeks that decided about every child: each with its kind, and whom it was about."""
    found = held(viewer=viewer).filter(held_on__gt=today - timedelta(weeks=WEEKS), held_on__lte=today)
    listed = []
    for each in found.prefetch_related("children__child__names"):
        inside = [part for part in each.children.all() if part.withdrawn_at is None]
        if all(part.conference_id for part in inside):
            listed.append((each, Kind(each.kind), " and ".join(name_of(part.child) for part in inside)))
    return listed


def rows_of(viewer: User, *, waiting: Sequence[Waiting], today: date) -> list[Row]:
    """Children who wait, by conference; the order of the children stays."""
    by_request: dict[int, list[Waiting]] = defaultdict(list)
    for each in waiting:
        by_request[each.part.request_id].append(each)
    open_to = set(requests(viewer=viewer).filter(pk__in=by_request).values_list("pk", flat=True))
    lines = child_lines([each.part.child_id for each in waiting], viewer=viewer)
    return [
        _row(theirs, lines, today=today, reports=_reports(pk, viewer) if pk in open_to else None)
        for pk, theirs in by_request.items()
    ]


def dues_of(waiting: Sequence[Waiting], lines: dict[int, ChildLine], *, today: date) -> list[DueFor]:
    """By when it is due: once where it is the same for all, and else for each child apart."""
    by_due: dict[Due, list[Waiting]] = defaultdict(list)
    for each in waiting:
        by_due[each.due].append(each)
    found = []
    for due, theirs in by_due.items():
        booked, held_on = theirs[0].booked_on, theirs[0].part.request.held_on
        is_to_come = booked is not None and booked >= today and held_on is None
        found.append(DueFor(
            children=[lines[each.part.child_id] for each in theirs if each.part.child_id in lines], due=due,
            overdue=0 if held_on else working_days_late(due.due_on, today, england()),
            booked_late=working_days_late(due.due_on, booked, england()) if booked and is_to_come else 0,
            held_late=working_days_late(due.due_on, held_on, england()) if held_on else 0,
        ))  # fmt: skip
    return found


def _row(theirs: list[Waiting], lines: dict[int, ChildLine], *, today: date, reports: Reports | None) -> Row:
    request, first = theirs[0].part.request, theirs[0]
    moved = request.postponements.order_by("postponed_at", "pk")
    return Row(
        request=request, kind=Kind(request.kind), dues=dues_of(theirs, lines, today=today), reports=reports,
        stands=stands(booked_on=first.booked_on, held_on=request.held_on, undecided=len(theirs), today=today),
        postponed_by=[Side(side).words for side in moved.values_list("side", flat=True)],
    )  # fmt: skip


def _reports(pk: int, viewer: User) -> Reports:
    found = [standing for _, standing in reports_of(pk, viewer=viewer)]
    return Reports(
        handed_in=len(found), shared=sum(each is not Standing.NOT_SHARED for each in found),
        late=sum(each in LATE for each in found),
    )  # fmt: skip
