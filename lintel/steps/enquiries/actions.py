"""Writing strategy discussions and enquiries and conferences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.late.actions import discussion_follows
from lintel.steps.enquiries.models import Conference, ReasonableCause, Section47Enquiry, StrategyDiscussion

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

Record = TypeVar("Record", StrategyDiscussion, Section47Enquiry)


def load_strategy_discussions(records: Sequence[StrategyDiscussion], *, by: User, at: datetime) -> Loaded:
    """
    Lay down strategy discussions read from files; see `lay_down` for what is matched and what is never erased.

    One that was held here stands as it is: a file that tells of it makes no second one beside it.

    :raises NotAllowed: if this person may not load records.
    """
    ours = StrategyDiscussion.objects.filter(meeting__isnull=False)
    return _lay_down_beside(ours, records, day="held_on", by=by, at=at)


def load_enquiries(records: Sequence[Section47Enquiry], *, by: User, at: datetime) -> Loaded:
    """
    Lay down enquiries read from files; see `lay_down` for what is matched and what is never erased.

    One that a discussion held here began stands as it is, and a discussion held here begins no other.

    :raises NotAllowed: if this person may not load records.
    """
    said = [record.begun_by_id for record in records if record.begun_by_id]
    held_here = set(StrategyDiscussion.objects.filter(pk__in=said, meeting__isnull=False).values_list("pk", flat=True))
    for record in records:
        if record.begun_by_id in held_here:
            record.begun_by = None
    ours = Section47Enquiry.objects.filter(begun_by__meeting__isnull=False)
    return _lay_down_beside(ours, records, day="started_on", by=by, at=at)


def load_conferences(records: Sequence[Conference], *, by: User, at: datetime) -> Loaded:
    """
    Lay down conferences read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def _lay_down_beside(
    ours: QuerySet[Record], records: Sequence[Record], *, day: str, by: User, at: datetime
) -> Loaded:  # fmt: skip
    """
    Lay down what files say beside what was decided here. Of a child and a day, the first that files tell of are ours;
    they carry the number they are held under.
    """
    known: dict[tuple[int, date], list[int]] = defaultdict(list)
    of_them = ours.filter(child__in={record.child.pk for record in records})
    for child, on, pk in of_them.order_by("pk").values_list("child_id", day, "pk"):
        known[child, on].append(pk)
    rest = []
    for record in sorted(records, key=lambda record: record.key):
        if held := known[record.child.pk, getattr(record, day)]:
            record.pk = held.pop(0)
        else:
            rest.append(record)
    return lay_down(rest, by=by, at=at) + Loaded(unchanged=len(records) - len(rest))


class NoReasonGiven(Exception):
    """Harm is thought likely for a reason, or not at all."""


@transaction.atomic
def reasonable_cause_is_of(child: Person, *, child_contact_id: int, by: User, at: datetime) -> None:
    """
    Say that reasonable cause, stamped in a contact for a child somebody mistook, is of this one. A discussion that was
    held and has not decided is then about this one as well.

    :raises NotAllowed: if this person may not stamp it.
    """
    require(by, permissions.STAMP_REASONABLE_CAUSE)
    cause = ReasonableCause.objects.select_for_update().filter(child_contact=child_contact_id).first()
    if cause is not None and cause.child_id != child.pk:
        before, cause.child = cause.child_id, child
        cause.save(update_fields=["child"])
        note("reasonable cause is another child's", by=by, at=at, subject=cause, child_id=child.pk, before=before)
        discussion_follows(cause, by=by, at=at)


@transaction.atomic
def stamp_reasonable_cause(
    *, child: Person, reason: str, known_since: datetime, child_contact_id: int | None = None, by: User, at: datetime
) -> ReasonableCause:
    """
    Say that a child is likely to suffer significant harm, which asks for a strategy discussion. Said twice of the same
    contact, the first holds.

    :raises NotAllowed: if this person may not say so.
    :raises NoReasonGiven: if they do not say why.
    """
    require(by, permissions.STAMP_REASONABLE_CAUSE)
    if not reason.strip():
        raise NoReasonGiven
    if child_contact_id is not None:
        held = ReasonableCause.objects.select_for_update().filter(child_contact=child_contact_id).first()
        if held is not None:
            return held
    cause = ReasonableCause.objects.create(
        child=child, child_contact_id=child_contact_id, reason=reason.strip(), known_since=min(known_since, at),
        stamped_at=at, stamped_by=by,
    )  # fmt: skip
    note("reasonable cause stamped", by=by, at=at, subject=cause, child_id=child.pk)
    return cause
