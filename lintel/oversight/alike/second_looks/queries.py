"""Asking for second looks. Before somebody's own is locked, no answer here holds anything of the first decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.journey.history.queries import known_as_seen_by
from lintel.oversight.alike import permissions
from lintel.oversight.alike.examples.models import ProvisionalView
from lintel.oversight.alike.second_looks.models import Calibration, Gap, SecondLook
from lintel.oversight.alike.second_looks.picture import Pair, Picture, picture_of
from lintel.steps.front_door.queries import contacts

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WEEKS_OF_AGREEMENT = 13
# Opened and left: after so long somebody else may take it.
KEPT_FOR = timedelta(hours=24)
OWN_TRACES = ("second look opened", "second decision locked")


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A second look on somebody's list: when the contact came, and whether they opened it already."""

    pk: int
    received_at: datetime | None
    concerns: tuple[str, ...]
    is_begun: bool


@dataclass(frozen=True, kw_only=True)
class Blind:
    """What a second decider sees: what was known at the time, frozen. Nothing of what was decided, or by whom."""

    pk: int
    child: int
    child_contact: int
    threshold_version: int | None
    known: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One's own second decision after it was locked, beside the first."""

    pk: int
    child: int
    outcome: str
    level: int | None
    rationale: str
    first_outcome: str
    first_level: int | None
    first_rationale: str
    levels_apart: int


@dataclass(frozen=True, kw_only=True)
class OpenGap:
    """A gap a manager is to look at, with both decisions and nobody's name."""

    pk: int
    child: int
    contact: int
    raised_at: datetime
    due_on: date
    levels_apart: int
    first_outcome: str
    first_level: int | None
    first_rationale: str
    second_outcome: str
    second_level: int | None
    second_rationale: str


def offered(*, viewer: User, at: datetime) -> list[Offered]:
    """
    The second looks this person may take, oldest first.

    Never one's own decisions or those one signed, never of a child one may not see, and never of a child or contact
    one has looked at since it was decided: whoever saw the record knows the decision.
    """
    if not may(viewer, permissions.DECIDE_BLIND):
        return []
    rows = (
        _open_to(viewer, at)
        .order_by("drawn_at", "pk")
        .values_list(
            "pk",
            "decision__child_contact__contact__received_at",
            "decision__child_contact__contact__concerns",
            "taken_by",
        )
    )
    return [
        Offered(pk=pk, received_at=received, concerns=tuple(concerns), is_begun=taken_by == viewer.pk)
        for pk, received, concerns, taken_by in rows
    ]


def to_decide(pk: int, *, viewer: User, at: datetime) -> Blind:
    """
    One of them, to decide.

    :raises NotAllowed: if this person may not decide blind.
    :raises SecondLook.DoesNotExist: if it is not on their list.
    """
    require(viewer, permissions.DECIDE_BLIND)
    look = _open_to(viewer, at).filter(pk=pk).select_related("decision__child_contact__contact").first()
    if look is None:
        raise SecondLook.DoesNotExist
    first, line = look.decision, look.decision.child_contact
    return Blind(
        pk=pk, child=line.child_id, child_contact=line.pk, threshold_version=first.threshold_version,
        known=known_as_seen_by(first.known, line.contact, viewer=viewer),
    )  # fmt: skip


def decided_by(*, viewer: User, since: datetime) -> list[Settled]:
    """
    One's own second decisions, beside the first, the latest first: one learns from them. Nobody else's.

    :raises NotAllowed: if this person may not decide blind.
    """
    require(viewer, permissions.DECIDE_BLIND)
    looks = SecondLook.objects.filter(
        decided_by=viewer, decided_at__gte=since, decision__child_contact__child__in=visible_children(viewer)
    )
    return [
        Settled(
            pk=look.pk, child=look.decision.child_contact.child_id, outcome=look.outcome, level=look.level,
            rationale=look.rationale, first_outcome=look.decision.outcome, first_level=look.decision.level,
            first_rationale=look.decision.rationale, levels_apart=look.levels_apart or 0,
        )
        for look in looks.select_related("decision__child_contact").order_by("-decided_at", "-pk")
    ]  # fmt: skip


