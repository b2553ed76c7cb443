"""Asking what waits at the desk, in which order, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Team
from lintel.steps.front_door import permissions, rules
from lintel.steps.front_door.codes import Channel, Concern, Priority
from lintel.steps.front_door.desk.models import Call, Deferral
from lintel.steps.front_door.desk.reading import ChildInRow, Gathered
from lintel.steps.front_door.desk.rules import (
    MayBelong,
    first_of,
    in_blocks,
    left_in_words,
    may_belong_together,
)
from lintel.steps.front_door.models import Contact, OnDesk, PassedOver
from lintel.steps.front_door.queries import awaiting_decision

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

DESKS = (TeamKind.FRONT_DOOR, TeamKind.OUT_OF_HOURS)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One contact as it stands in the queue."""

    contact: Contact
    children: list[ChildInRow]
    others_at_home: list[str]
    clock: rules.Clock
    at: datetime
    look_by: datetime | None
    waits_for_signature: bool
    is_holder_away: bool
    deferral: Deferral | None
    may_belong: MayBelong | None

    @property
    def pk(self) -> int:
        return self.contact.pk

    @property
    def is_over(self) -> bool:
        return self.clock.is_over(self.at)

    @property
    def is_over_by_working_days(self) -> bool:
        return self.clock.is_over_by_working_days(self.at)

    @property
    def left(self) -> str:
        """5 hours 20 minutes left; out of time for 2 days"""
        return left_in_words(self.clock.left(self.at))

    @property
    def is_danger_open(self) -> bool:
        return self.contact.danger_flagged_at is not None and self.contact.danger_cleared_at is None

    @property
    def is_now(self) -> bool:
        """Whether it is first, and hidden by no filter."""
        return self.is_danger_open or self.contact.priority == Priority.NOW

    @property
    def is_ready(self) -> bool:
        return self.contact.ready_at is not None

    @property
    def is_look_over(self) -> bool:
        """Whether somebody should have looked at it by now, by its priority, and nobody has it."""
        return self.look_by is not None and self.at > self.look_by

    @property
    def is_decided(self) -> bool:
        return all(child.is_decided for child in self.children)

    @property
    def channel(self) -> str:
        return Channel(self.contact.channel).words

    @property
    def concerns(self) -> str:
        """What it is about, in words; nothing where nobody has said it yet."""
        return ", ".join(Concern(each).words for each in self.contact.concerns)

    @property
    def names(self) -> str:
        return ", ".join(child.name for child in self.children) or "No child named yet"


@dataclass(frozen=True, kw_only=True)
class Queue:
    """All that waits, in order; what is thought of together in one block."""

    rows: list[Row] = field(default_factory=list)
    blocks: list[list[Row]] = field(default_factory=list)
    at: datetime

    @property
    def overdue(self) -> int:
        return sum(row.is_over for row in self.rows)

    @property
    def now(self) -> int:
        return sum(row.is_now for row in self.rows)

    @property
    def ready(self) -> int:
        return sum(row.is_ready and not row.waits_for_signature for row in self.rows)

    @property
    def children(self) -> int:
        """Children about whom nothing holds yet, counted once for each contact they are in."""
        return sum(not child.is_decided for row in self.rows for child in row.children)

    def block_of(self, row: Row) -> list[Row]:
        """The contacts thought of together with one, itself included."""
        return next((block for block in self.blocks if row in block), [row])

    def due(self) -> list[datetime]:
        """By when each is due that somebody must still decide, in the order they are taken."""
        return [row.clock.hours_due_at for row in self.rows if not row.waits_for_signature]


def queue(*, viewer: User, at: datetime) -> Queue:
    """
    Everything undecided that this person may read, the most urgent first. The same number of questions for any length.

    Only for those at the desk; for others it is empty.
    """
    if not may(viewer, permissions.WORK_THE_DESK) and not may(viewer, permissions.RUN_THE_DESK):
        return Queue(at=at)
    found = awaiting_decision(viewer=viewer).select_related("held_by", "held_by_team").order_by("received_at", "pk")
    contacts = {contact.pk: contact for contact in found}
    gathered = Gathered(list(contacts.values()), viewer=viewer, at=at)
    together = {c.pk: c.thought_of_with_id for c in contacts.values() if c.thought_of_with_id}
    traits = [gathered.traits(contact) for contact in contacts.values()]
    belong = {
        one.pk: replace(one, reference=contacts[one.first].reference)
        for one in may_belong_together(traits, together=together)
    }
    rows = {pk: _row(contact, gathered, belong.get(pk)) for pk, contact in contacts.items()}
    ordered = [each.pk for each in rules.in_order([_waiting_of(row) for row in rows.values()])]
    blocks = in_blocks(ordered, together=together)
    return Queue(
        rows=[rows[pk] for block in blocks for pk in block], blocks=[[rows[pk] for pk in block] for block in blocks],
        at=at,
    )  # fmt: skip


def _row(contact: Contact, gathered: Gathered, may_belong: MayBelong | None) -> Row:
    look_by = None
    if contact.held_by_id is None and contact.ready_at is None and contact.priority in ("red", "amber", "green"):
        limit = gathered.limits.time_limit(f"contact_{contact.priority}", on=contact.received_on)
        assert contact.received_at is not None
        look_by = limit.due_at(contact.received_at)
    return Row(
        contact=contact, children=gathered.children_of(contact), others_at_home=gathered.others_at_home(contact),
        clock=gathered.clock(contact), at=gathered.at, look_by=look_by,
        waits_for_signature=gathered.waits_for_signature(contact),
        is_holder_away=gathered.is_holder_away(contact), deferral=gathered.deferrals.get(contact.pk),
        may_belong=may_belong,
    )  # fmt: skip


