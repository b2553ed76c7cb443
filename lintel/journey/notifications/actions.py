"""Taking notices in: one contact for a household, nothing twice, nothing lost, and the child's own worker told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from lintel.foundation.access.channels.actions import channel_account
from lintel.foundation.access.permissions import may, require
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.models import Person
from lintel.foundation.people.rules import called
from lintel.journey.notifications.knocks import Household, knock_of, somebody, tells_of
from lintel.journey.notifications.known import Known, KnownChildren
from lintel.journey.notifications.mending.actions import mend_rows, tell_of_rows_set_aside
from lintel.journey.notifications.repeats import further_incidents
from lintel.statute.calendar import local_day
from lintel.steps.front_door.intake.actions import add_adult, add_child, count_further_incidents, receive_contact
from lintel.steps.front_door.models import AdultInContact, ChildContact, Contact
from lintel.steps.front_door.permissions import RECEIVE_CONTACTS
from lintel.steps.police_notifications import actions as writing
from lintel.steps.police_notifications import permissions
from lintel.steps.police_notifications.codes import BatchState, CameBy, Part
from lintel.steps.police_notifications.households import ToGroup, households, same_people
from lintel.steps.police_notifications.models import Batch, Notification, PersonInNotification
from lintel.steps.police_notifications.partnership.actions import end_silences
from lintel.steps.police_notifications.reading.files import FileUnreadable, read_file
from lintel.steps.police_notifications.reading.making import of_message, row_of
from lintel.steps.police_notifications.reading.notices import Notice, Problem, RowRead, combined

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.agencies.models import Agency

FEED = "Police feed"


class How(StrEnum):
    """What a notice turned out to be."""

    NEW = "new"
    SAME = "same"  # had already, word for word
    CHANGED = "changed"  # had already, and something differs: kept as another version


@dataclass(frozen=True)
class Received:
    """A notice that was taken in, and what it turned out to be."""

    notification: Notification
    how: How


def _written(received: Sequence[Received]) -> list[Notification]:
    """What was new or changed."""
    return [each.notification for each in received if each.how is not How.SAME]


class NotReadable(Exception):
    """A message cannot be taken in as it is; it is kept as a row set aside, and `problems` say what is wrong."""

    def __init__(self, problems: Sequence[Problem], batch: Batch) -> None:
        super().__init__(". ".join(problem.words for problem in problems))
        self.problems = list(problems)
        self.batch = batch


@transaction.atomic
def receive_notification(
    notice: Notice, *, agency: Agency, received_at: datetime, came_by: CameBy = CameBy.FEED, by: User, at: datetime
) -> Received:
    """
    Take one notice in: a contact with a clock from now on, and the worker of a child of ours told. Idempotent by the
    police reference: handed in again it is the same, and changed it is another version of the same.

    :raises NotAllowed: if this person or channel may not send notices in.
    :raises NotForThisAgency: if it is not the sender's own police force.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    writing.insist_on_agency(agency, sender=by)
    received = _take(_TakingIn(agency, came_by, received_at, by, at), [(notice, None)])
    mend_rows(agency, [], held={}, written=_written(received), by=by, at=at)
    return received[0]


def receive_message(
    plain: Mapping[str, Any], *, agency: Agency, received_at: datetime, by: User, at: datetime
) -> Received:
    """
    The same for a message of the feed: names and values, and a list of `people` with their `role`.

    :raises NotReadable: if it cannot be taken in; it is then kept as a row set aside, for a person to look at.
    """
    told, people, raw = of_message(plain)
    row = row_of(1, told, people, raw=raw, received_at=received_at)
    if row.notice is None:
        raise NotReadable(row.problems, _set_message_aside(row, agency=agency, by=by, at=at))
    return receive_notification(row.notice, agency=agency, received_at=received_at, by=by, at=at)


