"""One conference as its pages show it: the children with their clocks, who is asked and came, and the reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.conferring.queries import clocks_of, reports_by, reports_of
from lintel.statute.calendar import local_day
from lintel.steps.conferences import permissions
from lintel.steps.conferences.codes import Attendance, Kind, Shared, Side
from lintel.steps.conferences.models import ChildInConference, ConferenceRequest
from lintel.steps.conferences.queries import requests
from lintel.steps.conferences.rules import Stands, stands
from lintel.web.conferring.board import dues_of


def conference_of(request: HttpRequest, pk: int) -> ConferenceRequest:
    """:raises Http404: where there is none, or a child in it is kept from this viewer; which, is not said."""
    found = requests(viewer=request.user).select_related("chair", "asked_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def part_of(conference: ConferenceRequest, number: int) -> ChildInConference:
    """:raises Http404: where the child is not in this conference, or it was called off for them."""
    found = conference.children.filter(pk=number, withdrawn_at__isnull=True).select_related("child", "request")
    part = found.select_related("decision", "reviewed_plan", "enquiry").first()
    if part is None:
        raise Http404
    return part


def in_words(conference: ConferenceRequest) -> str:
    """Mia Bell and Noah Bell; those for whom it was called off are in it no more."""
    parts = conference.children.filter(withdrawn_at__isnull=True).select_related("child").order_by("pk")
    names = [name_of(part.child) for part in parts]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def standing_of(conference: ConferenceRequest, parts: Sequence[ChildInConference], *, at: datetime) -> Stands:
    booked = local_day(conference.booked_for) if conference.booked_for else None
    undecided = sum(part.conference_id is None for part in parts if part.withdrawn_at is None)
    return stands(booked_on=booked, held_on=conference.held_on, undecided=undecided, today=local_day(at))


def shown(conference: ConferenceRequest, *, viewer: User, at: datetime) -> dict[str, Any]:
    """What the page of a conference shows, and what this person may do there."""
    parts = list(conference.children.select_related("child", "decision", "enquiry", "reviewed_plan").order_by("pk"))
    inside = [part for part in parts if part.withdrawn_at is None]
    lines = child_lines([part.child_id for part in parts], viewer=viewer)
    waiting = clocks_of(conference.pk, viewer=viewer)
    return {
        "conference": conference, "kind": Kind(conference.kind), "about": in_words(conference),
        "stands": standing_of(conference, parts, at=at), "dues": dues_of(waiting, lines, today=local_day(at)),
        "parts": [(part, lines[part.child_id]) for part in inside if part.child_id in lines],
        "called_off": [
            (part, lines[part.child_id]) for part in parts if part.withdrawn_at is not None and part.child_id in lines
        ],
        "reports_by": reports_by(conference, viewer=viewer),
        "postponements": conference.postponements.select_related("postponed_by").order_by("postponed_at", "pk"),
        "invited": conference.invitations.order_by("pk"), "reports": reports_of(conference.pk, viewer=viewer),
        "side_words": {side: side.words for side in Side}, "came_words": {each: each.words for each in Attendance},
        "shared_words": {how: how.words for how in Shared},
    } | may_do(conference, viewer=viewer, at=at)  # fmt: skip


def may_do(conference: ConferenceRequest, *, viewer: User, at: datetime) -> dict[str, bool]:
    """What this person may do with a conference as it stands."""
    is_open = conference.held_on is None
    arranges, chairs = (
        may(viewer, permission) for permission in (permissions.ARRANGE_CONFERENCES, permissions.CHAIR_CONFERENCES)
    )
    is_theirs = chairs and conference.chair_id == viewer.pk
    return {
        "may_arrange": arranges and is_open, "may_say_who_came": arranges,
        "may_name_chair": is_open and may(viewer, permissions.NAME_CHAIRS),
        "may_call_off": is_open and may(viewer, permissions.ASK_FOR_CONFERENCES), "is_chair": is_theirs,
        "may_hold": is_theirs and is_open,
    }  # fmt: skip


def line_of(part: ChildInConference, viewer: User) -> ChildLine:
    """:raises Http404: where this viewer may not see the child."""
    line = child_lines([part.child_id], viewer=viewer).get(part.child_id)
    if line is None:
        raise Http404
    return line
