"""
Every time limit and every agreed number, with its source and the day it took effect.

HARD limits are statutory guidance and used in national statistics; LOCAL ones are usual local procedure; ASSUMED ones
are this product's defaults, to be agreed locally. An authority may put its own number in place of any of them from a
date (`foundation.local_limits`). "Unverified" in a source means: read in secondary material, confirm before relying.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Protocol, TypeVar

from lintel.statute.calendar import WorkingCalendar


class Unit(Enum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Kind(Enum):
    HARD = "statutory guidance"
    LOCAL = "local procedure"
    ASSUMED = "assumed, to be agreed locally"


class NoLimitInForce(Exception):
    """There is no such limit, or none was in force on that day."""


class WrongUnit(Exception):
    """A limit in hours was asked for a day, or one in days for a moment."""


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """How long something may take. `in_force_until` is the first day it no longer applies."""

    code: str
    name: str
    amount: int
    unit: Unit
    kind: Kind
    starts_from: str
    source: str
    in_force_from: date
    in_force_until: date | None = None

    def due_on(self, trigger: date, calendar: WorkingCalendar) -> date:
        """
        The last day in time.

        :raises WrongUnit: for a limit in hours; use `due_at`.
        """
        if self.unit is Unit.WORKING_DAYS:
            return calendar.due_on(trigger=trigger, working_days=self.amount)
        if self.unit is Unit.DAYS:
            return trigger + timedelta(days=self.amount)
        if self.unit is Unit.MONTHS:
            return _months_later(trigger, self.amount)
        raise WrongUnit(self.code)

    def due_at(self, trigger: datetime) -> datetime:
        """
        The last moment in time, in true elapsed hours.

        :raises WrongUnit: for a limit that is not in hours; use `due_on`.
        """
        if self.unit is not Unit.HOURS:
            raise WrongUnit(self.code)
        zone = trigger.tzinfo
        return (trigger.astimezone(UTC) + timedelta(hours=self.amount)).astimezone(zone)


@dataclass(frozen=True, kw_only=True)
class LocalNumber:
    """An agreed number that is not a time: a ceiling, a span, a share, a weight."""

    code: str
    name: str
    value: float
    source: str
    in_force_from: date
    in_force_until: date | None = None


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


WT = "Working Together to Safeguard Children 2026 (unchanged there: unverified); 2023, 2018"
LOCAL_PROCEDURES = "local authority procedures (DOMAIN.md 1.3), near universal"
PRODUCT_DEFAULT = "default of this product, to be agreed locally (PRODUCT.md)"
WT_2013, WT_2018, OURS = date(2013, 4, 15), date(2018, 7, 4), date(2020, 1, 1)

TIME_LIMITS: tuple[TimeLimit, ...] = (
    TimeLimit(
        code="contact_decision", name="Contact decided", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="contact received", source=LOCAL_PROCEDURES, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="referral_decision", name="Referral decided and acknowledged", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.HARD, starts_from="referral received", source=f"{WT}; CIN census guide 4.9", in_force_from=WT_2013,
    ),
    TimeLimit(
        code="referrer_told", name="Referrer told the outcome", amount=3, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="decision", source=f"{PRODUCT_DEFAULT}, K14", in_force_from=OURS,
    ),
    TimeLimit(
        code="child_seen", name="Child seen", amount=4, unit=Unit.WORKING_DAYS, kind=Kind.LOCAL,
        starts_from="referral decision", source="local procedure, e.g. Sefton: section 17 in 4 working days",
        in_force_from=WT_2018,
    ),
    TimeLimit(
        code="child_seen_in_enquiry", name="Child seen in an enquiry", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="strategy discussion", source="local procedure, e.g. Sefton: section 47 in 24 hours",
        in_force_from=WT_2018,
    ),
    TimeLimit(
        code="assessment_review", name="Mid-point review of an assessment", amount=15, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="referral", source="CIN census guide 4.9.2 (a point must be set); e.g. Wirral",
        in_force_from=WT_2018,
    ),
    TimeLimit(
        code="assessment", name="Single assessment authorised", amount=45, unit=Unit.WORKING_DAYS, kind=Kind.HARD,
        starts_from="referral", source=f"{WT}; CIN census guide 4.9", in_force_from=WT_2013,
    ),
    TimeLimit(
        code="strategy_discussion", name="Strategy discussion held", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="significant harm thought likely", source=f"{LOCAL_PROCEDURES}; guidance: as soon as possible",
        in_force_from=WT_2018,
    ),
    TimeLimit(
        code="initial_conference", name="Initial child protection conference", amount=15, unit=Unit.WORKING_DAYS,
        kind=Kind.HARD, starts_from="the strategy discussion that began the enquiry", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="transfer_in_conference", name="Transfer-in conference", amount=15, unit=Unit.WORKING_DAYS, kind=Kind.HARD,
        starts_from="told of the move", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="core_group", name="First core group", amount=10, unit=Unit.WORKING_DAYS, kind=Kind.HARD,
        starts_from="initial conference", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="first_review", name="First review conference", amount=3, unit=Unit.MONTHS, kind=Kind.HARD,
        starts_from="initial conference", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="later_review", name="Later review conferences", amount=6, unit=Unit.MONTHS, kind=Kind.HARD,
        starts_from="previous review", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="protection_visit", name="Visit under a protection plan", amount=10, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="previous visit", source="local procedure; 10 working days common (unverified)",
        in_force_from=WT_2018,
    ),
    TimeLimit(
        code="visit_recorded", name="Visit written down", amount=2, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="visit", source=f"{PRODUCT_DEFAULT}, K42", in_force_from=OURS,
    ),
    TimeLimit(
        code="unallocated_service_manager", name="Child without a worker: service manager told", amount=2,
        unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED, starts_from="decision", source=f"{PRODUCT_DEFAULT}, S3",
        in_force_from=OURS,
    ),
    TimeLimit(
        code="unallocated_head_of_service", name="Child without a worker: head of service told", amount=5,
        unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED, starts_from="decision", source=f"{PRODUCT_DEFAULT}, S3",
        in_force_from=OURS,
    ),
    TimeLimit(
        code="safety_recheck", name="Safety of a waiting child checked again", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="last check", source=f"{PRODUCT_DEFAULT}, S3", in_force_from=OURS,
    ),
    TimeLimit(
        code="step_down_accepted", name="Step-down accepted by early help", amount=5, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="proposal", source=f"{PRODUCT_DEFAULT}, K100", in_force_from=OURS,
    ),
    TimeLimit(
        code="step_down_lost", name="Step-down counts as lost", amount=10, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="proposal", source=f"{PRODUCT_DEFAULT}, K101", in_force_from=OURS,
    ),
    TimeLimit(
        code="re_referral", name="A referral counts as a re-referral", amount=12, unit=Unit.MONTHS, kind=Kind.HARD,
        starts_from="earlier referral", source="DfE, Characteristics of children in need", in_force_from=WT_2013,
    ),
    TimeLimit(
        code="back_again", name="Back at the front door", amount=90, unit=Unit.DAYS, kind=Kind.ASSUMED,
        starts_from="decision", source=f"{PRODUCT_DEFAULT}, K10", in_force_from=OURS,
    ),
)  # fmt: skip

LOCAL_NUMBERS: tuple[LocalNumber, ...] = (
    LocalNumber(
        code="caseload_ceiling", name="Children one full-time worker holds at most", value=18,
        source=f"{PRODUCT_DEFAULT}, S60; England's average 15.2 in 2025", in_force_from=OURS,
    ),
    LocalNumber(
        code="span_children", name="Children under one supervisor at most", value=150,
        source=f"{PRODUCT_DEFAULT}, L1", in_force_from=OURS,
    ),
    LocalNumber(
        code="span_workers", name="Workers under one supervisor at most", value=7,
        source=f"{PRODUCT_DEFAULT}, L1", in_force_from=OURS,
    ),
    LocalNumber(
        code="agency_share", name="Share of agency workers in a team that is pointed out", value=0.5,
        source=f"{PRODUCT_DEFAULT}, L2", in_force_from=OURS,
    ),
    LocalNumber(
        code="weight_assessment", name="Weight of a child in assessment", value=1.0,
        source=f"{PRODUCT_DEFAULT}, K37", in_force_from=OURS,
    ),
    LocalNumber(
        code="weight_child_in_need", name="Weight of a child in need", value=0.8,
        source=f"{PRODUCT_DEFAULT}, K37", in_force_from=OURS,
    ),
    LocalNumber(
        code="weight_child_protection", name="Weight of a child with a protection plan", value=1.5,
        source=f"{PRODUCT_DEFAULT}, K37", in_force_from=OURS,
    ),
    LocalNumber(
        code="hours_per_week", name="Hours of a full-time worker in a week", value=37,
        source="usual local government conditions", in_force_from=OURS,
    ),
)  # fmt: skip


class Dated(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def in_force_from(self) -> date: ...
    @property
    def in_force_until(self) -> date | None: ...


Some = TypeVar("Some", bound=Dated)


def limit(code: str, *, on: date) -> TimeLimit:
    """
    The time limit in force on a day.

    :raises NoLimitInForce: if there is none.
    """
    return _in_force(TIME_LIMITS, code, on)


def number(code: str, *, on: date) -> LocalNumber:
    """
    The agreed number in force on a day.

    :raises NoLimitInForce: if there is none.
    """
    return _in_force(LOCAL_NUMBERS, code, on)


def _in_force(table: Iterable[Some], code: str, on: date) -> Some:
    for entry in table:
        begun, over = entry.in_force_from <= on, entry.in_force_until is not None and entry.in_force_until <= on
        if entry.code == code and begun and not over:
            return entry
    raise NoLimitInForce(f"{code} on {on}")
