"""Reading the threshold document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import require
from lintel.oversight.performance.models import ChangeRecord
from lintel.oversight.thresholds import permissions
from lintel.oversight.thresholds.models import ThresholdVersion
from lintel.oversight.thresholds.rules import Draft, LevelChange, LevelText, Missing, compared, what_is_missing

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


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


def _texts(version: ThresholdVersion) -> list[LevelText]:
    return [
        LevelText(
            number=level.number, name=level.name,
            indicators=tuple((each.domain, each.wording) for each in level.indicators.all()),
        )
        for level in version.levels.prefetch_related("indicators")
    ]  # fmt: skip
