"""Drafting a threshold version, reviewing it, and putting it into effect: the gate of S2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.performance.actions import record_change
from lintel.oversight.thresholds import permissions, queries
from lintel.oversight.thresholds.codes import Domain, Found, Partner
from lintel.oversight.thresholds.models import Consultation, Indicator, Level, SecondLook, ThresholdVersion
from lintel.oversight.thresholds.rules import Missing, what_is_missing

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.demand.what_if.models import WhatIf
    from lintel.steps.early_help.models import EarlyHelpEpisode

NO_NUMBER = 0  # where a level stands for the moment in which two change places


class WordsMissing(Exception):
    """A version has a title and an owner, a level a name, an indicator its words, a consultation a partner."""


class AlreadyInEffect(Exception):
    """A version that was put into effect is not rewritten; draft the next."""


class NotReady(Exception):
    """The version lacks something; `missing` says all of it."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(" ".join(each.words for each in missing))
        self.missing = list(missing)


class NoSuchLevel(Exception):
    """The version has no level of that number."""


class NotYetInForce(Exception):
    """Children are looked at again once the new wording is in force."""


class NotInEffect(Exception):
    """Only a version that was put into effect, and not withdrawn, is withdrawn."""


class NotTheFirst(Exception):
    """A version was put into effect here before; only the first document can have been in force already."""


class NotYetThen(Exception):
    """A document that is in force already has been so since some day that is past."""


class DayTaken(Exception):
    """Another version takes effect on that day."""


@dataclass(frozen=True, kw_only=True)
class IndicatorWords:
    """One indicator as it is typed."""

    domain: Domain
    wording: str
    example: str = ""


@transaction.atomic
def draft(title: str, *, owner: str, by: User, at: datetime) -> ThresholdVersion:
    """
    Draft the next version: a copy of the one in force or about to be, or of the last draft where there is none.

    :raises NotAllowed: if this person may not draft.
    :raises WordsMissing: without a title or an owner.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    if not title.strip() or not owner.strip():
        raise WordsMissing
    pattern = queries.last_in_effect(viewer=by) or queries.versions(viewer=by).first()
    number = 1 + (ThresholdVersion.objects.aggregate(last=Max("number"))["last"] or 0)
    version = ThresholdVersion.objects.create(
        number=number, title=title.strip(), owner=owner.strip(), drafted_by=by, drafted_at=at
    )
    if pattern is not None:
        _copy(pattern, version)
    copied = pattern.number if pattern else None
    note("threshold version drafted", subject=version, by=by, at=at, number=number, copy_of=copied)
    return version


def _copy(pattern: ThresholdVersion, version: ThresholdVersion) -> None:
    for level in pattern.levels.prefetch_related("indicators"):
        copy = Level.objects.create(
            version=version, number=level.number, name=level.name, wording=level.wording,
            is_statutory=level.is_statutory,
        )  # fmt: skip
        Indicator.objects.bulk_create(
            Indicator(level=copy, domain=each.domain, wording=each.wording, example=each.example)
            for each in level.indicators.all()
        )


@transaction.atomic
def write_level(
    version: ThresholdVersion, *, number: int, name: str, wording: str, is_statutory: bool,
    indicators: Sequence[IndicatorWords], by: User, at: datetime,
) -> Level:  # fmt: skip
    """
    Write one level of a draft anew, with all of its indicators. A review of early help wording has to be done again.

    :raises NotAllowed: if this person may not draft.
    :raises AlreadyInEffect: if the version was put into effect.
    :raises WordsMissing: if the level has no name or an indicator no words.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    locked = _draft(version)
    if not name.strip() or not all(each.wording.strip() for each in indicators):
        raise WordsMissing
    level, _ = Level.objects.update_or_create(
        version=locked, number=number,
        defaults={"name": name.strip(), "wording": wording, "is_statutory": is_statutory},
    )  # fmt: skip
    level.indicators.all().delete()
    Indicator.objects.bulk_create(
        Indicator(level=level, domain=each.domain, wording=each.wording.strip(), example=each.example)
        for each in indicators
    )
    _must_be_reviewed_again(locked)
    note("level of need written", subject=locked, by=by, at=at, level=number, indicators=len(indicators))
    return level


def _must_be_reviewed_again(locked: ThresholdVersion) -> None:
    locked.early_help_reviewed_by = locked.early_help_reviewed_at = None
    locked.save(update_fields=["early_help_reviewed_by", "early_help_reviewed_at"])


