"""Planning a cycle of audits: drawn, frozen and given out in one act; saying when, and reminding, to audit it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.notices.actions import say_over, tell
from lintel.foundation.people.models import Person
from lintel.oversight.audit_cycles import permissions
from lintel.oversight.audit_cycles.feedback.actions import ask_for_feedback, key_of
from lintel.oversight.audit_cycles.gathering import conflicts_of
from lintel.oversight.audit_cycles.models import Cycle, CycleAuditor, PopulationChild
from lintel.oversight.audit_cycles.outlook import Draw, Outlook, outlook
from lintel.oversight.audits.actions import plan_audit
from lintel.oversight.audits.again import actions as again
from lintel.oversight.audits.codes import Voice
from lintel.oversight.audits.models import Feedback
from lintel.oversight.audits.permissions import AUDIT
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintel.oversight.audits.models import Audit

CYCLES_LOCK = 716_090


class NothingSaid(Exception):
    """A cycle has a name and a question."""


class NotThoseDays(Exception):
    """A theme looks at days that are over, in their order; audits are due later."""


class PlannedAlready(Exception):
    """There is a cycle of this name about the same theme and days: a form was sent twice."""


class NobodyToDraw(Exception):
    """There are no children of this theme in these days."""


class NotAnAuditor(Exception):
    """Somebody named is no auditor, or nobody is."""


class NoAuditorWithoutConflict(Exception):
    """Of some children drawn nobody named may audit the record without a conflict of interest."""

    def __init__(self, how_many: int) -> None:
        super().__init__(f"{how_many} children without an auditor")
        self.how_many = how_many


class NotAfterwards(Exception):
    """A question is audited again after the audits of this time are due."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a cycle is to find out, and how."""

    name: str
    question: str
    tool: str
    draw: Draw
    auditors: Sequence[User]
    due_on: date
    moderated_percent: int | None = None
    asks_workers: bool = True
    again_of: Cycle | None = None
    again_on: date | None = None


@transaction.atomic
def plan_cycle(asked: Asked, *, by: User, at: datetime) -> Cycle:
    """
    Draw a cycle's children, freeze the draw, give every auditor their audits, and ask each worker what they think.

    :raises NotAllowed: if this person plans no cycles.
    :raises NothingSaid, NotThoseDays, NotAnAuditor, NobodyToDraw, NoAuditorWithoutConflict, NotAfterwards,
        PlannedAlready: see there.
    """
    require(by, permissions.PLAN_CYCLES)
    _in_order(asked, local_day(at))
    _refuse_a_second_draw(asked)
    drawn = outlook(
        asked.draw, auditors=asked.auditors, viewer=by, on=local_day(at), moderated_percent=asked.moderated_percent
    )
    if not drawn.population:
        raise NobodyToDraw
    if drawn.without:
        raise NoAuditorWithoutConflict(len(drawn.without))
    cycle = _written(asked, drawn, by=by, at=at)
    audits = _given_out(cycle, asked, drawn, by=by, at=at)
    if asked.asks_workers:
        ask_for_feedback([each for each in audits if each.twin_of_id is None], by=by, at=at)
    note("cycle of audits drawn", by=by, at=at, subject=cycle, children=len(drawn.drawn), audits=len(audits))
    note_each("drawn for an audit", [(each, each.child_id, {}) for each in audits], by=by, at=at)
    return cycle


@transaction.atomic
def set_again(cycle: Cycle, *, again_on: date, by: User, at: datetime) -> Cycle:
    """
    Say when the same question is audited again.

    :raises NotAllowed: if this person plans no cycles.
    :raises NotAfterwards: where that is before the audits of this time are due.
    """
    require(by, permissions.PLAN_CYCLES)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if again_on <= cycle.due_on:
        raise NotAfterwards
    cycle.again_on = again_on
    cycle.save(update_fields=["again_on"])
    note("re-audit agreed", by=by, at=at, subject=cycle, again_on=again_on.isoformat())
    return cycle


