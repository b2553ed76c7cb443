"""Reading what a team's workers hold off the record: one question for each kind, however many workers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet

from lintel.foundation.workforce.models import Absence
from lintel.journey.allocating.many import any_of
from lintel.journey.allocating.teams.rules import last_days
from lintel.statute.calendar import WorkingCalendar, local_day
from lintel.steps.allocation.models import Cover, Involvement
from lintel.steps.assessments.models import Assessment
from lintel.steps.enquiries.models import Conference, StrategyDiscussion
from lintel.steps.front_door.models import ChildContact
from lintel.steps.promises.models import Promise
from lintel.steps.visits.models import Visit


@dataclass(frozen=True, kw_only=True)
class AwayThen:
    """When a worker is away, without why: `ends_on` is the first day back."""

    absence_id: int
    starts_on: date
    ends_on: date | None

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def away_of(workers: Collection[int], *, on: date, ahead: timedelta) -> dict[int, list[AwayThen]]:
    """The absences of these workers that are under way or begin soon, earliest first."""
    rows = Absence.objects.filter(worker__in=workers, starts_on__lte=on + ahead).exclude(ends_on__lte=on)
    found: dict[int, list[AwayThen]] = defaultdict(list)
    rows = rows.exclude(ends_on=F("starts_on"))  # ended before its first day: it never was
    for worker, pk, starts_on, ends_on in rows.order_by("starts_on").values_list(
        "worker_id", "pk", "starts_on", "ends_on"
    ):
        found[worker].append(AwayThen(absence_id=pk, starts_on=starts_on, ends_on=ends_on))
    return found


def covers_of(involvements: Iterable[int], *, on: date) -> dict[int, list[Cover]]:
    """Who covers, from today on, by the involvement."""
    found: dict[int, list[Cover]] = defaultdict(list)
    rows = Cover.objects.filter(involvement__in=any_of(involvements)).exclude(ends_on__lte=on)
    for each in rows.select_related("worker").order_by("begins_on", "pk"):
        found[each.involvement_id].append(each)
    return found


def last_entries(children: Collection[int], *, on: date) -> dict[int, date]:
    """The last day anything of substance stands in a child's record; administration is not among it (K42)."""
    return last_days(
        [
            _latest(model._default_manager.filter(**{f"{day}__lte": on}), children, day)
            for model, day in (
                (Visit, "visited_on"), (Assessment, "started_on"), (Assessment, "authorised_on"),
                (StrategyDiscussion, "held_on"), (Conference, "held_on"), (Promise, "promised_on"),
                (Promise, "kept_on"), (Involvement, "reached_on"), (ChildContact, "contact__received_on"),
            )
        ]
    )  # fmt: skip


def days_given(rows: Iterable[tuple[int, Any]]) -> dict[int, list[date]]:
    """By worker, the days on which what is not answered was given."""
    found: dict[int, list[date]] = defaultdict(list)
    for worker, given_at in rows:
        found[worker].append(local_day(given_at))
    return found


def so_many_working_days_before(today: date, days: int, calendar: WorkingCalendar) -> date:
    """The earliest day from which no more than so many working days have gone until today."""
    day = today
    while calendar.working_days_between(day - timedelta(days=1), today) <= days:
        day -= timedelta(days=1)
    return day


def _latest(rows: QuerySet[Any], children: Collection[int], day: str) -> dict[int, date]:
    return dict(rows.filter(child__in=any_of(children)).order_by().values_list("child_id").annotate(last=Max(day)))
