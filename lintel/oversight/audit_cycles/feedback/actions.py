"""Asking for feedback on the work on an audited child, and keeping it. It is asked for and never required."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.notices.actions import say_answered, tell
from lintel.oversight.audit_cycles.feedback.queries import may_speak_for, to_be_heard
from lintel.oversight.audit_cycles.gathering import workers_holding
from lintel.oversight.audit_cycles.permissions import GIVE_FEEDBACK
from lintel.oversight.audits.codes import Voice
from lintel.oversight.audits.models import Audit, Feedback
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

ASKED_OF_A_WORKER = (
    "A child you work with is being audited: what do you think of the work? Ask the family as well, where it is safe."
)


class NothingSaid(Exception):
    """Whoever says something says it in words."""


class NotTheirs(Exception):
    """This is said by the child's worker, or for the family by the worker or the auditor."""


class SaidAlready(Exception):
    """What was said stands."""


class HandedIn(Exception):
    """The audit is handed in or withdrawn; feedback comes too late to be read beside it."""


def ask_for_feedback(audits: Sequence[Audit], *, by: User, at: datetime) -> list[Feedback]:
    """
    Ask whoever holds each child what they think of the work, and to ask the family, whom nobody writes to directly; of
    a child nobody holds nobody is asked. It follows from drawing the cycle.
    """
    holding = workers_holding([each.child_id for each in audits], local_day(at))
    of = [each for each in audits if each.child_id in holding]
    asked = Feedback.objects.bulk_create(
        Feedback(audit=each, voice=voice, asked_at=at, asked_by=by)
        for voice in (Voice.WORKER, Voice.FAMILY)
        for each in of
    )
    for each in of:
        tell(
            key=key_of(each.pk), words=ASKED_OF_A_WORKER, path=f"/audits/{each.pk}/feedback/", child_id=each.child_id,
            worker_id=holding[each.child_id], by=by, at=at,
        )  # fmt: skip
    said = [(each, each.audit.child_id, {"voice": str(each.voice)}) for each in asked]
    note_each("feedback on an audited child asked for", said, by=by, at=at)
    return asked


@transaction.atomic
def hear(audit: Audit, *, voice: Voice, agreed: bool, words: str, by: User, at: datetime) -> Feedback:
    """
    Keep what the worker, the family or the child said of the work, or that they would rather not.

    :raises NotAllowed: if this person gives no feedback.
    :raises NotTheirs, HandedIn, SaidAlready, NothingSaid: see there.
    """
    require(by, GIVE_FEEDBACK)
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    if not may_speak_for(voice, audit, viewer=by, on=local_day(at)):
        raise NotTheirs
    if audit.submitted_at or audit.withdrawn_at:
        raise HandedIn
    held = to_be_heard(audit, viewer=by).get(voice)
    if held is not None and held.agreed is not None:
        raise SaidAlready
    if agreed and not words.strip():
        raise NothingSaid
    heard = held or Feedback(audit=audit, voice=voice, asked_at=at, asked_by=by)
    heard.agreed, heard.words, heard.heard_at = agreed, words.strip() if agreed else "", at
    heard.save()
    if voice is Voice.WORKER:
        say_answered(key=key_of(audit.pk), by=by, at=at)
    note("feedback on an audited child kept", by=by, at=at, subject=heard, child_id=audit.child_id, voice=voice)
    return heard


def key_of(audit: int) -> str:
    """What the notice to the worker is kept by."""
    return f"audit feedback:{audit}"
