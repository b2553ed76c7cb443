"""How often the police told us of the same children, whichever batch, feed or form each notice came by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from lintel.statute.calendar import local_day
from lintel.steps.front_door.models import ChildContact
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.models import PersonInNotification

A_YEAR = timedelta(days=365)
Incident = tuple[int, str]  # the force, and its reference


def incidents_of(likenesses: Iterable[str], *, at: datetime) -> dict[str, set[Incident]]:
    """The incidents of a year that speak of each child, by whole name and date of birth."""
    rows = PersonInNotification.objects.filter(
        likeness__in=set(likenesses) - {""}, part=Part.CHILD, notification__is_latest=True,
        notification__occurred_on__gt=local_day(at) - A_YEAR,
    )  # fmt: skip
    found: dict[str, set[Incident]] = defaultdict(set)
    for like, agency, reference in rows.values_list("likeness", "notification__agency_id", "notification__reference"):
        found[like].add((agency, reference))
    return found


def further_incidents(likenesses: Iterable[str], *, at: datetime) -> dict[int, int]:
    """
    For each undecided contact that speaks of one of these children: how many incidents of its children there were in a
    year beside the first.
    """
    children = PersonInNotification.objects.filter(part=Part.CHILD, notification__is_latest=True).exclude(likeness="")
    undecided = ChildContact.objects.filter(decided_on__isnull=True).values("contact")
    touched = children.filter(likeness__in=set(likenesses), notification__contact__in=undecided)
    contacts = set(touched.values_list("notification__contact", flat=True))
    named: dict[int, set[str]] = defaultdict(set)
    told = children.filter(notification__contact__in=contacts)
    for contact, like in told.values_list("notification__contact", "likeness"):
        named[contact].add(like)
    incidents = incidents_of((like for likes in named.values() for like in likes), at=at)
    return {
        contact: max(0, len(set().union(*(incidents.get(like, set()) for like in likes))) - 1)
        for contact, likes in named.items()
    }
