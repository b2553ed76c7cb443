"""What a social worker's start page shows: what waits for them, what is due, what changed, what they promised."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from lintel.foundation.people.queries import child_lines
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.queries import FamilyHeld, Mine, my_children
from lintel.journey.allocating.dues.rules import Due, since_yesterday
from lintel.journey.allocating.handing_over.queries import changes_of
from lintel.journey.allocating.loads.queries import own_load
from lintel.journey.chronology.news.queries import News, changed_since
from lintel.journey.visiting.queries import forms_to_prepare
from lintel.statute.calendar import LONDON, england
from lintel.steps.visits.queries import set_asides
from lintel.web.components.asking import day_asked

DUE_AT_FIRST, NEWS_AT_FIRST, FAMILIES_AT_FIRST = 8, 12, 6


def own_children(request: HttpRequest) -> dict[str, Any]:
    """Everything of one's own children, as at a day."""
    day, today, viewer = day_asked(request), timezone.localdate(), request.user
    mine = my_children(viewer=viewer, on=day, today=today)
    since = since_yesterday(day, england())
    news = _news(request, mine, datetime.combine(since, time(), tzinfo=LONDON)) if day == today else []
    dues = mine.dues
    shown = mine.children | mine.asked_about | {child for each in news for child in each.children}
    return {
        "mine": mine, "families_at_first": FAMILIES_AT_FIRST, "day": day, "is_today": day == today,
        "lines": child_lines(shown, viewer=viewer, on=today),
        "dues": [due for due in dues if due.what is not What.PROMISE and _is_soon(due, day)][:DUE_AT_FIRST],
        "promises": [due for due in dues if due.what is What.PROMISE], "news": news[:NEWS_AT_FIRST], "since": since,
        "news_more": max(0, len(news) - NEWS_AT_FIRST), "load": own_load(viewer=viewer, on=day),
        "changes": changes_of(mine.children | mine.asked_about, viewer=viewer, on=day, today=today),
        "ready": forms_to_prepare(viewer=viewer, on=day, mine=mine), "set_aside": set_asides(viewer=viewer).count(),
        "to_reach": {child: pk for family in mine.families for child, pk in _to_reach(family)},
    }  # fmt: skip


def _to_reach(family: FamilyHeld) -> list[tuple[int, int]]:
    return [(each.child_id, each.involvement_id) for each in family.held if each.involvement_id in family.to_reach]


def _is_soon(due: Due, day: date) -> bool:
    """Late, or due within two weeks: what is further away stands with its family."""
    return due.due_on <= day + timedelta(weeks=2)


def _news(request: HttpRequest, mine: Mine, since: datetime) -> list[News]:
    return changed_since(mine.children | mine.asked_about, since=since, viewer=request.user)