@transaction.atomic
def _set_message_aside(row: RowRead, *, agency: Agency, by: User, at: datetime) -> Batch:
    batch = writing.set_message_aside(row, agency=agency, by=by, at=at)
    tell_of_rows_set_aside(batch, by=by, at=at)
    return batch


@transaction.atomic
def receive_batch(
    content: bytes, *, file_name: str, agency: Agency, keep_unreadable: bool = False, by: User, at: datetime
) -> Batch:
    """
    Receive a file and take it in at once: nobody sits between. Bad rows are set aside and somebody is told.

    :raises NotAllowed: if this person or channel may not send notices in.
    :raises NotForThisAgency: if it is not the sender's own police force.
    :raises FileUnreadable: if the file cannot be read, unless `keep_unreadable`.
    """
    batch = writing.offer_batch(
        content, file_name=file_name, agency=agency, keep_unreadable=keep_unreadable, by=by, at=at
    )
    return take_in_batch(writing.begin_taking_in(batch, by=by, at=at), by=by, at=at)


def _nobody_asks(_: float) -> None:
    """Where nobody waits for how far it has come."""


@transaction.atomic
def take_in_batch(batch: Batch, *, by: User, at: datetime, tick: Callable[[float], None] = _nobody_asks) -> Batch:
    """
    Take a batch in, all of it or nothing: a contact for each household, on the desk, received when the file came.

    :param tick: told what share is done, from 0 to 1.
    :raises NotAllowed: if this person or channel may not send notices in.
    :raises BatchTakenIn: if it is in already.
    """
    require(by, permissions.SEND_NOTIFICATIONS)
    batch = Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)
    if batch.state != BatchState.TAKING_IN:
        raise writing.BatchTakenIn
    rows = _rows_of(batch)
    notices = [
        (notice, writing.Row(batch=batch, numbers=tuple(numbers))) for notice, numbers in combined(rows)
    ]  # fmt: skip
    taking = _TakingIn(batch.agency, CameBy(batch.came_by), batch.received_at, by, at, tick)
    received = _take(taking, notices)
    mend_rows(
        batch.agency, rows, held={each.notification.reference: each.notification for each in received},
        written=_written(received), not_of=batch, by=by, at=at,
    )  # fmt: skip
    counted = {how: sum(each.how is how for each in received) for how in How}
    tell_of_rows_set_aside(batch, by=by, at=at)
    return writing.finish_batch(
        batch, new=counted[How.NEW], same=counted[How.SAME], changed=counted[How.CHANGED], by=by, at=at
    )


def _rows_of(batch: Batch) -> list[RowRead]:
    try:
        return read_file(bytes(batch.content or b""), received_at=batch.received_at)
    except FileUnreadable:
        return []  # kept whole as a row set aside


# --- how it is done ---------------------------------------------------------------------------------------------------

Given = tuple[Notice, "writing.Row | None"]
# Of each contact, its children and its adults, in their order.
PeopleOf = Mapping[int, tuple[Sequence[ChildContact], Sequence[AdultInContact]]]


