"""Reading the threshold document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import SEE_CHILDREN, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.oversight.performance.answers import Reading
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.models import ChangeRecord
from lintel.oversight.performance.queries import readings
from lintel.oversight.thresholds import permissions
from lintel.oversight.thresholds.codes import Partner
from lintel.oversight.thresholds.models import SecondLook, ThresholdVersion
from lintel.oversight.thresholds.rules import (
    Draft,
    IndicatorText,
    LevelChange,
    LevelText,
    Missing,
    compared,
    difference_in_words,
    not_put_to,
    what_is_missing,
)
from lintel.steps.early_help.models import EarlyHelpEpisode

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# Not how many children came, but whether the right ones did: accepted, assessed for nothing, turned away and back.
BEFORE_AND_AFTER = ("K06", "K09", "K10", "K11")
COMES_BACK_LATER = "K10"  # counted on the day on which the time to come back is over
MOST_DAYS_COMPARED = 26 * 7


@dataclass(frozen=True, kw_only=True)
class BeforeAndAfter:
    """One number before a version took effect and after it, and whether it is another one."""

    before: Reading
    after: Reading
    says: str


@dataclass(frozen=True, kw_only=True)
class ToLookAt:
    """A child who was open in early help when the wording changed, and what came of looking again, once one did."""

    episode_id: int
    child_id: int
    organisation: str
    started_on: date
    days_open: int
    look: SecondLook | None


def versions(*, viewer: User) -> QuerySet[ThresholdVersion]:
    """
    Every version, the latest first.

    :raises NotAllowed: if this person may not read the threshold document.
    """
    require(viewer, permissions.READ_THRESHOLDS)
    return ThresholdVersion.objects.select_related("what_if", "change", "drafted_by", "activated_by").order_by(
        "-number"
    )


def in_force(*, viewer: User, on: date) -> ThresholdVersion | None:
    """The version in force on a day, or None before the first."""
    taken = versions(viewer=viewer).filter(activated_at__isnull=False, withdrawn_at__isnull=True)
    return taken.filter(effective_from__lte=on).order_by("-effective_from").first()


def last_in_effect(*, viewer: User) -> ThresholdVersion | None:
    """The version in force, or about to be, with the latest first day; None before the first."""
    taken = versions(viewer=viewer).filter(activated_at__isnull=False, withdrawn_at__isnull=True)
    return taken.order_by("-effective_from").first()


def one_before(version: ThresholdVersion, *, viewer: User) -> ThresholdVersion | None:
    """The version this one replaces: the last put into effect before it, or the last draft where there is none."""
    taken = versions(viewer=viewer).filter(activated_at__isnull=False, withdrawn_at__isnull=True)
    if version.activated_at is not None:
        taken = taken.filter(effective_from__lt=version.effective_from)
    replaced = taken.exclude(pk=version.pk).order_by("-effective_from").first()
    return replaced or versions(viewer=viewer).filter(number__lt=version.number).first()


def may_be_as_found(version: ThresholdVersion, *, viewer: User) -> bool:
    """Whether it could be the document that was in force before Lintel: no version was ever put into effect here."""
    return version.activated_at is None and not versions(viewer=viewer).filter(activated_at__isnull=False).exists()


def partners_not_asked(version: ThresholdVersion, *, viewer: User) -> list[Partner]:
    """The safeguarding partners this version was not put to."""
    require(viewer, permissions.READ_THRESHOLDS)
    return not_put_to({Partner(each.partner) for each in version.consultations.all()})


def missing(version: ThresholdVersion, *, viewer: User, today: date) -> list[Missing]:
    """Everything a version still lacks before it may take effect."""
    require(viewer, permissions.READ_THRESHOLDS)
    return what_is_missing(as_draft(version, viewer=viewer), today=today)


def as_draft(version: ThresholdVersion, *, viewer: User) -> Draft:
    """The version as the rules see it."""
    require(viewer, permissions.READ_THRESHOLDS)
    return Draft(
        effective_from=version.effective_from,
        has_levels=version.levels.filter(indicators__isnull=False).exists(),
        is_consulted=version.consultations.exists(),
        is_early_help_reviewed=version.early_help_reviewed_at is not None,
        has_what_if=version.what_if is not None,
        is_what_if_signed=version.what_if is not None and version.what_if.signed_at is not None,
    )


def shocks_in_the_same_month(version: ThresholdVersion, *, viewer: User) -> list[ChangeRecord]:
    """Other changes to demand that land in the month the version takes effect."""
    require(viewer, permissions.READ_THRESHOLDS)
    day = version.effective_from
    if day is None:
        return []
    landing = ChangeRecord.objects.filter(
        changed_on__year=day.year, changed_on__month=day.month, withdrawn_at__isnull=True
    )
    own = version.change.pk if version.change else 0
    return list(landing.exclude(pk=own).order_by("changed_on"))


def changes_between(before: ThresholdVersion, after: ThresholdVersion, *, viewer: User) -> list[LevelChange]:
    """What the later version says and the earlier did not, level by level."""
    require(viewer, permissions.READ_THRESHOLDS)
    return compared(_texts(before), _texts(after))


def before_and_after(version: ThresholdVersion, *, viewer: User, today: date) -> list[BeforeAndAfter]:
    """
    Conversion, assessments that found no need and children who came back, before the version took effect and after.

    Both sides are of the same length: until the next version took effect, half a year at most. Empty until a week has
    gone by; who comes back can be counted only later, and has no line before.

    :raises NotAllowed: if this person may not read the threshold document and see indicators.
    """
    require(viewer, permissions.READ_THRESHOLDS)
    begins = version.effective_from
    if version.activated_at is None or version.is_as_found or begins is None or (today - begins).days < 7:
        return []
    ends = min(today, _next_takes_effect(begins) or today)
    days = timedelta(days=min((ends - begins).days, MOST_DAYS_COMPARED))
    found = []
    for code in BEFORE_AND_AFTER:
        starts = begins + timedelta(
            days=time_limit_in_force("back_again", on=begins).amount * (code == COMES_BACK_LATER)
        )
        if starts >= today:
            continue
        before, after = (
            readings(viewer=viewer, as_at=today, codes=[code], period=Period(first, first + days - date.resolution))[0]
            for first in (starts - days, starts)
        )
        found.append(
            BeforeAndAfter(before=before, after=after, says=difference_in_words(before.interval, after.interval))
        )
    return found


def _next_takes_effect(begins: date) -> date | None:
    """The day on which another version took the place of the one that began on a day."""
    later = ThresholdVersion.objects.filter(
        activated_at__isnull=False, withdrawn_at__isnull=True, effective_from__gt=begins
    )
    return later.order_by("effective_from").values_list("effective_from", flat=True).first()


def to_look_at_again(version: ThresholdVersion, *, viewer: User, today: date) -> list[ToLookAt]:
    """
    Every child whom this viewer may see and who was open in early help when the version took effect (S23).

    Nobody is picked out: it is everyone, those nobody has looked at yet first, the longest open first. Before its first
    day it is everyone who is open today. Two queries, however many children.

    :raises NotAllowed: if this person may not read the threshold document and see children.
    """
    require(viewer, permissions.READ_THRESHOLDS)
    require(viewer, SEE_CHILDREN)
    if version.is_as_found:
        return []  # no wording changed
    day = min(version.effective_from or today, today)
    still_open = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    episodes = EarlyHelpEpisode.objects.filter(still_open, started_on__lte=day, child__in=visible_children(viewer))
    looks = {look.episode_id: look for look in version.second_looks.select_related("looked_by")}
    one_each = {each.child_id: each for each in episodes.order_by("-started_on", "-pk")}
    found = [
        ToLookAt(
            episode_id=each.pk, child_id=each.child_id, organisation=each.organisation, started_on=each.started_on,
            days_open=(day - each.started_on).days, look=looks.get(each.pk),
        )
        for each in one_each.values()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.look is not None, each.started_on, each.episode_id))


def episode_to_look_at(version: ThresholdVersion, episode_id: int, *, viewer: User, today: date) -> EarlyHelpEpisode:
    """
    One of them.

    :raises EarlyHelpEpisode.DoesNotExist: if it is not on the viewer's list.
    """
    if all(each.episode_id != episode_id for each in to_look_at_again(version, viewer=viewer, today=today)):
        raise EarlyHelpEpisode.DoesNotExist
    return EarlyHelpEpisode.objects.get(pk=episode_id)


def _texts(version: ThresholdVersion) -> list[LevelText]:
    return [
        LevelText(
            number=level.number, name=level.name, wording=level.wording, is_statutory=level.is_statutory,
            indicators=tuple(
                IndicatorText(domain=each.domain, wording=each.wording, example=each.example)
                for each in level.indicators.all()
            ),
        )
        for level in version.levels.prefetch_related("indicators")
    ]  # fmt: skip