@transaction.atomic
def give_to_another(withdrawn: Audit, *, auditor: User, due_on: date, by: User, at: datetime) -> Audit:
    """
    Give a withdrawn audit to another auditor; of a cycle they are one of its auditors from then on, and a worker who
    had not said yet what they think of the work is asked again.

    :raises NotAllowed, NotToGive, Conflicted, NotAnAuditor, NotOnStaffList: see `audits.again.actions`.
    """
    audit = again.give_to_another(withdrawn, auditor=auditor, due_on=due_on, by=by, at=at)
    if audit.cycle is not None:
        drawn = set(audit.cycle.children.filter(place__isnull=False).values_list("child_id", flat=True))
        conflicts = len(conflicts_of([auditor], drawn, viewer=by, on=local_day(at))[auditor.pk].all)
        CycleAuditor.objects.get_or_create(cycle=audit.cycle, user=auditor, defaults={"conflicts": conflicts})
    say_over(key=key_of(withdrawn.pk), by=by, at=at)
    if Feedback.objects.filter(audit=withdrawn, voice=Voice.WORKER, agreed__isnull=True).exists():
        ask_for_feedback([audit], by=by, at=at)
    return audit


def remind_of_re_audits(*, by: User | None, at: datetime) -> int:
    """
    From the day it was agreed to audit a question again: tell whoever planned it, once, and say how many were told.

    A head of service is told where they plan no cycles any more. Not told is of one that is planned again already.
    """
    due = Cycle.objects.filter(again_on__lte=local_day(at), again=None).select_related("planned_by").order_by("pk")
    return sum(_reminded(each, by=by, at=at) for each in due)


def _reminded(cycle: Cycle, *, by: User | None, at: datetime) -> bool:
    planner = cycle.planned_by
    still_plans = planner.is_active and may(planner, permissions.PLAN_CYCLES)
    return tell(
        key=f"audit cycle {cycle.pk} again on {cycle.again_on}", path=f"/audit-cycles/plan/?again={cycle.pk}",
        words=f"“{cycle.name}” was to be audited again by now. Plan it, or set another day on its page.",
        user=planner if still_plans else None, role=None if still_plans else Role.HEAD_OF_SERVICE, by=by, at=at,
    )  # fmt: skip


def _in_order(asked: Asked, today: date) -> None:
    draw = asked.draw
    if not asked.name.strip() or not asked.question.strip() or not draw.seed.strip():
        raise NothingSaid
    if not draw.since <= draw.until <= today <= asked.due_on:
        raise NotThoseDays
    if not asked.auditors or not all(may(each, AUDIT) for each in asked.auditors):
        raise NotAnAuditor
    if asked.again_on is not None and asked.again_on <= asked.due_on:
        raise NotAfterwards


def _refuse_a_second_draw(asked: Asked) -> None:
    """A form sent twice, also in the same moment, gives nobody their audits twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CYCLES_LOCK])
    draw = asked.draw
    same = Cycle.objects.filter(name__iexact=asked.name.strip(), theme=draw.theme, again_of=asked.again_of)
    if same.filter(since=draw.since, until=draw.until).exists():
        raise PlannedAlready


def _written(asked: Asked, drawn: Outlook, *, by: User, at: datetime) -> Cycle:
    draw = asked.draw
    cycle = Cycle.objects.create(
        name=asked.name.strip(), theme=draw.theme, question=asked.question.strip(), tool=asked.tool, since=draw.since,
        until=draw.until, strata=draw.strata, seed=draw.seed, size=draw.size, double_percent=draw.double_percent,
        moderated_percent=asked.moderated_percent, population=drawn.population, left_out=drawn.left_out,
        due_on=asked.due_on, planned_at=at, planned_by=by, again_of=asked.again_of, again_on=asked.again_on,
    )  # fmt: skip
    place = {child: n for n, child in enumerate(drawn.drawn, start=1)}
    PopulationChild.objects.bulk_create(
        PopulationChild(cycle=cycle, child_id=child, stratum=stratum, place=place.get(child))
        for child, stratum in sorted(drawn.stratum_of.items())
    )
    CycleAuditor.objects.bulk_create(
        CycleAuditor(cycle=cycle, user=each.auditor, conflicts=each.conflicts) for each in drawn.auditors
    )
    return cycle


def _given_out(cycle: Cycle, asked: Asked, drawn: Outlook, *, by: User, at: datetime) -> list[Audit]:
    who = {each.pk: each for each in asked.auditors}
    people = Person.objects.in_bulk([each.child for each in drawn.audits])
    first: dict[int, Audit] = {}
    audits = []
    for each in drawn.audits:
        audit = plan_audit(
            people[each.child], auditor=who[each.auditor], tool=asked.tool, due_on=asked.due_on, cycle=cycle,
            stratum=drawn.stratum_of[each.child], twin_of=first[each.child] if each.is_second else None, by=by, at=at,
        )  # fmt: skip
        first.setdefault(each.child, audit)
        audits.append(audit)
    return audits
