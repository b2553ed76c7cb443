"""What became of what one told us oneself, or one's agency did. Nothing that somebody else told us is ever in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agency_of
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.permissions import BY_SCOPE
from lintel.foundation.local_limits.queries import all_limits
from lintel.journey.referrers.codes import Standing
from lintel.statute.calendar import england, local_day
from lintel.steps.front_door.codes import Channel
from lintel.steps.front_door.models import ChildContact, Contact, Told

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

AT_MOST = 100


@dataclass(frozen=True, kw_only=True)
class MyContact:
    """
    One contact as whoever told us may see it: who it is about in their own words, where it stands, what they were told.

    Not the decision itself, nothing of a child somebody else named, nothing of who else told us.
    """

    reference: str
    received_at: datetime
    told_by: str
    children: tuple[str, ...]
    standing: Standing
    told_at: datetime | None
    told_words: str
    told_due_on: date | None


def my_contacts(*, viewer: User) -> list[MyContact]:
    """What the viewer or their agency told us, the newest first."""
    return [_mine(contact) for contact in _told_by(viewer).order_by("-received_at", "-pk")[:AT_MOST]]


def my_contact(reference: str, *, viewer: User) -> MyContact | None:
    """One of them by its receipt number; None where it is not there or not theirs."""
    contact = _told_by(viewer).filter(reference=reference).first() if "\0" not in reference else None
    return _mine(contact) if contact else None


def _told_by(viewer: User) -> QuerySet[Contact]:
    mine = Q(informant__told_by=viewer)
    if may(viewer, WORK_FOR_AN_AGENCY):
        agency = agency_of(viewer=viewer)
        # Whoever no longer answers for an agency no longer hears what it told us, nor what they told us for it.
        mine = Q(informant__agency=agency) if agency else Q(pk__in=[])
    elif not may(viewer, BY_SCOPE[KeyScope.STATUS_READ]):
        mine = Q(pk__in=[])
    found = Contact.objects.filter(mine).exclude(channel=Channel.FILE)
    return found.select_related("informant").prefetch_related("children", "told")


def _mine(contact: Contact) -> MyContact:
    assert contact.received_at is not None
    lines = sorted(contact.children.all(), key=lambda line: line.pk)
    told = max((each for each in contact.told.all() if each.text), key=lambda each: each.told_at, default=None)
    decided = max((line.decided_at for line in lines if line.decided_at), default=None)
    is_decided = all(line.decided_on is not None for line in lines)
    return MyContact(
        reference=contact.reference, received_at=contact.received_at, told_by=contact.informant.name,
        children=tuple(_as_told(line) for line in lines if _was_in_the_knock(line, contact)),
        standing=_standing(is_decided, told), told_at=told.told_at if told else None,
        told_words=told.text if told else "", told_due_on=_due(decided) if is_decided and decided else None,
    )  # fmt: skip


def _was_in_the_knock(line: ChildContact, contact: Contact) -> bool:
    """Whether whoever told us named the child: a child the desk adds later is written down later."""
    return line.recorded_at == contact.recorded_at


def _standing(is_decided: bool, told: Told | None) -> Standing:
    if told:
        return Standing.TOLD
    return Standing.DECIDED if is_decided else Standing.WITH_US


def _due(decided_at: datetime) -> date:
    day = local_day(decided_at)
    return all_limits().time_limit("referrer_told", on=day).due_on(day, england())


def _as_told(line: ChildContact) -> str:
    said = line.as_told
    name = " ".join(filter(None, [said.get("given", ""), said.get("family", "")]))
    return name or said.get("known_as", "") or "Name not given"
