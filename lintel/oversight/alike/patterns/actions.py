"""Signing validation records, switching measures, contesting them, and sharing one's own line."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.patterns.models import Contest, Shared, Switch, Validation

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class WordsMissing(Exception):
    """A record says what was done and found, a switch why, a contest what is wrong, an answer something."""


class AnsweredAlready(Exception):
    """Somebody answered it first."""


@transaction.atomic
def sign_validation(
    measure: Measure, *, done_on: date, what: str, found: str, known_failures: str, by: User, at: datetime
) -> Validation:
    """
    Sign how a measure was held against something else here. It then no longer wears the label "trial".

    :raises NotAllowed: if this person may not.
    :raises WordsMissing: if it does not say what was done, what was found, and where it is known to fail.
    """
    require(by, permissions.VALIDATE_MEASURES)
    if not all(words.strip() for words in (what, found, known_failures)):
        raise WordsMissing
    record = Validation.objects.create(
        measure=measure, done_on=done_on, what=what.strip(), found=found.strip(),
        known_failures=known_failures.strip(), signed_by=by, signed_at=at,
    )  # fmt: skip
    note("validation of a measure signed", by=by, at=at, subject=record, measure=str(measure))
    return record


@transaction.atomic
def switch(measure: Measure, *, is_on: bool, because: str, by: User, at: datetime) -> Switch:
    """
    Switch a measure on or off for everybody.

    :raises NotAllowed: if this person may not.
    :raises WordsMissing: if it does not say why.
    """
    require(by, permissions.VALIDATE_MEASURES)
    if not because.strip():
        raise WordsMissing
    made = Switch.objects.create(measure=measure, is_on=is_on, because=because.strip(), set_by=by, set_at=at)
    note("measure switched", by=by, at=at, subject=made, measure=str(measure), is_on=is_on)
    return made


@transaction.atomic
def contest(measure: Measure, *, words: str, by: User, at: datetime) -> Contest:
    """
    Say that what is measured is not so.

    :raises NotAllowed: if this person may not.
    :raises WordsMissing: if it does not say what is wrong.
    """
    require(by, permissions.CONTEST_MEASURES)
    if not words.strip():
        raise WordsMissing
    said = Contest.objects.create(measure=measure, words=words.strip(), said_by=by, said_at=at)
    note("measure contested", by=by, at=at, subject=said, measure=str(measure))
    return said


@transaction.atomic
def answer_contest(pk: int, *, answer: str, by: User, at: datetime) -> Contest:
    """
    Answer somebody who contests a measure.

    :raises NotAllowed: if this person may not.
    :raises WordsMissing: if it says nothing.
    :raises AnsweredAlready: if somebody answered first.
    """
    require(by, permissions.VALIDATE_MEASURES)
    if not answer.strip():
        raise WordsMissing
    said = Contest.objects.select_for_update().get(pk=pk)
    if said.answered_at is not None:
        raise AnsweredAlready
    said.answer, said.answered_by, said.answered_at = answer.strip(), by, at
    said.save(update_fields=["answer", "answered_by", "answered_at"])
    note("contest answered", by=by, at=at, subject=said, measure=said.measure)
    return said


@transaction.atomic
def share_own_line(*, is_shared: bool, by: User, at: datetime) -> None:
    """
    Let leaders see one's own line by name, or no longer.

    :raises NotAllowed: if this person decides nothing at the front door.
    """
    require(by, permissions.DECIDE_BLIND)
    held = Shared.objects.select_for_update().filter(user=by, ended_at__isnull=True).first()
    if is_shared == (held is not None):
        return
    if held is None:
        held = Shared.objects.create(user=by, began_at=at)
    else:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
    note("own line shared" if is_shared else "own line no longer shared", by=by, at=at, subject=held)
