"""How far behind the record is by the team of whoever visited: teams only, never one worker, and never a ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.grouping import group
from lintel.oversight.performance.indicator import Breakdowns
from lintel.oversight.performance.records import Appointment, lasts_on
from lintel.oversight.performance.rules import number_in_words, spread_of

VISIT = "visits.visit"
# Of fewer a number would be somebody's own; whoever looks may see only their own children.
FEWEST_VISITS = 5
FEWEST_WORKERS = 3
Team = tuple[list[float], set[int]]


def visits_by_team(cases: Sequence[Case], evidence: Evidence, unit: str) -> Breakdowns:
    """The lag of visits of each team that is large enough, in the order of their names."""
    teams = _teams(cases, evidence)
    names = evidence.reader.names_of_teams() if teams else {}
    lines = []
    for name, (values, workers) in sorted((names[team], found) for team, found in teams.items()):
        spread = spread_of(values)
        if spread and len(values) >= FEWEST_VISITS and len(workers) >= FEWEST_WORKERS:
            middle, most = number_in_words(spread.median), number_in_words(spread.p90)
            lines.append((name, f"{len(values)} visits: median {middle} {unit}, nine in ten up to {most}"))
    return (("Visits, by team of whoever visited", tuple(lines)),) if lines else ()


def _teams(cases: Sequence[Case], evidence: Evidence) -> dict[int, Team]:
    """By team, the lags of its visits and who visited. A visit counts for the team the worker was in on that day."""
    visits = {visit.pk: visit for visit in evidence.visits}
    found: dict[int, Team] = defaultdict(lambda: ([], set()))
    for case in cases:
        visit = visits.get(case.pk) if case.kind == VISIT else None
        if visit is None or visit.worker_id is None or case.value is None:
            continue
        for held in evidence.once(_appointments).get(visit.worker_id, ()):
            if lasts_on(held.starts_on, held.leaves_on, visit.visited_on):
                values, workers = found[held.team_id]
                values.append(case.value)
                workers.add(visit.worker_id)
                break
    return found


def _appointments(evidence: Evidence) -> dict[int, list[Appointment]]:
    return group(evidence.appointments, lambda held: held.worker_id, order=lambda held: held.starts_on)
