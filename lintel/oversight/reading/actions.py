"""Switching measures of words, signing how they were validated, and seeing a sentence differently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.alike.permissions import VALIDATE_MEASURES
from lintel.oversight.reading import permissions
from lintel.oversight.reading.codes import MAY_BE_SAID_OF, Differently, Measure
from lintel.oversight.reading.marks import kept_mark
from lintel.oversight.reading.models import ReadingSwitch, SeenDifferently, ValidationRecord
from lintel.oversight.reading.word_lists import version_of_all

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class StandsSoAlready(Exception):
    """The measure is on, or off, already."""


class WordsMissing(Exception):
    """A validation record says which texts were rated, and where the measure is known to fail."""


class NoSuchReason(Exception):
    """That cannot be said of this measure."""


@transaction.atomic
def switch(measure: Measure, *, is_on: bool, by: User, at: datetime) -> ReadingSwitch:
    """
    Switch a measure on or off for everybody who writes.

    :raises NotAllowed: if this person does not lead practice.
    :raises StandsSoAlready: if it stands so already.
    """
    require(by, VALIDATE_MEASURES)
    latest = ReadingSwitch.objects.select_for_update().filter(measure=measure).order_by("-set_at", "-pk").first()
    if is_on == (latest is not None and latest.is_on):
        raise StandsSoAlready
    made = ReadingSwitch.objects.create(measure=measure, is_on=is_on, set_by=by, set_at=at)
    note("measure of words switched", by=by, at=at, subject=made, measure=str(measure), is_on=is_on)
    return made


@transaction.atomic
def sign_validation(
    measure: Measure, *, what: str, rated_on: date, texts: int, raters: int, agreement: float,
    groups: Mapping[str, float], known_failures: str, by: User, at: datetime,
) -> ValidationRecord:  # fmt: skip
    """
    Sign how a measure was held against people who rated the same texts. Whether it leaves its trial, `rules` decide.

    :raises NotAllowed: if this person does not lead practice.
    :raises WordsMissing: if it does not say which texts were rated, or where the measure fails.
    """
    require(by, VALIDATE_MEASURES)
    if not what.strip() or not known_failures.strip():
        raise WordsMissing
    record = ValidationRecord.objects.create(
        measure=measure, what=what.strip(), rated_on=rated_on, texts=texts, raters=raters, agreement=agreement,
        groups=dict(groups), known_failures=known_failures.strip(), lists_version=version_of_all(), signed_by=by,
        signed_at=at,
    )  # fmt: skip
    note("validation of a measure of words signed", by=by, at=at, subject=record, measure=str(measure))
    return record


@transaction.atomic
def see_differently(measure: Measure, *, mark: str, because: Differently, by: User, at: datetime) -> SeenDifferently:
    """
    Say that one sees a sentence differently. Said again, the last reason holds; the sentence itself is not kept.

    :param mark: the digest of the sentence, as `looking.mark_of` makes it.
    :raises NotAllowed: if this person writes about no child.
    :raises NoSuchReason: if that cannot be said of this measure.
    """
    require(by, permissions.LOOK_AT_WORDS)
    if because not in MAY_BE_SAID_OF[measure]:
        raise NoSuchReason
    said, _ = SeenDifferently.objects.update_or_create(
        said_by=by, measure=measure, mark=kept_mark(mark, by),
        defaults={"because": because, "lists_version": version_of_all(), "said_at": at},
    )  # fmt: skip
    # The entry names neither the sentence nor its writer's reason.
    note("sentence seen differently", by=by, at=at, measure=str(measure))
    return said
