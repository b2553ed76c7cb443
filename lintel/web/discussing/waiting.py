"""Strategy discussions that are owed something, children nobody has asked one for, and asking for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.queries import agencies
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.chronology.queries import child
from lintel.journey.chronology.reading.family import brothers_and_sisters
from lintel.statute.calendar import local_day
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing import actions
from lintel.steps.enquiries.discussing.late.actions import NotSpokenOf, was_spoken_of
from lintel.steps.enquiries.discussing.late.queries import may_still_join
from lintel.steps.enquiries.discussing.queries import causes_that_wait, ladder_to_answer, meetings, without_minutes
from lintel.steps.enquiries.discussing.rules import RUNGS, Rung, standing_rung
from lintel.steps.enquiries.discussing.slots.actions import ask_party
from lintel.steps.enquiries.models import DiscussionEscalation, DiscussionMeeting, ReasonableCause
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.discussing import forms
from lintel.web.discussing.minutes import minutes_due_on


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    A discussion, the children it is about, how it stands, and which rung of the ladder does.

    :param told: the last rung that was told, and its answer.
    :param is_late: whether its minutes are.
    """

    meeting: DiscussionMeeting
    children: list[ChildLine]
    since: datetime
    stands: str
    rung: Rung | None
    told: DiscussionEscalation | None
    is_late: bool


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def board(request: HttpRequest) -> HttpResponse:
    """Every discussion that is owed something, the longest waiting first, and who waits without one."""
    now = timezone.now()
    found = _owed(request.user)
    unasked = list(_unasked(request.user))
    lines = _lines(found, unasked, viewer=request.user)
    if found or unasked:
        note("strategy discussions opened", by=request.user, at=now)
    joins = may_still_join(unasked, viewer=request.user)
    told = {each.cause_id: each for each in ladder_to_answer(viewer=request.user)}
    context = {
        "now": now, "rows": [_row(each, lines, told, at=now) for each in found],
        "unasked": [
            (
                lines[each.child_id], each, rung_at(now, since=each.stamped_at, held_at=None), told.get(each.pk),
                joins.get(each.pk),
            )
            for each in unasked
        ],
        "may_hold": may(request.user, permissions.HOLD_DISCUSSION),
        "may_ask": may(request.user, permissions.ARRANGE_DISCUSSION),
        "may_answer": may(request.user, permissions.ANSWER_LADDER),
    }  # fmt: skip
    return render(request, "discussing/waiting.html", context)


@require_POST
@allow(permissions.HOLD_DISCUSSION)
def spoken_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what somebody stamped was spoken of in the discussion held that day, which decides about it as well."""
    cause = _unasked(request.user).filter(pk=pk).first()
    if cause is None:
        raise Http404
    try:
        discussion = was_spoken_of(cause, by=request.user, at=timezone.now())
    except (NotSpokenOf, actions.DecidedAlready):
        messages.error(request, "That discussion has decided, or was not held that day. Ask for a discussion.")
        return redirect("discussing:waiting")
    messages.success(request, "It is part of the discussion that was held.")
    return redirect("discussing:one", discussion.meeting_id)


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking for a discussion about a child with reasonable cause, and brothers and sisters who wait as well."""
    line = child_lines([pk], viewer=request.user).get(pk)
    if line is None:
        raise Http404
    own, others = _causes(pk, request.user)
    names = child_lines([each.child_id for each in others], viewer=request.user)
    form = opened(
        request, forms.Ask, others=[(each.pk, names[each.child_id].name) for each in others],
        own_name=request.user.name, agencies=agencies(viewer=request.user),
    )  # fmt: skip
    board_of_all = ("Read the discussions", reverse("discussing:waiting"))
    if not own:
        if request.method == "POST":
            return not_saved(request, form, "No child waits here to be asked for.", go_on=board_of_all)
        return redirect("discussing:waiting")
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("together", [])
        try:
            causes = [*own, *(each for each in others if each.pk in chosen)]
            meeting = _ask(causes, form, by=request.user, at=timezone.now())
        except actions.AskedAlready:
            return not_saved(request, form, "A colleague asked for it first.", go_on=board_of_all)
        done(request)
        messages.success(request, "The discussion is asked for. Find its time now.")
        return redirect("discussing:one", meeting.pk)
    context = {"line": line, "form": form, "since": own[0].stamped_at}
    return render(request, "discussing/ask.html", context)