def pairs(*, viewer: User, until: datetime, weeks: int = WEEKS_OF_AGREEMENT) -> list[Pair]:
    """
    Locked pairs of the last weeks, without names or children.

    :raises NotAllowed: if this person may not read how alike decisions are.
    """
    require(viewer, permissions.READ_AGREEMENT)
    locked = SecondLook.objects.filter(
        decided_at__gt=until - timedelta(weeks=weeks), decided_at__lte=until, decision__returned_at__isnull=True
    )
    looked_up = ProvisionalView.objects.filter(
        contact=OuterRef("decision__child_contact__contact"), written_by=OuterRef("decision__decided_by"),
        written_at__lt=OuterRef("decision__decided_at"),
    )  # fmt: skip
    rows = locked.annotate(has_examples=Exists(looked_up)).order_by("pk").values(
        "pk", "decision__outcome", "decision__level", "outcome", "level", "chance", "factors", "levels_apart",
        "has_examples",
    )  # fmt: skip
    return [
        Pair(
            look=row["pk"], first_outcome=row["decision__outcome"], second_outcome=row["outcome"],
            first_level=row["decision__level"], second_level=row["level"], chance=row["chance"],
            factors=tuple(row["factors"]), levels_apart=row["levels_apart"] or 0, has_examples=row["has_examples"],
        )
        for row in rows
    ]  # fmt: skip


def agreement(*, viewer: User, until: datetime, weeks: int = WEEKS_OF_AGREEMENT) -> Picture:
    """How alike decisions were in the last weeks (K15)."""
    return picture_of(pairs(viewer=viewer, until=until, weeks=weeks))


def open_gaps(*, viewer: User) -> list[OpenGap]:
    """Gaps for a manager who made neither decision, the first due first."""
    if not may(viewer, permissions.SETTLE_GAPS):
        return []
    found = _gaps_for(viewer).filter(settled_at__isnull=True).select_related("look__decision__child_contact")
    return [_open_gap(gap) for gap in found.order_by("due_on", "pk")]


def gap_to_settle(pk: int, *, viewer: User) -> OpenGap:
    """
    One of them.

    :raises NotAllowed: if this person may not settle gaps.
    :raises Gap.DoesNotExist: if it is not theirs to settle.
    """
    require(viewer, permissions.SETTLE_GAPS)
    found = _gaps_for(viewer).filter(settled_at__isnull=True).select_related("look__decision__child_contact")
    return _open_gap(found.get(pk=pk))


def calibrations(*, viewer: User) -> list[Calibration]:
    """Calibration sessions, the one to be held first, then the latest."""
    require(viewer, permissions.READ_AGREEMENT)
    return list(Calibration.objects.select_related("closed_by").order_by(F("closed_at").desc(nulls_first=True), "-pk"))


def _open_to(viewer: User, at: datetime) -> QuerySet[SecondLook]:
    seen = Entry.objects.filter(by=viewer, at__gte=OuterRef("decision__decided_at")).filter(
        Q(child_id=OuterRef("decision__child_contact__child_id"))
        | Q(subject_kind="front_door.contact", subject_id=OuterRef("decision__child_contact__contact_id"))
    )
    free = Q(taken_by__isnull=True) | Q(taken_by=viewer) | Q(taken_at__lt=at - KEPT_FOR)
    found = SecondLook.objects.filter(
        free, decided_at__isnull=True, decision__returned_at__isnull=True,
        decision__child_contact__contact__in=contacts(viewer=viewer),
    )  # fmt: skip
    found = found.exclude(decision__decided_by=viewer).exclude(Exists(seen.exclude(act__in=OWN_TRACES)))
    # Brothers and sisters are decided together: whoever locked one of them has been shown how.
    locked = SecondLook.objects.filter(
        decided_by=viewer, decision__child_contact__contact=OuterRef("decision__child_contact__contact")
    )
    found = found.exclude(Exists(locked))
    return found.exclude(decision__signed_by__isnull=False, decision__signed_by=viewer)


def _gaps_for(viewer: User) -> QuerySet[Gap]:
    seen = Gap.objects.filter(look__decision__child_contact__child__in=visible_children(viewer))
    return seen.exclude(look__decision__decided_by=viewer).exclude(look__decided_by=viewer)


def _open_gap(gap: Gap) -> OpenGap:
    look, first = gap.look, gap.look.decision
    return OpenGap(
        pk=gap.pk, child=first.child_contact.child_id, contact=first.child_contact.contact_id, raised_at=gap.raised_at,
        due_on=gap.due_on, levels_apart=look.levels_apart or 0, first_outcome=first.outcome, first_level=first.level,
        first_rationale=first.rationale, second_outcome=look.outcome, second_level=look.level,
        second_rationale=look.rationale,
    )  # fmt: skip
