"""Asking for agendas, meetings and their minutes, and for who looks at which indicator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from lintel.foundation.access.permissions import require
from lintel.oversight.fanlight.keeping_back import is_kept_back, until_shown
from lintel.oversight.ledger.models import Action
from lintel.oversight.ledger.wording import target_in_words
from lintel.oversight.meetings import permissions, rules
from lintel.oversight.meetings.agenda import Due, agenda_of
from lintel.oversight.meetings.codes import Answer, Forum, Kind
from lintel.oversight.meetings.models import Item, Meeting, Watched
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.registry import all_indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintel.foundation.access.models import User

TALKED_OF = (Answer.ACT, Answer.LEAVE_ALONE)


@dataclass(frozen=True)
class Look:
    """An indicator, and who looks at it where: what the framework of performance management says of it."""

    indicator: Indicator
    watched: Watched | None
    limits: str
    last_talked_of: date | None
    last_answer: str
    last_action: Action | None
    why_orphan: list[str]


def next_agenda(forum: Forum, *, viewer: User, held_on: date) -> list[Due]:
    """
    What would stand on the agenda if the meeting were held on that day.

    :raises NotAllowed: if this person holds no meetings: the numbers are of the whole service.
    """
    require(viewer, permissions.HOLD_MEETINGS)
    return agenda_of(forum, viewer=viewer, held_on=held_on)


def meetings(*, viewer: User) -> QuerySet[Meeting]:
    """
    Every meeting, the one being held first, then newest first.

    :raises NotAllowed: if this person may not read minutes.
    """
    require(viewer, permissions.READ_MINUTES)
    items = Item.objects.select_related("action__owner", "action__agency", "action__finding", "answered_by")
    found = Meeting.objects.select_related("chair", "closed_by").prefetch_related(
        Prefetch("items", items.order_by("position"))
    )
    return found.order_by("-began_at")


def meeting(pk: int, *, viewer: User) -> Meeting | None:
    """One meeting with its items in order; None where there is none."""
    return meetings(viewer=viewer).filter(pk=pk).first()


def item(pk: int, *, viewer: User) -> Item | None:
    """One thing on an agenda; None where there is none."""
    require(viewer, permissions.READ_MINUTES)
    return Item.objects.select_related("meeting__chair", "action__owner", "action__agency").filter(pk=pk).first()


def by_kind(meeting: Meeting, *, viewer: User) -> list[tuple[Kind, list[Item]]]:
    """The items of a meeting under the headings of its agenda, without empty ones."""
    require(viewer, permissions.READ_MINUTES)
    items = list(meeting.items.all())
    found = [(kind, [each for each in items if each.kind == kind]) for kind in Kind]
    return [(kind, of_kind) for kind, of_kind in found if of_kind]


def kept_back(items: Iterable[Item], *, viewer: User, on: date) -> set[int]:
    """
    The ids of those items whose number this viewer is not told before they lock an estimate of the running quarter.

    :param on: today.
    """
    require(viewer, permissions.READ_MINUTES)
    shown_until = until_shown(viewer=viewer, on=on)
    found = all_indicators()
    return {
        each.pk
        for each in items
        if Kind(each.kind).is_about_a_number and each.indicator in found and found[each.indicator].is_kept_back
        and is_kept_back(Period.week_of(each.week).end if each.week else each.meeting.held_on, shown_until=shown_until)
    }  # fmt: skip


def earlier_actions_open(meeting: Meeting, *, viewer: User) -> int:
    """How many actions of the last meeting have no answer yet: they come first."""
    require(viewer, permissions.READ_MINUTES)
    return meeting.items.filter(kind=Kind.ACTION, answer="").count()


def watched(code: str, *, viewer: User) -> Watched | None:
    """Who looks at one indicator; None where nobody does."""
    require(viewer, permissions.READ_MINUTES)
    return Watched.objects.select_related("owner").filter(indicator=code).first()


def who_looks(*, viewer: User, on: date) -> list[Look]:
    """
    Every indicator with its owner, meeting, limits, when it was last talked of and what was last agreed; orphans first.

    :raises NotAllowed: if this person may not read minutes.
    """
    require(viewer, permissions.READ_MINUTES)
    looked = {each.indicator: each for each in Watched.objects.select_related("owner")}
    talked = {
        each.indicator: each
        for each in Item.objects.filter(answer__in=TALKED_OF).select_related("meeting").order_by("answered_at")
    }
    agreed = {
        each.indicator: each
        for each in Action.objects.exclude(indicator="").select_related("owner", "agency").order_by("agreed_at")
    }
    found = [
        _look(each, looked.get(code), talked.get(code), agreed.get(code), on=on)
        for code, each in all_indicators().items()
    ]
    return sorted(found, key=lambda look: not look.why_orphan)


def _look(
    asked: Indicator, watched: Watched | None, talked: Item | None, agreed: Action | None, *, on: date
) -> Look:  # fmt: skip
    limits = target_in_words(asked, at_least=watched.at_least, at_most=watched.at_most) if watched else ""
    why = rules.why_orphan(
        owner=watched.owner.name if watched and watched.owner.is_active else "",
        meeting=Forum(watched.forum).words if watched else "", has_limits=bool(limits),
        last_talked_of=talked.meeting.held_on if talked else None, watched_since=watched.since if watched else None,
        on=on,
    )  # fmt: skip
    return Look(
        asked, watched, limits, talked.meeting.held_on if talked else None,
        Answer(talked.answer).words if talked else "", agreed, why,
    )  # fmt: skip
