"""What becomes of directions: done, carried on, dropped; and notes that become directions."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.supervision import permissions, queries, rules
from lintel.oversight.supervision.models import Direction, DirectionMoved, SupervisionNote
from lintel.statute.calendar import local_day


class EvidenceMissing(Exception):
    """Who gave a direction says what shows that it is done, or lets somebody else say so."""


class WordsMissing(Exception):
    """A later day, or leaving it, has a reason."""


class OverAlready(Exception):
    """A colleague has said what became of it."""


class NotLater(Exception):
    """It is carried to a day that is still to come."""


class NotYetADirection(Exception):
    """It does not say who, what, by when and for what change; `missing` has what it does not say."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("; ".join(missing))
        self.missing = missing


@transaction.atomic
def say_done(direction: Direction, *, done_on: date, evidence: str, by: User, at: datetime) -> Direction:
    """
    Say that a direction is done.

    :raises NotAllowed: if this person may not answer directions.
    :raises Direction.DoesNotExist: if it is not theirs to answer.
    :raises OverAlready: if it is over.
    :raises EvidenceMissing: if they gave it themselves and nothing shows that it is done.
    """
    direction = _theirs(direction, by)
    if not rules.is_done_rightly(set_by=direction.set_by_id, done_by=by.pk, evidence=evidence):
        raise EvidenceMissing
    direction.done_on, direction.done_at, direction.done_by = min(done_on, local_day(at)), at, by
    direction.evidence = evidence.strip()
    direction.save(update_fields=["done_on", "done_at", "done_by", "evidence"])
    note("direction done", by=by, at=at, subject=direction, child_id=direction.discussed.child_id)
    return direction


@transaction.atomic
def carry(direction: Direction, *, due_on: date, because: str, by: User, at: datetime) -> DirectionMoved:
    """
    Carry a direction to a later day. The day first agreed stays beside it, and it is judged by that.

    :raises NotAllowed, Direction.DoesNotExist, OverAlready: as `say_done`.
    :raises WordsMissing: if it does not say why.
    :raises NotLater: if the day is over.
    """
    direction = _theirs(direction, by)
    if not because.strip():
        raise WordsMissing
    if due_on < local_day(at):
        raise NotLater
    moved = DirectionMoved.objects.create(
        direction=direction, due_on=due_on, because=because.strip(), moved_at=at, moved_by=by
    )
    note("direction carried on", by=by, at=at, subject=direction, child_id=direction.discussed.child_id)
    return moved


@transaction.atomic
def drop(direction: Direction, *, because: str, by: User, at: datetime) -> Direction:
    """
    Say that a direction will not be done, and why.

    :raises NotAllowed, Direction.DoesNotExist, OverAlready, WordsMissing: as `carry`.
    """
    direction = _theirs(direction, by)
    if not because.strip():
        raise WordsMissing
    direction.dropped_at, direction.dropped_by, direction.dropped_because = at, by, because.strip()
    direction.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
    note("direction dropped", by=by, at=at, subject=direction, child_id=direction.discussed.child_id)
    return direction


@transaction.atomic
def make_direction(kept: SupervisionNote, wanted: rules.Wanted, *, by: User, at: datetime) -> Direction:
    """
    Make a direction of a note, once it says everything.

    :raises NotAllowed: if this person may not supervise.
    :raises SupervisionNote.DoesNotExist: if it stands in nobody's supervision whom they supervise.
    :raises OverAlready: if it is one already.
    :raises NotYetADirection: if something is still missing.
    """
    require(by, permissions.SUPERVISE)
    kept = queries.notes(viewer=by).select_for_update(of=("self",)).get(pk=kept.pk)
    if kept.became_id is not None:
        raise OverAlready
    if not wanted.is_a_direction:
        raise NotYetADirection(wanted.missing)
    made = give(kept.discussed_id, wanted, by=by, at=at)
    kept.became = made
    kept.save(update_fields=["became"])
    return made


def give(discussed: int, wanted: rules.Wanted, *, by: User, at: datetime) -> Direction:
    """Write down a direction that says everything; whoever calls has asked whether they may."""
    assert wanted.owner is not None and wanted.due_on is not None  # noqa: PT018 — `is_a_direction` says so
    made = Direction.objects.create(
        discussed_id=discussed, what=wanted.what.strip(), owner_id=wanted.owner, due_on=wanted.due_on,
        for_what=wanted.for_what.strip(), set_at=at, set_by=by,
    )  # fmt: skip
    note("direction given", by=by, at=at, subject=made, child_id=made.discussed.child_id)
    return made


def _theirs(direction: Direction, by: User) -> Direction:
    require(by, permissions.ANSWER_DIRECTIONS)
    found = queries.directions(viewer=by).select_for_update(of=("self",)).get(pk=direction.pk)
    if not found.is_open:
        raise OverAlready
    return found