def rung_at(at: datetime, *, since: datetime, held_at: datetime | None) -> Rung | None:
    """The rung of the ladder that stands for what has waited since then, by the limits in force on that day."""
    limits, day = all_limits(), local_day(since)
    agreed = {rung.limit: limits.time_limit(rung.limit, on=day) for rung in RUNGS}
    return standing_rung(triggered_at=since, held_at=held_at, at=at, limits=agreed)


def how_it_stands(meeting: DiscussionMeeting) -> str:
    """Where a discussion is between being asked for and its minutes, in words."""
    if meeting.held_at is None:
        if meeting.slot_starts_at is not None:
            return "Scheduled"
        return "Postponed, without a new time" if meeting.times_postponed else "Asked for, without a time"
    if meeting.decided_at is None:
        return "Held, what was decided is not written down"
    return "Held, minutes not sent to all"


def _owed(viewer: User) -> list[DiscussionMeeting]:
    unsent = without_minutes(viewer=viewer).filter(meeting=OuterRef("pk")).order_by()
    owed = Q(decided_at__isnull=True) | Exists(unsent)
    return list(meetings(viewer=viewer).filter(owed).prefetch_related("asked_for__cause"))


def _unasked(viewer: User) -> QuerySet[ReasonableCause]:
    """Those nobody has asked a discussion for: what is asked for and not answered yet has a meeting."""
    return causes_that_wait(viewer=viewer).filter(meetings__isnull=True)


def _causes(pk: int, viewer: User) -> tuple[list[ReasonableCause], list[ReasonableCause]]:
    """The causes of a child nobody has asked a discussion for, and of brothers and sisters."""
    family = [each.pk for each in brothers_and_sisters(child(viewer=viewer, pk=pk), viewer=viewer)]
    found = _unasked(viewer).filter(child__in=[pk, *family])
    return [c for c in found if c.child_id == pk], [c for c in found if c.child_id != pk]


@transaction.atomic
def _ask(causes: list[ReasonableCause], form: forms.Ask, *, by: User, at: datetime) -> DiscussionMeeting:
    said = form.cleaned_data
    asked = actions.Asked(dial_in=said["dial_in"], minutes=said["minutes"])
    meeting = actions.ask_for_discussion(causes, asked=asked, by=by, at=at)
    for asking in form.asked:
        ask_party(meeting, asking=asking, by=by, at=at)
    return meeting


def _lines(
    found: list[DiscussionMeeting], unasked: list[ReasonableCause], *, viewer: User
) -> dict[int, ChildLine]:  # fmt: skip
    about = [each.cause.child_id for meeting in found for each in meeting.asked_for.all()]
    return child_lines([*about, *(each.child_id for each in unasked)], viewer=viewer)


def _row(
    meeting: DiscussionMeeting, lines: dict[int, ChildLine], told: dict[int, DiscussionEscalation], *, at: datetime
) -> Row:  # fmt: skip
    about = dict.fromkeys(each.cause.child_id for each in meeting.asked_for.all())
    since = min(each.cause.stamped_at for each in meeting.asked_for.all())
    return Row(
        meeting=meeting, children=[lines[pk] for pk in about if pk in lines], since=since,
        stands=how_it_stands(meeting), rung=rung_at(at, since=since, held_at=meeting.held_at),
        told=next((told[each.cause_id] for each in meeting.asked_for.all() if each.cause_id in told), None),
        is_late=(due_on := minutes_due_on(meeting)) is not None and due_on < local_day(at),
    )  # fmt: skip
