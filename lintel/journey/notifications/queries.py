"""Asking about notices: a batch in its order, one notice, both sides' numbers, and what a partner may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lintel.foundation.access.permissions import NotAllowed, may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.agencies.models import Agency
from lintel.foundation.local_limits.queries import all_limits
from lintel.journey.notifications.knocks import somebody
from lintel.journey.notifications.repeats import Incident, incidents_of
from lintel.journey.notifications.timing import times_of, times_of_notices, when_it_was
from lintel.statute.calendar import local_day
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.front_door.queries import contacts
from lintel.steps.police_notifications import permissions, rules
from lintel.steps.police_notifications.codes import Part, Stage
from lintel.steps.police_notifications.households import all_among
from lintel.steps.police_notifications.lags import Apportioned, Lags, Times, hours_of, lags, where_the_time_went
from lintel.steps.police_notifications.models import Batch, Notification, PersonInNotification, Recognised
from lintel.steps.police_notifications.queries import batches, forces, police_force_of
from lintel.steps.police_notifications.reading.notices import RowRead, combined

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


# --- both sides' numbers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """What both sides see of one force over some days: the lags, and where the time went until children were seen."""

    agency: Agency
    since: datetime
    until: datetime
    lags: Lags
    went: Apportioned


def numbers_of(agency: Agency, *, viewer: User, at: datetime, days: int = 28) -> Numbers:
    """
    The numbers of the partnership. The same for the force and for us: made once, of the same events, by one function.

    :raises NotAllowed: if this person may not read them.
    """
    if agency not in forces(viewer=viewer):
        raise NotAllowed(permissions.SEE_PARTNERSHIP)
    since = at - timedelta(days=days)
    times = times_of(agency, since=since, until=at)
    return Numbers(
        agency,
        since,
        at,
        lags(times, limit=agreed_hours(viewer=viewer, on=local_day(at)), at=at),
        where_the_time_went(times),
    )


def agreed_hours(*, viewer: User, on: date) -> float:
    """The agreed limit from incident to receipt. A number about nobody, for anybody."""
    assert viewer is not None
    return float(all_limits().time_limit("police_lag", on=on).amount)


def lags_of_batch(batch: Batch, *, viewer: User, at: datetime) -> Lags:
    """The lags of a batch that was taken in."""
    assert batches(viewer=viewer).filter(pk=batch.pk).exists()
    found = times_of(batch.agency, since=batch.received_at, until=at, batch=batch)
    return lags(found, limit=agreed_hours(viewer=viewer, on=local_day(at)), at=at)


def lags_of_rows(rows: Sequence[RowRead], *, received_at: datetime, viewer: User, at: datetime) -> Lags:
    """The lags of rows that were read and not yet taken in."""
    found = times_of_notices((notice for notice, _ in combined(list(rows))), received_at=received_at)
    return lags(found, limit=agreed_hours(viewer=viewer, on=local_day(at)), at=at)


# --- notices ----------------------------------------------------------------------------------------------------------


def notifications(*, viewer: User) -> QuerySet[Notification]:
    """
    The notices this person may read: those of contacts they may read, and those in which a child of theirs is
    recognised; never one with a child who is kept from them.
    """
    if not may(viewer, permissions.SEE_NOTIFICATIONS):
        return Notification.objects.none()
    mine = Recognised.objects.filter(person__notification=OuterRef("pk"), child__in=visible_children(viewer))
    found = Notification.objects.filter(Q(contact__in=contacts(viewer=viewer)) | Exists(mine))
    hidden = kept_from(viewer)
    lines = ChildContact.objects.filter(contact=OuterRef("contact"), child__in=hidden)
    recognised = Recognised.objects.filter(person__notification=OuterRef("pk"), child__in=hidden)
    return found.exclude(Exists(lines)).exclude(Exists(recognised))


def notification(pk: int, *, viewer: User) -> Notification | None:
    """One notice with its people, or None."""
    found = notifications(viewer=viewer).filter(pk=pk).select_related("agency", "contact", "batch")
    return found.prefetch_related(Prefetch("people", PersonInNotification.objects.order_by("pk"))).first()


def notices_of(contact: Contact, *, viewer: User) -> list[Notification]:
    """The notices that a contact was made of, and those that changed since, of those this person may read."""
    found = notifications(viewer=viewer).filter(contact=contact)
    return list(found.order_by("occurred_on", "reference", "version"))


def versions_of(found: Notification, *, viewer: User) -> QuerySet[Notification]:
    """Every version of a notice that this person may read, the newest first."""
    same = notifications(viewer=viewer).filter(agency=found.agency_id, reference=found.reference)
    return same.order_by("-version")


def named_earlier(found: Notification, *, viewer: User) -> list[PersonInNotification]:
    """
    The children whom an earlier version of a notice names and this one does not, the newest version's first.

    A later version that leaves a child out does not say that the child was not there.
    """
    before = versions_of(found, viewer=viewer).filter(version__lt=found.version).prefetch_related("people")
    return _left_out(_children(found), before)


def _left_out(named: Sequence[PersonInNotification], before: Iterable[Notification]) -> list[PersonInNotification]:
    seen, left_out = [*map(somebody, named)], []
    for who in (who for version in before for who in _children(version)):
        if not all_among([somebody(who)], seen):
            left_out.append(who)
            seen.append(somebody(who))
    return left_out


def stages_of(found: Notification, *, viewer: User) -> dict[Stage, float]:
    """The hours of each stage of one notice until we had it."""
    assert viewer is not None
    times = Times(
        occurred_at=when_it_was(found.occurred_on, found.occurred_at, found.received_at),
        triaged_at=found.triaged_at, sent_at=found.sent_at, received_at=found.received_at,
    )  # fmt: skip
    return hours_of(times)


def recognised_in(found: Notification, *, viewer: User) -> list[Recognised]:
    """The children of ours who are, in all we can compare, a child of this notice, and whom this person may see."""
    held = Recognised.objects.filter(person__notification=found, child__in=visible_children(viewer))
    return list(held.select_related("person", "child", "answered_by").prefetch_related("child__names").order_by("pk"))


def recognised(pk: int, *, viewer: User) -> Recognised | None:
    """One of them, of a notice this person may read; None where it is not theirs to answer."""
    held = Recognised.objects.filter(pk=pk, child__in=visible_children(viewer)).select_related("person__notification")
    found = held.first()
    readable = found and notifications(viewer=viewer).filter(pk=found.person.notification_id).exists()
    return found if readable else None


# --- a batch, in its order --------------------------------------------------------------------------------------------


@dataclass
class HouseholdInBatch:
    """
    A contact that a batch made, with its notices: whom it speaks of, why it stands where it does, and its state.

    Each notice is in the last version that is on the contact, whichever way it came; `left_out` are the children whom
    only an earlier version names.
    """

    contact: Contact
    notices: list[Notification] = field(default_factory=list)
    left_out: list[PersonInNotification] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    undecided: int = 0
    told: int = 0


def households_of(batch: Batch, *, viewer: User, at: datetime) -> list[HouseholdInBatch]:
    """
    The households of a batch, in the order in which they are to be looked at, of those this person may read.

    A handful of queries, however many households.
    """
    by_contact = _households_told_of(batch, viewer)
    recognised = _recognised_in(by_contact, viewer)
    undecided = _undecided_in(by_contact)
    earlier = _references_of(by_contact.values(), at)
    ordered = rules.in_order(
        (_to_order(pk, each, recognised, earlier) for pk, each in by_contact.items()), on=local_day(at)
    )
    for place in ordered:
        household = by_contact[place.pk]
        household.why = rules.why_here(place, on=local_day(at))
        household.children = _names(household)
        household.undecided = undecided.get(place.pk, 0)
        household.told = len({each.child_id for each in recognised.get(place.pk, ()) if each.told_at})
    return [by_contact[place.pk] for place in ordered]


def _households_told_of(batch: Batch, viewer: User) -> dict[int, HouseholdInBatch]:
    """A batch's households with their notices; what changed later and by another way is not lost from it."""
    told = set(notifications(viewer=viewer).filter(batch=batch).values_list("contact_id", "reference"))
    versions: dict[str, list[Notification]] = defaultdict(list)
    same = notifications(viewer=viewer).filter(agency=batch.agency_id, reference__in={each for _, each in told})
    for notice in same.select_related("contact").prefetch_related("people").order_by("-version"):
        versions[notice.reference].append(notice)
    by_contact: dict[int, HouseholdInBatch] = {}
    for pk, reference in told:
        place = next(n for n, each in enumerate(versions[reference]) if each.contact_id == pk)
        newest, *before = versions[reference][place:]
        household = by_contact.setdefault(pk, HouseholdInBatch(newest.contact))
        household.notices.append(newest)
        household.left_out += _left_out(_children(newest), before)
    for household in by_contact.values():
        household.notices.sort(key=lambda each: (each.occurred_on, each.occurred_at or each.received_at, each.pk))
        named = [somebody(who) for notice in household.notices for who in _children(notice)]
        household.left_out = [who for who in household.left_out if not all_among([somebody(who)], named)]
    return by_contact


