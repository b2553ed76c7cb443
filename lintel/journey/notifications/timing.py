"""The times of notices as the record has them, for everybody's dashboard: read once, judged by `lags`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q

from lintel.statute.calendar import LONDON
from lintel.steps.front_door.models import ChildContact
from lintel.steps.police_notifications.codes import CameBy, Grade
from lintel.steps.police_notifications.lags import Times
from lintel.steps.police_notifications.models import Batch, Notification
from lintel.steps.police_notifications.reading.notices import Notice
from lintel.steps.police_notifications.rules import Habit, habit
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from datetime import date

    from lintel.foundation.agencies.models import Agency

ARRIVALS_LOOKED_AT = 500


def when_it_was(occurred_on: date, occurred_at: datetime | None, received_at: datetime) -> datetime:
    """The moment of an incident; where only its day is known, the end of that day, so that no lag is overstated."""
    if occurred_at is not None:
        return occurred_at
    end_of_day = datetime.combine(occurred_on + timedelta(days=1), time(), tzinfo=LONDON)
    return min(end_of_day, received_at)


def times_of(agency: Agency, *, since: datetime, until: datetime, batch: Batch | None = None) -> list[Times]:
    """
    The times of the notices of one force received in a stretch of time, each in its first version: when we first knew.

    Numbers of events only, so both sides are given the same.
    """
    asked = Notification.objects.filter(agency=agency, version=1, received_at__gt=since, received_at__lte=until)
    if batch is not None:
        asked = Notification.objects.filter(batch=batch, version=1)
    rows = list(
        asked.order_by("pk").values_list(
            "contact_id", "occurred_on", "occurred_at", "triaged_at", "sent_at", "received_at", "grade"
        )
    )
    contacts = {row[0] for row in rows}
    decided = decided_contacts(contacts)
    seen = seen_contacts(contacts)
    return [
        Times(
            occurred_at=when_it_was(on, occurred_at, received_at), triaged_at=triaged_at, sent_at=sent_at,
            received_at=received_at, grade=Grade(grade), decided_at=_not_after(decided.get(contact), until),
            seen_at=_not_after(seen.get(contact), until),
        )
        for contact, on, occurred_at, triaged_at, sent_at, received_at, grade in rows
    ]  # fmt: skip


def _not_after(moment: datetime | None, until: datetime) -> datetime | None:
    return moment if moment is not None and moment <= until else None


def decided_contacts(contacts: set[int]) -> dict[int, datetime]:
    """When the last child of each contact was decided; a contact with an undecided child is not."""
    rows = ChildContact.objects.filter(contact__in=contacts).values("contact_id")
    counted = rows.annotate(last=Max("decided_at"), waiting=Count("pk", filter=Q(decided_at__isnull=True)))
    return {row["contact_id"]: row["last"] for row in counted if not row["waiting"]}


def seen_contacts(contacts: set[int]) -> dict[int, datetime]:
    """When a child of each contact was first seen after it came."""
    children: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    lines = ChildContact.objects.filter(contact__in=contacts, contact__received_at__isnull=False)
    for contact, child, received_at in lines.values_list("contact_id", "child_id", "contact__received_at"):
        if received_at is not None:
            children[child].append((contact, received_at))
    found: dict[int, datetime] = {}
    visits = Visit.objects.filter(child__in=children, child_seen=True).order_by("visited_on", "visited_at")
    for child, on, at in visits.values_list("child_id", "visited_on", "visited_at"):
        moment = at or datetime.combine(on + timedelta(days=1), time(), tzinfo=LONDON)
        for contact, received_at in children[child]:
            if moment >= received_at:
                found[contact] = min(found.get(contact, moment), moment)
    return found


def times_of_notices(notices: Iterable[Notice], *, received_at: datetime) -> list[Times]:
    """The times of notices that were read and not yet taken in."""
    return [
        Times(
            occurred_at=when_it_was(notice.occurred_on, notice.occurred_at, received_at), triaged_at=notice.triaged_at,
            sent_at=notice.sent_at, received_at=received_at, grade=notice.grade,
        )
        for notice in notices
    ]  # fmt: skip


def habits_of(agency: Agency, *, until: datetime) -> dict[CameBy, Habit]:
    """The habit of each way in which a force sends, as of its last arrivals; none of a way that has no habit yet."""
    found = {}
    for came_by in CameBy:
        arrivals = Notification.objects.filter(agency=agency, came_by=came_by, received_at__lte=until)
        moments = arrivals.values("received_at").annotate(n=Min("pk")).order_by("-received_at")[:ARRIVALS_LOOKED_AT]
        if (usual := habit(row["received_at"] for row in moments)) is not None:
            found[came_by] = usual
    return found
