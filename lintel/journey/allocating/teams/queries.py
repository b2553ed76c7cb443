"""Asking how the workers of one's line stand: the numbers of all of them, the children only as far as one may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.queries import all_limits
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
from lintel.journey.allocating.teams.rules import Seen, first_day_uncovered, is_unmoved, reasons_to_see
from lintel.statute.calendar import england
from lintel.steps.allocation.models import Allocation, Cover
from lintel.steps.allocation.rules import Away

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
    :param uncovered_later: for how many children nobody covers from `uncovered_from` on, while still away.
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
    uncovered_later: int = 0
    uncovered_from: date | None = None

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


def team(*, viewer: User, on: date, today: date | None = None, team_id: int | None = None) -> list[Line]:
    """
    The case-holding workers in the viewer's line, by team and name.

    :param today: the day it is read, see `seen_then_and_today`.
    """
    return _lines(loads(viewer=viewer, on=on, team_id=team_id), viewer=viewer, on=on, today=today)


def one_worker(pk: int, *, viewer: User, on: date, today: date | None = None) -> Line | None:
    """
    One worker, for themself and for whoever sees what they hold; None for everybody else: the answer is the same.

    :param today: the day it is read, see `seen_then_and_today`.
    """
    if pk == viewer.worker_id:
        mine = own_load(viewer=viewer, on=on)
        found = [mine] if mine else []
    else:
        found = [load for load in loads(viewer=viewer, on=on) if load.worker_id == pk]
    return next(iter(_lines(found, viewer=viewer, on=on, today=today)), None)


def _lines(found: Sequence[Load], *, viewer: User, on: date, today: date | None) -> list[Line]:
    workers = [load.worker_id for load in found]
    families = held_by_workers(workers, viewer=viewer, on=on, today=today)
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


def _days_uncovered(line: Line, mine: Sequence[Held], absence: AwayThen | None) -> list[date]:
    """For each child who is not covered for as long as the worker is away, the first day nobody covers."""
    if absence is None:
        return []
    covers: dict[int, list[Away]] = defaultdict(list)
    for each in line.covers:
        covers[each.involvement_id].append(Away(starts_on=each.begins_on, ends_on=each.ends_on))
    away = Away(starts_on=absence.starts_on, ends_on=absence.ends_on)
    days = (first_day_uncovered(away, covers[each.involvement_id], today=line.today) for each in mine)
    return [day for day in days if day]


def _with_reasons(line: Line, mine: Sequence[Held], unanswered_late: int, unmoved_for: int) -> Line:
    today, load = line.today, line.load
    away_now = next((each for each in line.away if each.is_on(today)), None)
    to_come = next((each for each in line.away if each.starts_on > today), None)
    absence = away_now or to_come
    days = _days_uncovered(line, mine, absence)
    at_once = [day for day in days if absence and day <= max(absence.starts_on, today)]
    later = [day for day in days if day not in at_once]
    uncovered_from = min(later, default=None)
    held = load.count - len(load.asked)
    seen = Seen(
        is_away=away_now is not None, away_until=away_now.ends_on if away_now else None,
        away_from=to_come.starts_on if to_come else None,
        uncovered=len(at_once), uncovered_later=len(later), uncovered_from=uncovered_from,
        over=(held, load.most) if held > load.most else None, unanswered_late=unanswered_late,
        not_reached=sum("no_contact" in each.reasons for each in line.name_only), unmoved=len(line.unmoved),
        late=len(line.late),
    )  # fmt: skip
    return replace(
        line, uncovered=len(at_once), uncovered_later=len(later), uncovered_from=uncovered_from,
        why_see=tuple(reasons_to_see(seen, unmoved_for=unmoved_for)),
    )  # fmt: skip