def _recognised_in(households: Iterable[int], viewer: User) -> dict[int, list[Recognised]]:
    found: dict[int, list[Recognised]] = defaultdict(list)
    held = Recognised.objects.filter(
        person__notification__contact__in=list(households), child__in=visible_children(viewer)
    )
    for each in held.exclude(is_the_child=False).select_related("person__notification"):
        found[each.person.notification.contact_id].append(each)
    return found


def _undecided_in(households: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for contact in ChildContact.objects.filter(contact__in=list(households), decided_on__isnull=True).values_list(
        "contact_id", flat=True
    ):
        found[contact] += 1
    return found


def _references_of(households: Iterable[HouseholdInBatch], at: datetime) -> dict[str, set[Incident]]:
    """The incidents of a year that speak of each child of these households, also from other batches."""
    likes = (who.likeness for each in households for who in _everyone(each))
    return incidents_of(likes, at=at)


def _to_order(
    pk: int, each: HouseholdInBatch, recognised: dict[int, list[Recognised]],
    earlier: dict[str, set[Incident]],
) -> rules.ToOrder:  # fmt: skip
    children = _everyone(each)
    incidents = {(notice.agency_id, notice.reference) for notice in each.notices}
    incidents |= {incident for who in children for incident in earlier.get(who.likeness, ())}
    born = [who.date_of_birth for who in children if who.date_of_birth]
    return rules.ToOrder(
        pk=pk, oldest_on=min(notice.occurred_on for notice in each.notices),
        grades=frozenset(notice.grade for notice in each.notices),
        words=rules.immediate_words(" ".join(notice.narrative for notice in each.notices)),
        injured=any(who.injured for who in children), further=len(incidents) - 1,
        youngest_born_on=max(born, default=None), has_unborn=any(who.is_unborn for who in children),
        is_open_to_us=any(known.told_at for known in recognised.get(pk, ())),
    )  # fmt: skip


def _children(notice: Notification) -> list[PersonInNotification]:
    return [who for who in notice.people.all() if who.part == Part.CHILD]


def _everyone(household: HouseholdInBatch) -> list[PersonInNotification]:
    return [*(who for notice in household.notices for who in _children(notice)), *household.left_out]


def _names(household: HouseholdInBatch) -> list[str]:
    seen: dict[str, str] = {}
    for who in _everyone(household):
        born = f", born {who.date_of_birth:%-d %b %Y}" if who.date_of_birth else ""
        only = ", named in an earlier version" if who in household.left_out else ""
        seen.setdefault(who.likeness or f"{who.name}{born}", f"{who.name}{born}{only}")
    return list(seen.values())


# --- the portal -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnNotice:
    """What a force may know of a notice of its own: that it came, and how far it is. Nothing of ours about anybody."""

    reference: str
    occurred_on: date
    sent_at: datetime | None
    received_at: datetime
    decided_at: datetime | None

    @property
    def status(self) -> str:
        return "Decided" if self.decided_at else "With the front door"


def own_notices(*, viewer: User, at: datetime, at_most: int = 100) -> list[OwnNotice]:
    """The last notices of the force this person answers for: reference and state, nothing else."""
    agency = police_force_of(viewer=viewer)
    if agency is None:
        return []
    held = Notification.objects.filter(agency=agency, is_latest=True, received_at__lte=at)
    rows = list(held.order_by("-received_at", "-pk")[:at_most])
    undecided = set(
        ChildContact.objects.filter(contact__in={r.contact_id for r in rows}, decided_on__isnull=True).values_list(
            "contact_id", flat=True
        )
    )
    last: dict[int, datetime] = {}
    decided = ChildContact.objects.filter(contact__in={r.contact_id for r in rows}, decided_at__isnull=False)
    for contact, moment in decided.values_list("contact_id", "decided_at"):
        if moment is not None:
            last[contact] = max(last.get(contact, moment), moment)
    return [
        OwnNotice(
            row.reference, row.occurred_on, row.sent_at, row.received_at,
            None if row.contact_id in undecided else last.get(row.contact_id),
        )
        for row in rows
    ]  # fmt: skip