@transaction.atomic
def move_level(version: ThresholdVersion, *, number: int, to: int, by: User, at: datetime) -> None:
    """
    Give a level of a draft another number; a level that has it takes the number that became free.

    :raises NotAllowed: if this person may not draft.
    :raises AlreadyInEffect: if the version was put into effect.
    :raises NoSuchLevel: if no level has the number.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    locked = _draft(version)
    level, other = (locked.levels.filter(number=each).first() for each in (number, to))
    if level is None:
        raise NoSuchLevel(number)
    if other is not None and other != level:
        Level.objects.filter(pk=other.pk).update(number=NO_NUMBER)
    Level.objects.filter(pk=level.pk).update(number=to)
    if other is not None and other != level:
        Level.objects.filter(pk=other.pk).update(number=number)
    _must_be_reviewed_again(locked)
    note("level of need moved", subject=locked, by=by, at=at, level=number, to=to)


@transaction.atomic
def remove_level(version: ThresholdVersion, *, number: int, by: User, at: datetime) -> None:
    """
    Take a level out of a draft, with its indicators.

    :raises NotAllowed: if this person may not draft.
    :raises AlreadyInEffect: if the version was put into effect.
    :raises NoSuchLevel: if no level has the number.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    locked = _draft(version)
    level = locked.levels.filter(number=number).first()
    if level is None:
        raise NoSuchLevel(number)
    level.delete()
    _must_be_reviewed_again(locked)
    note("level of need removed", subject=locked, by=by, at=at, level=number, name=level.name)


@transaction.atomic
def set_day(version: ThresholdVersion, *, effective_from: date, by: User, at: datetime) -> ThresholdVersion:
    """
    Say from which day a draft shall take effect.

    :raises NotAllowed: if this person may not draft.
    :raises AlreadyInEffect: if the version was put into effect.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    locked = _draft(version)
    locked.effective_from = effective_from
    locked.save(update_fields=["effective_from"])
    note("threshold version dated", subject=locked, by=by, at=at, effective_from=str(effective_from))
    return locked


@transaction.atomic
def record_consultation(
    version: ThresholdVersion, *, consulted_on: date, partner: Partner = Partner.OTHER, with_whom: str = "",
    said: str = "", by: User, at: datetime,
) -> Consultation:  # fmt: skip
    """
    Write down who was asked about a draft, and what they said.

    :param with_whom: who exactly; of a partner it may be left out.
    :raises NotAllowed: if this person may not draft.
    :raises AlreadyInEffect: if the version was put into effect.
    :raises WordsMissing: if it does not say with whom.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    locked = _draft(version)
    if not with_whom.strip() and partner == Partner.OTHER:
        raise WordsMissing
    held = Consultation.objects.create(
        version=locked, partner=partner, with_whom=with_whom.strip() or partner.words, consulted_on=consulted_on,
        said=said,
    )  # fmt: skip
    note("consultation recorded", subject=locked, by=by, at=at, with_whom=held.with_whom, partner=partner)
    return held


@transaction.atomic
def review_early_help(version: ThresholdVersion, *, by: User, at: datetime) -> ThresholdVersion:
    """
    Say that the early help wording was read beside the statutory wording of this draft (S23).

    :raises NotAllowed: if this person may not review it.
    :raises AlreadyInEffect: if the version was put into effect.
    """
    require(by, permissions.REVIEW_EARLY_HELP_WORDING)
    locked = _draft(version)
    locked.early_help_reviewed_by, locked.early_help_reviewed_at = by, at
    locked.save(update_fields=["early_help_reviewed_by", "early_help_reviewed_at"])
    note("early help wording reviewed", subject=locked, by=by, at=at)
    return locked


@transaction.atomic
def attach_what_if(version: ThresholdVersion, *, what_if: WhatIf, by: User, at: datetime) -> ThresholdVersion:
    """
    Attach the what-if that says what this version would do to the work; signed now or later.

    :raises NotAllowed: if this person may not draft.
    :raises AlreadyInEffect: if the version was put into effect.
    """
    require(by, permissions.DRAFT_THRESHOLDS)
    locked = _draft(version)
    locked.what_if = what_if
    locked.save(update_fields=["what_if"])
    note("what-if attached", subject=locked, by=by, at=at, what_if=what_if.pk)
    return locked