class _TakingIn:
    """One delivery of one force. One at a time, so that two deliveries never make one reference two contacts."""

    def __init__(
        self, agency: Agency, came_by: CameBy, received_at: datetime, by: User, at: datetime,
        tick: Callable[[float], None] = _nobody_asks,
    ) -> None:  # fmt: skip
        self.agency, self.came_by, self.received_at = agency, came_by, received_at
        self.by, self.at, self.tick = by, at, tick
        # A partner may send notices and not write contacts down; the feed's own account does that.
        self.hands = by if may(by, RECEIVE_CONTACTS) else channel_account(FEED, at=at)

    def new(self, given: list[Given], known: KnownChildren) -> dict[str, Received]:
        grouped = households([
            ToGroup(people=tuple(map(somebody, notice.people)), known_households=known.households_of(notice))
            for notice, _ in given
        ])  # fmt: skip
        told: list[tuple[Household, list[Given], Contact]] = []
        for number, group in enumerate(grouped, start=1):
            of_it = [given[place] for place in group]
            household = Household.of([notice for notice, _ in of_it])
            once = f"{self.agency.key}/{min(notice.reference for notice in household.notices)}"
            told.append((household, of_it, self._contact(household, once)))
            self.tick(number / len(grouped))
        on = _people_of([contact for _, _, contact in told])
        written = self._write([to for each in told for to in _to_write(*each, on=on, version=writing.Version())], known)
        return {each.reference: Received(each, How.NEW) for each in written}

    def _contact(self, household: Household, once: str) -> Contact:
        told_by = self.by if self.by.pk != self.hands.pk and not self.by.is_service_account else None
        knock = knock_of(household, agency=self.agency, once=once, received_at=self.received_at, told_by=told_by)
        return receive_contact(knock, by=self.hands, at=self.at)

    def _write(self, to_write: Sequence[writing.ToWrite], known: KnownChildren) -> list[Notification]:
        """Write notices, and tell whoever holds a child of ours among their people."""
        written = writing.write_notifications(
            to_write, agency=self.agency, came_by=self.came_by, received_at=self.received_at, by=self.by, at=self.at
        )
        self._recognise([
            (person, found, notification)
            for (notification, people), to in zip(written, to_write, strict=True)
            for person, who in zip(people, to.notice.people, strict=True)
            for found in (known.of(who, to.notice) if who.part == Part.CHILD else ())
        ])  # fmt: skip
        return [notification for notification, _ in written]

    def _recognise(self, seen: Sequence[tuple[PersonInNotification, Known, Notification]]) -> None:
        """A child of ours, to all appearances: whoever holds the child is told at once, and says whether it is."""
        writing.recognise(
            [writing.Seems(person, found.child, found.because, bool(found.held_by)) for person, found, _ in seen],
            by=self.by, at=self.at,
        )  # fmt: skip
        for _, found, notification in seen:
            for involvement in found.held_by:
                tell(
                    key=f"police/{notification.pk}/{found.child.pk}/{involvement.pk}",
                    words=f"The police tell of {_name_of(found.child)}: {notification.occurred_on:%-d %B %Y}. Please"
                    " confirm that it is the child.",
                    path=f"/police/notifications/{notification.pk}/", child_id=found.child.pk,
                    worker_id=involvement.worker_id, team_id=involvement.team_id, by=self.by, at=self.at,
                )  # fmt: skip

    def count_repeats(self, notices: Sequence[Notification]) -> None:
        """Say of every undecided contact about the same children how many incidents there were beside the first."""
        likes = PersonInNotification.objects.filter(notification__in=notices).values_list("likeness", flat=True)
        count_further_incidents(further_incidents(set(likes) - {""}, at=self.at), by=self.hands, at=self.at)

    # --- sent again ---

    def again(self, notice: Notice, row: writing.Row | None, before: Notification, known: KnownChildren) -> Received:
        if before.sha256 == writing.digest_of(notice):
            return Received(before, How.SAME)
        version = writing.Version.after(before, notice)
        contact = Contact.objects.get(pk=before.contact_id)
        if not contact.children.filter(decided_on__isnull=True).exists():
            # What is decided stays decided; what the police now say is looked at anew.
            household = Household.of([notice])
            contact = self._contact(household, f"{self.agency.key}/{notice.reference}/{before.version + 1}")
            (to,) = _to_write(household, [(notice, row)], contact, on=_people_of([contact]), version=version)
        else:
            lines, grown = self._on_the_same_contact(notice, before, contact)
            linked = [(lines.get(place), grown.get(place)) for place in range(len(notice.people))]
            to = writing.ToWrite(notice=notice, contact=contact, linked=linked, version=version, row=row)
        notification = self._write([to], known)[0]
        self._tell_of_the_change(notification, contact)
        return Received(notification, How.CHANGED)

    def _on_the_same_contact(
        self, notice: Notice, before: Notification, contact: Contact
    ) -> tuple[dict[int, ChildContact], dict[int, AdultInContact]]:
        """Whoever was told of before keeps their place; whoever is new is added."""
        earlier = list(before.people.select_related("child_contact", "adult").order_by("pk"))
        lines: dict[int, ChildContact] = {}
        grown: dict[int, AdultInContact] = {}
        people = [*map(somebody, earlier), *map(somebody, notice.people)]
        for group in same_people(people):
            places = [place - len(earlier) for place in group if place >= len(earlier)]
            had = next((earlier[place] for place in group if place < len(earlier)), None)
            for place in places:
                who = notice.people[place]
                if who.part == Part.CHILD:
                    line = had.child_contact if had else None
                    lines[place] = line or add_child(contact, tells_of(who), by=self.hands, at=self.at)
                else:
                    adult = had.adult if had else None
                    grown[place] = adult or add_adult(contact, tells_of(who), by=self.hands, at=self.at)
        return lines, grown

    def _tell_of_the_change(self, notification: Notification, contact: Contact) -> None:
        # What changed is about people, and stands on the page, which asks who may read it.
        tell(
            key=f"police changed/{notification.pk}", words=f"The police changed {notification.reference}",
            path=f"/police/notifications/{notification.pk}/", team_id=contact.held_by_team_id, user=contact.held_by,
            by=self.by, at=self.at,
        )  # fmt: skip


