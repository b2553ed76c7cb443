"""How the record was written: counts, and the lists behind them without anybody who wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lintel.foundation.access.permissions import require
from lintel.foundation.local_limits.queries import all_limits
from lintel.oversight.recording import permissions, rules
from lintel.oversight.recording.rules import Minute
from lintel.oversight.supervision.codes import Late
from lintel.oversight.supervision.models import InspectionCall, Signature
from lintel.oversight.supervision.rules import late_marks
from lintel.statute.calendar import england, local_day
from lintel.steps.assessments.models import Assessment
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.front_door.models import Decision
from lintel.steps.visits.models import FamilyVisit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WRITTEN_DOWN = "visit_written_down"
# By what somebody says that they have read something and stand by it.
SIGNED: tuple[tuple[str, type[Any], str, str], ...] = (
    ("Supervision", Signature, "signed_by", "signed_at"),
    ("Assessments", Assessment, "authorised_by", "authorised_at"),
    ("Enquiries", EnquiryWork, "signed_by", "signed_at"),
    ("Decisions at the front door", Decision, "signed_by", "signed_at"),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One visit behind a number: of which children (numbers), the day of it, and the day it was written or changed."""

    children: tuple[int, ...]
    visited_on: date
    written_on: date


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One talk of supervision that its supervisor has signed: the day of it, the day of the signature, its marks."""

    held_on: date
    signed_on: date
    marks: tuple[Late, ...]

    @property
    def is_late(self) -> bool:
        return Late.DAYS in self.marks

    @property
    def is_after_call(self) -> bool:
        return Late.AFTER_CALL in self.marks


@dataclass(frozen=True, kw_only=True)
class Written:
    """
    How visits and supervision of a period were written down; `days` is how many working days there are for a visit.

    Supervision counts talks signed by the supervisor; `after_call` those signed only after an inspection was announced.
    """

    days: int
    visits: int
    visits_late: Sequence[Line]
    changed_after_call: Sequence[Line]
    supervisions: int
    supervisions_late: Sequence[Talk]
    after_call: Sequence[Talk]
    signatures: int
    in_bulk: Sequence[Minute]


def how_written(*, viewer: User, since: date, until: date) -> Written:
    """
    Of visits made, talks held and signatures given from one day to another, both included.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_HOW_WRITTEN)
    calls = list(InspectionCall.objects.order_by("called_at").values_list("called_at", flat=True))
    visits = list(
        FamilyVisit.objects.filter(visited_at__date__gte=since, visited_at__date__lte=until)
        .prefetch_related("visits")
        .order_by("-visited_at", "-pk")
    )
    talks = _talks(since, until, calls)
    signed = _signed(since, until)
    limits, calendar = all_limits(), england()
    due = {
        each.pk: limits.time_limit(WRITTEN_DOWN, on=local_day(each.visited_at)).due_on(
            local_day(each.visited_at), calendar
        )
        for each in visits
    }
    return Written(
        days=limits.time_limit(WRITTEN_DOWN, on=until).amount, visits=len(visits),
        visits_late=[_line(each, each.written_at) for each in visits if local_day(each.written_at) > due[each.pk]],
        changed_after_call=[
            _line(each, each.corrected_at) for each in visits
            if each.corrected_at
            and rules.call_before(happened_at=each.visited_at, changed_at=each.corrected_at, calls=calls)
        ],
        supervisions=len(talks), supervisions_late=[each for each in talks if each.is_late],
        after_call=[each for each in talks if each.is_after_call], signatures=len(signed),
        in_bulk=rules.signed_in_bulk(signed),
    )  # fmt: skip


def _line(visit: FamilyVisit, written_at: datetime) -> Line:
    return Line(
        children=tuple(each.child_id for each in visit.visits.all()), visited_on=local_day(visit.visited_at),
        written_on=local_day(written_at),
    )  # fmt: skip


def _talks(since: date, until: date, calls: Sequence[datetime]) -> list[Talk]:
    """Each talk held in the period that its supervisor has signed, the latest first."""
    signed = Signature.objects.filter(
        is_of_supervisor=True, session__held_on__gte=since, session__held_on__lte=until
    ).order_by("-session__held_on", "-pk")
    limits, calendar = all_limits(), england()
    return [
        Talk(
            held_on=held_on, signed_on=local_day(at),
            marks=late_marks(held_on=held_on, written_at=at, called_at=calls, limits=limits, calendar=calendar),
        )
        for held_on, at in signed.values_list("session__held_on", "signed_at")
    ]  # fmt: skip


def _signed(since: date, until: date) -> list[tuple[int, str, datetime]]:
    """Who signed (or authorised) what, and when."""
    return [
        (who, what, at)
        for what, model, by, when in SIGNED
        for who, at in model.objects.filter(**{f"{when}__date__gte": since, f"{when}__date__lte": until})
        .filter(**{f"{by}__isnull": False})
        .values_list(by, when)
    ]
