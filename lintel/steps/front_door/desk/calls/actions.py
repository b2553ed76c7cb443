"""Beginning a call and ending it as a contact or as one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Team
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import CallKind, Channel
from lintel.steps.front_door.desk.models import Call
from lintel.steps.front_door.intake.actions import Knock, receive_contact
from lintel.steps.front_door.models import Contact, OneLine
from lintel.steps.front_door.telling.actions import record_one_line

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotYourCall(Exception):
    """A colleague took this call."""


class CallEnded(Exception):
    """The call was written down already."""

    def __init__(self, call: Call) -> None:
        super().__init__("This call is written down already.")
        self.call = call


@transaction.atomic
def take_call(*, by: User, at: datetime) -> Call:
    """
    Somebody picks up the telephone: `at` is the time of receipt of whatever it becomes, and cannot be changed.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    call = Call.objects.create(begun_at=at, begun_by=by)
    note("call taken", by=by, at=at, subject=call)
    return call


@transaction.atomic
def end_as_contact(call: Call, knock: Knock, *, desk: Team | None, by: User, at: datetime) -> Contact:
    """
    Write a call down as a contact, received when the call began. Sent twice, it is the same contact.

    :param desk: the desk that took the call; a call out of hours says so.
    :raises NotYourCall: if a colleague took it.
    :raises CallEnded: if it became one line before.
    :raises: what `receive_contact` raises.
    """
    call = _mine(call, by)
    if call.contact is not None:
        return call.contact
    if call.ended_at is not None:
        raise CallEnded(call)
    is_out_of_hours = desk is not None and desk.kind == TeamKind.OUT_OF_HOURS
    knock = replace(
        knock, channel=Channel.OUT_OF_HOURS if is_out_of_hours else Channel.TELEPHONE, received_at=call.begun_at,
        once=f"call {call.pk}", team=desk, screen="telephone",
    )  # fmt: skip
    contact = receive_contact(knock, by=by, at=at)
    call.contact, call.ended_at = contact, at
    call.save(update_fields=["contact", "ended_at"])
    note("call written down", by=by, at=at, subject=call, contact=contact.pk)
    return contact


@transaction.atomic
def end_in_one_line(
    call: Call, *, kind: CallKind, words: str, said: str = "", child: Person | None = None, by: User, at: datetime
) -> OneLine:
    """
    Write a call down in one line: it is not a referral.

    :raises NotYourCall: if a colleague took it.
    :raises CallEnded: if it was written down before.
    :raises: what `record_one_line` raises.
    """
    call = _mine(call, by)
    if call.ended_at is not None:
        raise CallEnded(call)
    line = record_one_line(kind=kind, words=words, said=said, received_at=call.begun_at, child=child, by=by, at=at)
    call.one_line, call.ended_at = line, at
    call.save(update_fields=["one_line", "ended_at"])
    note("call written down", by=by, at=at, subject=call, kind=str(kind))
    return line


def _mine(call: Call, by: User) -> Call:
    require(by, permissions.WORK_THE_DESK)
    call = Call.objects.select_for_update(of=("self",)).select_related("contact").get(pk=call.pk)
    if call.begun_by_id != by.pk:
        raise NotYourCall
    return call