def _waiting_of(row: Row) -> rules.Waiting:
    """A row as far as the order of the desk goes."""
    return rules.Waiting(
        pk=row.pk, clock_due_at=row.clock.hours_due_at, is_danger_open=row.is_danger_open,
        priority=row.contact.priority, repeats_since=row.contact.further_incidents,
        is_step_up=row.contact.channel == Channel.STEP_UP, is_ready=row.is_ready, held_by=row.contact.held_by_id,
    )  # fmt: skip


def shown(queue: Queue, *, viewer: User, only: str = "", channel: str = "", desk: int | None = None) -> list[list[Row]]:
    """
    The blocks a filter leaves. A block is shown whole, and no filter hides one that cannot wait.

    :param only: mine, ready, gathering, overdue, sign, or nothing.
    """
    filters: dict[str, Callable[[Row], bool]] = {
        "mine": lambda row: row.contact.held_by_id == viewer.pk,
        "ready": lambda row: row.is_ready and not row.waits_for_signature,
        "gathering": lambda row: not row.is_ready,
        "overdue": lambda row: row.is_over,
        "sign": lambda row: row.waits_for_signature,
    }
    asked = filters.get(only)

    def stays(row: Row) -> bool:
        at_desk = desk is None or row.contact.held_by_team_id == desk
        return row.is_now or (
            (asked is None or asked(row)) and at_desk and (not channel or row.contact.channel == channel)
        )

    return [block for block in queue.blocks if any(stays(row) for row in block)]


def next_for(queue: Queue, *, viewer: User, desk: int | None) -> list[Row]:
    """
    What "pull next" would give this person, in order: nothing that somebody holds or that waits for a signature.

    Whoever decides gets danger first, then what is ready, then what is to be gathered; whoever gathers gets what is not
    ready yet. From their own desk, and what cannot wait from any. What they left today comes after everything else, but
    never where a child is in danger.
    """
    decides = may(viewer, permissions.DECIDE_CONTACT)
    since = queue.at - timedelta(hours=12)
    left = set(PassedOver.objects.filter(by=viewer, at__gte=since).values_list("contact", flat=True))

    def is_for_them(row: Row) -> bool:
        if row.contact.held_by_id or row.waits_for_signature:
            return False
        return (decides or not row.is_ready) and (row.is_now or desk is None or row.contact.held_by_team_id == desk)

    def place(row: Row) -> tuple[int, int, int]:
        return (not row.is_now, not row.is_now and row.pk in left, not row.is_now and decides and not row.is_ready)

    return sorted((row for row in queue.rows if is_for_them(row)), key=place)


def as_rows(these: Sequence[Contact], *, viewer: User, at: datetime) -> list[Row]:
    """Contacts as rows in their order, decided or not; without a child this person may see, there is no row."""
    gathered = Gathered(these, viewer=viewer, at=at)
    return [_row(contact, gathered, None) for contact in these if gathered.lines[contact.pk]]


def together_with(contact: Contact, *, viewer: User) -> list[Contact]:
    """The other contacts that are thought of together with this one, oldest first, of those this person may read."""
    waiting = awaiting_decision(viewer=viewer)
    pairs = waiting.exclude(thought_of_with=None).values_list("pk", "thought_of_with")
    together = {pk: first for pk, first in pairs if first is not None}
    first = first_of(contact.pk, together)
    ids = {pk for pk in [*together, *together.values()] if first_of(pk, together) == first} - {contact.pk}
    return list(waiting.filter(pk__in=ids).order_by("received_at"))


def my_desk(*, viewer: User) -> Team | None:
    """The desk somebody sits at; else the one their role belongs to; else the front door, for those who may work it."""
    if not (may(viewer, permissions.WORK_THE_DESK) or may(viewer, permissions.RUN_THE_DESK)):
        return None
    seat = OnDesk.objects.filter(user=viewer, ended_at__isnull=True).select_related("team").first()
    if seat is not None:
        return seat.team
    granted = viewer.role_grants.filter(ended_at__isnull=True, team__kind__in=DESKS).select_related("team")
    first = granted.order_by("pk").first()
    return first.team if first else Team.objects.filter(kind=TeamKind.FRONT_DOOR).order_by("pk").first()


def desks(*, viewer: User) -> list[Team]:
    """The teams that hold contacts: the front door and out of hours."""
    return list(Team.objects.filter(kind__in=DESKS).order_by("kind", "pk")) if viewer.is_active else []


def calls_begun(*, viewer: User) -> list[Call]:
    """This person's own calls that have not become anything yet, oldest first."""
    return list(Call.objects.filter(begun_by=viewer, ended_at__isnull=True).order_by("begun_at"))


def call(pk: int, *, viewer: User) -> Call | None:
    """One of this person's own calls."""
    return Call.objects.filter(pk=pk, begun_by=viewer).select_related("contact", "one_line").first()


def counted(rows: Sequence[Row], *, viewer: User) -> dict[str, int]:
    """How many rows each filter would leave."""
    return {
        "mine": sum(row.contact.held_by_id == viewer.pk for row in rows),
        "ready": sum(row.is_ready and not row.waits_for_signature for row in rows),
        "gathering": sum(not row.is_ready for row in rows), "overdue": sum(row.is_over for row in rows),
        "sign": sum(row.waits_for_signature for row in rows),
    }  # fmt: skip