@transaction.atomic
def activate(version: ThresholdVersion, *, by: User, at: datetime) -> ThresholdVersion:
    """
    Put a version into effect from its day on, and draw the change on every chart.

    :raises NotAllowed: if this person may not.
    :raises AlreadyInEffect: if it was done already.
    :raises NotReady: with everything that is missing; nothing is changed.
    :raises DayTaken: if another version takes effect on that day.
    """
    require(by, permissions.ACTIVATE_THRESHOLDS)
    locked = _draft(version)
    missing = what_is_missing(queries.as_draft(locked, viewer=by), today=timezone.localtime(at).date())
    if missing or locked.effective_from is None:
        raise NotReady(missing)
    taken = ThresholdVersion.objects.filter(
        effective_from=locked.effective_from, activated_at__isnull=False, withdrawn_at__isnull=True
    )
    if taken.exists():
        raise DayTaken
    locked.change = record_change(
        f"Threshold version {locked.number}: {locked.title}"[:200], changed_on=locked.effective_from,
        decided_by=locked.owner, by=by, at=at,
    )  # fmt: skip
    locked.activated_by, locked.activated_at = by, at
    locked.save(update_fields=["change", "activated_by", "activated_at"])
    note(
        "threshold version put into effect", subject=locked, by=by, at=at, effective_from=str(locked.effective_from),
        not_put_to=[str(each) for each in queries.partners_not_asked(locked, viewer=by)],
        shocks=[each.what for each in queries.shocks_in_the_same_month(locked, viewer=by)],
    )  # fmt: skip
    return locked


@transaction.atomic
def adopt(version: ThresholdVersion, *, in_force_since: date, by: User, at: datetime) -> ThresholdVersion:
    """
    Write down that a document was in force here before Lintel was: nothing changes by it, so nothing stands behind it.

    Every version after it passes the gate (`activate`).

    :raises NotAllowed: if this person may not.
    :raises AlreadyInEffect: if it is in effect already.
    :raises NotTheFirst: if any version ever was, withdrawn ones too.
    :raises NotReady: if no level with an indicator is written.
    :raises NotYetThen: if the day is in the future.
    """
    require(by, permissions.ACTIVATE_THRESHOLDS)
    locked = _draft(version)
    if ThresholdVersion.objects.filter(activated_at__isnull=False).exists():
        raise NotTheFirst
    if not queries.as_draft(locked, viewer=by).has_levels:
        raise NotReady([Missing.LEVELS])
    if in_force_since > timezone.localtime(at).date():
        raise NotYetThen
    locked.is_as_found, locked.effective_from = True, in_force_since
    locked.activated_by, locked.activated_at = by, at
    locked.save(update_fields=["is_as_found", "effective_from", "activated_by", "activated_at"])
    note("threshold document adopted as found", subject=locked, by=by, at=at, in_force_since=str(in_force_since))
    return locked


@transaction.atomic
def withdraw(version: ThresholdVersion, *, because: str, by: User, at: datetime) -> ThresholdVersion:
    """
    Withdraw a version; the one before it is in force again. The change stays on the charts.

    :raises NotAllowed: if this person may not.
    :raises NotInEffect: if it was never put into effect, or is withdrawn.
    :raises WordsMissing: without a reason.
    """
    require(by, permissions.ACTIVATE_THRESHOLDS)
    locked = ThresholdVersion.objects.select_for_update().get(pk=version.pk)
    if locked.activated_at is None or locked.withdrawn_at is not None:
        raise NotInEffect
    if not because.strip():
        raise WordsMissing
    locked.withdrawn_at, locked.withdrawn_because = at, because.strip()
    locked.save(update_fields=["withdrawn_at", "withdrawn_because"])
    note("threshold version withdrawn", subject=locked, by=by, at=at, because=locked.withdrawn_because)
    return locked


@transaction.atomic
def look_again(
    version: ThresholdVersion, *, episode: EarlyHelpEpisode, found: Found, by: User, at: datetime
) -> SecondLook:
    """
    Say what came of looking again at a child in early help. Said twice, the later word stands and the earlier is kept.

    Nothing else happens by it: who steps a child up also does so on the record.

    :raises NotAllowed: if this person may not.
    :raises NotYetInForce: if the version is not in force yet, or was withdrawn.
    :raises EarlyHelpEpisode.DoesNotExist: if the child is not on this person's list.
    """
    require(by, permissions.LOOK_AGAIN)
    locked = ThresholdVersion.objects.select_for_update().get(pk=version.pk)
    begins, today = locked.effective_from, timezone.localtime(at).date()
    if locked.activated_at is None or locked.withdrawn_at is not None or begins is None or begins > today:
        raise NotYetInForce
    queries.episode_to_look_at(locked, episode.pk, viewer=by, today=today)
    look, _ = SecondLook.objects.update_or_create(
        version=locked, episode=episode, defaults={"found": found, "looked_by": by, "looked_at": at}
    )
    note(
        "child in early help looked at again", subject=locked, child_id=episode.child_id, by=by, at=at,
        found=str(found),
    )  # fmt: skip
    return look


def _draft(version: ThresholdVersion) -> ThresholdVersion:
    locked = ThresholdVersion.objects.select_for_update(of=("self",)).select_related("what_if").get(pk=version.pk)
    if locked.activated_at is not None:
        raise AlreadyInEffect
    return locked