def _people_of(contacts: Sequence[Contact]) -> PeopleOf:
    found: dict[int, tuple[list[ChildContact], list[AdultInContact]]] = {each.pk: ([], []) for each in contacts}
    for line in ChildContact.objects.filter(contact__in=found).order_by("pk"):
        found[line.contact_id][0].append(line)
    for adult in AdultInContact.objects.filter(contact__in=found).order_by("pk"):
        found[adult.contact_id][1].append(adult)
    return found


def _to_write(
    household: Household, given: Sequence[Given], contact: Contact, *, on: PeopleOf,
    version: writing.Version,
) -> list[writing.ToWrite]:  # fmt: skip
    """Each notice of a household, with whom of its contact its people are."""
    children, adults = on[contact.pk]
    line_at = {place: line for places, line in zip(household.children, children, strict=False) for place in places}
    adult_at = {place: adult for places, adult in zip(household.adults, adults, strict=False) for place in places}
    return [
        writing.ToWrite(
            notice=notice, contact=contact, version=version, row=row,
            linked=[(line_at.get((n, place)), adult_at.get((n, place))) for place in range(len(notice.people))],
        )
        for n, (notice, row) in enumerate(given)
    ]  # fmt: skip


def _take(taking: _TakingIn, given: Sequence[Given]) -> list[Received]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"police/{taking.agency.pk}"])
    references = {notice.reference for notice, _ in given}
    latest = Notification.objects.filter(agency=taking.agency, reference__in=references, is_latest=True)
    held = {each.reference: each for each in latest.select_related("contact")}
    first: dict[str, Given] = {}
    for notice, row in given:
        if notice.reference not in held:
            first.setdefault(notice.reference, (notice, row))
    known = KnownChildren([notice for notice, _ in given], on=local_day(taking.at))
    made = taking.new(list(first.values()), known)
    received = []
    for notice, row in given:
        if first.get(notice.reference) == (notice, row):
            received.append(made[notice.reference])
        else:
            before = held.get(notice.reference) or made[notice.reference].notification
            received.append(taking.again(notice, row, before, known))
            held[notice.reference] = received[-1].notification
    taking.count_repeats([each.notification for each in received])
    if _written(received):
        end_silences(
            taking.agency, came_by=taking.came_by, spoke_at=taking.received_at, by=taking.by, at=taking.at
        )  # fmt: skip
    return received


def _name_of(child: Person) -> str:
    names = [(name.kind, name.given, name.family) for name in child.names.all()]
    return called(names, la_child_id=child.la_child_id or "")
