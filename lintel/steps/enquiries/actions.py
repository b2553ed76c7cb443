"""Writing strategy discussions and enquiries and conferences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.models import Conference, ReasonableCause, Section47Enquiry, StrategyDiscussion

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_strategy_discussions(records: Sequence[StrategyDiscussion], *, by: User, at: datetime) -> Loaded:
    """
    Lay down strategy discussions read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_enquiries(records: Sequence[Section47Enquiry], *, by: User, at: datetime) -> Loaded:
    """
    Lay down enquiries read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_conferences(records: Sequence[Conference], *, by: User, at: datetime) -> Loaded:
    """
    Lay down conferences read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


class NoReasonGiven(Exception):
    """Harm is thought likely for a reason, or not at all."""


@transaction.atomic
def reasonable_cause_is_of(child: Person, *, child_contact_id: int, by: User, at: datetime) -> None:
    """
    Say that reasonable cause, stamped in a contact for a child somebody mistook, is of this one.

    :raises NotAllowed: if this person may not stamp it.
    """
    require(by, permissions.STAMP_REASONABLE_CAUSE)
    cause = ReasonableCause.objects.select_for_update().filter(child_contact=child_contact_id).first()
    if cause is not None and cause.child_id != child.pk:
        before, cause.child = cause.child_id, child
        cause.save(update_fields=["child"])
        note("reasonable cause is another child's", by=by, at=at, subject=cause, child_id=child.pk, before=before)


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
