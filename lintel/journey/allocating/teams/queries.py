"""Asking how the workers of one's line stand: the numbers of all of them, the children only as far as one may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.dues.queries import FamilyHeld, held_by_workers
from lintel.journey.allocating.dues.rules import Due
from lintel.journey.allocating.in_name_only.reading import NameOnly, read_in_name_only
from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.loads.queries import loads, own_load
from lintel.journey.allocating.teams.reading import (
    AwayThen,
    away_of,
    covers_of,
    days_given,
    last_entries,
    so_many_working_days_before,
)
from lintel.journey.allocating.teams.rules import Seen, is_unmoved, reasons_to_see
from lintel.statute.calendar import england
from lintel.steps.allocation.models import Allocation, Cover
from lintel.steps.allocation.permissions import SEE_WAITING

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.journey.allocating.dues.reading import Held

SOON = timedelta(weeks=4)


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One worker as their manager, and they themselves, see it.

    :param unmoved: the children about whom nothing was written for longer than agreed.
    :param uncovered: for how many children nobody covers while the worker is away, now or next.
    :param why_see: why to see this worker, in words; empty where nothing asks for it.
    """

    load: Load
    families: Sequence[FamilyHeld]
    name_only: Sequence[NameOnly]
    away: Sequence[AwayThen]
    covers: Sequence[Cover]
    unmoved: Sequence[int]
    waiting_to_answer: int
    why_see: Sequence[str]
    today: date
    uncovered: int = 0

    @property
    def is_away(self) -> bool:
        return any(each.is_on(self.today) for each in self.away)

    @property
    def late(self) -> list[Due]:
        return [due for family in self.families for due in family.dues if due.is_late]

    @property
    def last_visit_on(self) -> date | None:
        return max((family.last_visit_on for family in self.families if family.last_visit_on), default=None)

    @property
    def covered_by(self) -> list[str]:
        """Who covers, by name, each once."""
        return list(dict.fromkeys(str(each.worker) for each in self.covers))


def team(*, viewer: User, on: date, team_id: int | None = None) -> list[Line]:
    """The case-holding workers in the viewer's line, by team and name."""
    return _lines(loads(viewer=viewer, on=on, team_id=team_id), viewer=viewer, on=on)


def one_worker(pk: int, *, viewer: User, on: date) -> Line | None:
    """One worker, for themself and for whoever sees what they hold; None for everybody else: the answer is the same."""
    if pk == viewer.worker_id:
        mine = own_load(viewer=viewer, on=on)
        found = [mine] if mine else []
    else:
        found = [load for load in loads(viewer=viewer, on=on) if load.worker_id == pk]
    return next(iter(_lines(found, viewer=viewer, on=on)), None)


def workers_in_line(*, viewer: User, on: date) -> list[Worker]:
    """The case-holding workers somebody could name, by name."""
    if not may(viewer, SEE_WAITING):
        return []
    return list(
        Worker.objects.filter(pk__in=[load.worker_id for load in loads(viewer=viewer, on=on)]).order_by("name", "pk")
    )


def _lines(found: Sequence[Load], *, viewer: User, on: date) -> list[Line]:
    workers = [load.worker_id for load in found]
    families = held_by_workers(workers, viewer=viewer, on=on)
    held = [each for mine in families.values() for family in mine for each in family.held]
    limits, calendar = all_limits(), england()
    record_current = limits.time_limit("record_current", on=on)
    answered = limits.time_limit("allocation_answered", on=on)
    only = read_in_name_only(held, on=on, loads=found)
    covers = covers_of([each.involvement_id for each in held], on=on)
    away = away_of(workers, on=on, ahead=SOON)
    entries = last_entries({each.child_id for each in held}, on=on)
    latest = so_many_working_days_before(on, record_current.amount, calendar)
    given = days_given(Allocation.objects.to_answer(on).filter(worker__in=workers).values_list("worker_id", "given_at"))

    def line(load: Load) -> Line:
        mine = [each for family in families.get(load.worker_id, []) for each in family.held]
        unmoved = [
            each.child_id
            for each in mine
            if is_unmoved(entries.get(each.child_id), each.standing.referred_on, latest=latest)
        ]
        late = [day for day in given[load.worker_id] if answered.due_on(day, calendar) < on]
        drawn = Line(
            load=load, families=families.get(load.worker_id, []), away=away[load.worker_id], unmoved=unmoved, today=on,
            name_only=[each for each in only if each.held.worker_id == load.worker_id],
            covers=[cover for each in mine for cover in covers[each.involvement_id]],
            waiting_to_answer=len(given[load.worker_id]), why_see=(),
        )  # fmt: skip
        return _with_reasons(drawn, mine, len(late), record_current.amount)

    return [line(load) for load in found]


def _with_reasons(line: Line, mine: Sequence[Held], unanswered_late: int, unmoved_for: int) -> Line:
    today, load = line.today, line.load
    away_now = next((each for each in line.away if each.is_on(today)), None)
    to_come = next((each for each in line.away if each.starts_on > today), None)
    absence = away_now or to_come
    covered = {
        each.involvement_id
        for each in line.covers
        if absence and each.begins_on <= max(absence.starts_on, today)
    }  # fmt: skip
    uncovered = sum(each.involvement_id not in covered for each in mine) if absence else 0
    held = load.count - len(load.asked)
    seen = Seen(
        is_away=away_now is not None, away_until=away_now.ends_on if away_now else None,
        away_from=to_come.starts_on if to_come else None,
        uncovered=uncovered,
        over=(held, load.most) if held > load.most else None, unanswered_late=unanswered_late,
        not_reached=sum("no_contact" in each.reasons for each in line.name_only), unmoved=len(line.unmoved),
        late=len(line.late),
    )  # fmt: skip
    return replace(line, uncovered=uncovered, why_see=tuple(reasons_to_see(seen, unmoved_for=unmoved_for)))
