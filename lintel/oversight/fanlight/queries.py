"""
Asking for the leader's page: three truths side by side, and one's own readings and estimates.

A guess, a reflection and an estimate are told to the leader whose they are, and to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.fanlight import permissions, rules
from lintel.oversight.fanlight.keeping_back import until_shown
from lintel.oversight.fanlight.models import Estimate, WeeklyRecord
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.queries import quality
from lintel.oversight.performance import queries as performance
from lintel.statute.calendar import local_day
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from datetime import datetime

    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person
    from lintel.oversight.moderation.optimism import Quality
    from lintel.oversight.performance.answers import Tile

# What comes in, what waits, what is held, and how long it takes: a glance, not the catalogue.
ACTIVITY = ("K01", "K06", "K30", "K36", "K50", "K53")
FAMILIES = ("K110", "K111")
WORKERS = ("K123",)


@dataclass(frozen=True)
class Truths:
    """
    What the leader's page shows side by side.

    `until` is the last day moderated audits are shown of; `is_kept_back` where that is before the day asked for,
    because the leader has not locked an estimate for the running quarter.
    """

    activity: list[Tile]
    quality: Quality
    since: date
    until: date
    is_kept_back: bool
    families: list[Tile]
    workers: list[Tile]


@dataclass(frozen=True)
class Reading:
    """A record one reads. `graded` is what moderators gave it; None until one has said what one saw."""

    record: WeeklyRecord
    is_seen: bool
    graded: int | None

    @property
    def grades_off(self) -> int | None:
        """The guess minus the moderated grade; above nought where the leader thought it better."""
        return None if self.graded is None else self.record.guess - self.graded


@dataclass(frozen=True)
class Compared:
    """
    An estimate of one's own and, once one has opened the comparison, how far off it was in percentage points.

    `is_over` is whether its quarter is; before that nothing is compared.
    """

    estimate: Estimate
    is_over: bool
    may_be_compared: bool

    @property
    def points_off(self) -> float | None:
        found = self.estimate
        return None if found.middle is None else rules.points_off(found.share, found.middle)

    @property
    def in_words(self) -> str:
        return "" if self.points_off is None else rules.how_far_off(self.points_off)


def truths(*, viewer: User, as_at: date, now: datetime) -> Truths:
    """
    Activity, moderated quality, and what families and workers say.

    :raises NotAllowed: if this person does not see the leader's page.
    """
    require(viewer, permissions.SEE_FANLIGHT)
    shown_until = until_shown(viewer=viewer, on=local_day(now))
    since, until = rules.looked_at(as_at, shown_until=shown_until)
    codes = (*ACTIVITY, *FAMILIES, *WORKERS)
    found = {tile.code: tile for tile in performance.tiles(viewer=viewer, as_at=as_at, codes=codes, now=now)}
    return Truths(
        [found[code] for code in ACTIVITY], quality(viewer=viewer, since=since, until=until), since, until,
        until < as_at, [found[code] for code in FAMILIES], [found[code] for code in WORKERS],
    )  # fmt: skip


def record_of_week(*, viewer: User, on: date) -> Reading | None:
    """The record one reads this week; None before one has guessed."""
    require(viewer, permissions.READ_A_RECORD)
    found = _own(viewer).filter(week=rules.week_of(on)).first()
    return _reading(found, viewer) if found else None


def own_records(*, viewer: User) -> list[Reading]:
    """One's own readings, newest first: nobody sees another leader's."""
    require(viewer, permissions.READ_A_RECORD)
    return [_reading(each, viewer) for each in _own(viewer)]


def own_record(pk: int, *, viewer: User) -> Reading | None:
    """One reading of one's own; None where it is not theirs."""
    require(viewer, permissions.READ_A_RECORD)
    found = _own(viewer).filter(pk=pk).first()
    return _reading(found, viewer) if found else None


def last_read(*, viewer: User) -> WeeklyRecord | None:
    """The last whole record one has read and said something of."""
    require(viewer, permissions.READ_A_RECORD)
    return _own(viewer).filter(reflected_at__isnull=False).order_by("-reflected_at").first()


def last_read_by_leaders(*, viewer: User) -> list[tuple[str, datetime]]:
    """When each leader last read a whole record and said something of it: the day alone, by name."""
    require(viewer, permissions.SEE_FANLIGHT)
    read = WeeklyRecord.objects.filter(reflected_at__isnull=False).order_by("reflected_at")
    latest = {each.leader.name: each.reflected_at for each in read.select_related("leader")}
    return sorted((name, at) for name, at in latest.items() if at is not None)


def children_to_draw_from(*, viewer: User) -> QuerySet[Person]:
    """Every child with open work whom this leader may see."""
    require(viewer, permissions.READ_A_RECORD)
    open_work = Referral.objects.filter(is_nfa=False, closed_on__isnull=True)
    return visible_children(viewer).filter(is_child=True, pk__in=open_work.values("child"))


def estimate_of_quarter(*, viewer: User, on: date) -> Estimate | None:
    """One's own estimate of the quarter a day lies in; None before it is locked."""
    require(viewer, permissions.READ_A_RECORD)
    return Estimate.objects.filter(leader=viewer, quarter_from=rules.quarter_of(on)[0]).first()


def own_estimates(*, viewer: User, on: date) -> list[Compared]:
    """One's own estimates, newest first, and whether each may be compared."""
    require(viewer, permissions.READ_A_RECORD)
    found = Estimate.objects.filter(leader=viewer).order_by("-quarter_from")
    return [_compared(each, viewer, on) for each in found]


def own_estimate(pk: int, *, viewer: User) -> Estimate | None:
    """One estimate of one's own; None where it is not theirs."""
    require(viewer, permissions.READ_A_RECORD)
    return Estimate.objects.filter(leader=viewer, pk=pk).first()


def quality_of(estimate: Estimate, *, viewer: User, on: date) -> Quality:
    """What moderated audits say of the quarter of an estimate, so far as it is over."""
    require(viewer, permissions.READ_A_RECORD)
    return quality(viewer=viewer, since=estimate.quarter_from, until=min(estimate.quarter_until, on))


def _compared(estimate: Estimate, viewer: User, on: date) -> Compared:
    over = rules.is_over(estimate.quarter_until, on=on)
    may_be = over and estimate.compared_at is None and quality_of(estimate, viewer=viewer, on=on).enough
    return Compared(estimate, over, may_be)


def _own(viewer: User) -> QuerySet[WeeklyRecord]:
    return WeeklyRecord.objects.filter(leader=viewer).select_related("child").order_by("-week")


def _reading(record: WeeklyRecord, viewer: User) -> Reading:
    """A record that was restricted since it was drawn is not shown any more."""
    is_seen = visible_children(viewer).filter(pk=record.child_id).exists()
    graded = None
    if record.reflected_at is not None and is_seen:
        # Who moderates an audit of this child themselves is not told what another moderator made of it.
        own = Moderation.objects.filter(moderator=viewer, locked_at__isnull=True).values("audit")
        locked = Moderation.objects.filter(
            audit__child=record.child_id, place=1, audit__grading__sealed=False, locked_at__isnull=False
        ).exclude(audit__in=own)
        graded = locked.order_by("-locked_at", "-pk").values_list("grade", flat=True).first()
    return Reading(record, is_seen, graded)
