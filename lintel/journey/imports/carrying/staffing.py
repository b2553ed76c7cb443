"""Workers and teams: those that the lists name, and the staff list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lintel.foundation.workforce.actions import load_absences, load_appointments, load_teams, load_workers
from lintel.foundation.workforce.codes import AbsenceReason, Basis, TeamKind
from lintel.foundation.workforce.models import Absence, Appointment, Team, Worker
from lintel.journey.imports import keys
from lintel.journey.imports.carrying.carriage import Carriage
from lintel.journey.imports.lines import Line
from lintel.journey.imports.wordings import is_nobody

# The columns in which a list names a worker.
NAMED_IN = ("worker", "checked_by")


class Workers:
    """Everybody who is held, found by staff id or by name. A name that two people share finds neither."""

    def __init__(self, known: Iterable[Worker]) -> None:
        self.by_key: dict[str, Worker] = {}
        self._by_staff_id: dict[str, Worker] = {}
        self._by_name: dict[str, list[Worker]] = defaultdict(list)
        for worker in known:
            self.add(worker)

    def add(self, worker: Worker) -> None:
        self.by_key[worker.key] = worker
        if worker.staff_id:
            self._by_staff_id[worker.staff_id] = worker
        self._by_name[keys.plain_name(worker.name)].append(worker)

    def named(self, name: str, staff_id: str = "") -> Worker | None:
        """The worker of this staff id or, where there is none, the only one of this name."""
        if staff_id and staff_id in self._by_staff_id:
            return self._by_staff_id[staff_id]
        if not name:
            return None
        if only_name := self.by_key.get(keys.worker(name=name)):
            return only_name
        namesakes = self._by_name.get(keys.plain_name(name), [])
        return namesakes[0] if len(namesakes) == 1 else None


def names_somebody(carriage: Carriage, name: str | None) -> bool:
    """Whether a cell names a worker: not empty, not "Duty", not the name of a team."""
    return bool(name) and not is_nobody(str(name)) and keys.team(str(name)) not in carriage.teams


def carry_named(carriage: Carriage, lines: Sequence[Line]) -> None:
    """Lay down the teams and workers whom the lists name and who are not held yet."""
    teams = {}
    for line in lines:
        name = line.said("team")
        if name and not is_nobody(name) and keys.team(name) not in carriage.teams:
            teams[keys.team(name)] = Team(key=keys.team(name), name=" ".join(name.split()), **carriage.origin(line))
    carriage.teams |= carriage.lay(teams.values(), load_teams)
    workers: dict[str, Worker] = {}
    for line in lines:
        for column in NAMED_IN:
            name, staff_id = line.said(column), line.said("staff_id") or ""
            if names_somebody(carriage, name) and carriage.workers.named(name, staff_id) is None:
                key = keys.worker(staff_id=staff_id, name=name)
                workers.setdefault(key, Worker(key=key, name=name, staff_id=staff_id, **carriage.origin(line)))
    for worker in carriage.lay(workers.values(), load_workers).values():
        carriage.workers.add(worker)


def worker_of(carriage: Carriage, line: Line, column: str = "worker") -> Worker | None:
    """The worker named in a row, or nobody."""
    name = line.said(column)
    if not names_somebody(carriage, name):
        return None
    return carriage.workers.named(name, line.said("staff_id") or "")


# --- the staff list ---------------------------------------------------------------------------------------------------


def carry_staff(carriage: Carriage, lines: Sequence[Line]) -> None:
    """Lay down a staff list: teams and services, workers, and each row as an appointment with its absence."""
    _lay_teams(carriage, lines)
    _lay_workers(carriage, lines)
    carriage.lay([_appointment(carriage, line) for line in lines], load_appointments)
    carriage.lay([_absence(carriage, line) for line in lines if line.said("absent_from")], load_absences)


def _lay_teams(carriage: Carriage, lines: Sequence[Line]) -> None:
    services = [
        Team(
            key=keys.team(line.says["part_of"]), name=line.says["part_of"], kind=TeamKind.SERVICE,
            **carriage.origin(line),
        )
        for line in lines
        if "part_of" in line.says
    ]  # fmt: skip
    carriage.teams |= carriage.lay(services, load_teams)
    teams = []
    for line in lines:
        key = keys.team(line.says["team"])
        is_of = carriage.teams.get(keys.team(line.says["part_of"])) if "part_of" in line.says else None
        known = carriage.teams.get(key)
        kind = line.said("team_kind") or (known.kind if known else TeamKind.OTHER)
        team = Team(key=key, name=line.says["team"], kind=kind, **carriage.origin(line))
        team.part_of = is_of if is_of and is_of.key != key else None
        teams.append(team)
    carriage.teams |= carriage.lay(teams, load_teams)


def _lay_workers(carriage: Carriage, lines: Sequence[Line]) -> None:
    """Workers by staff id; one whom the lists named before, and nobody else bears the name, becomes this worker."""
    workers = {}
    names = defaultdict(set)
    for line in lines:
        names[keys.plain_name(line.says["name"])].add(line.says["staff_id"])
    for line in lines:
        staff_id, name = line.says["staff_id"], line.says["name"]
        key = keys.worker(staff_id=staff_id)
        only_name = carriage.workers.by_key.get(keys.worker(name=name))
        if only_name and only_name.staff_id in ("", staff_id) and len(names[keys.plain_name(name)]) == 1:
            key = only_name.key
        workers[staff_id] = Worker(
            key=key, staff_id=staff_id, name=name, swe_number=line.said("swe_number") or "", **carriage.origin(line)
        )
    carriage.lay(workers.values(), load_workers)
    carriage.workers = Workers(Worker.objects.all())


def _appointment(carriage: Carriage, line: Line) -> Appointment:
    worker = carriage.workers.named(line.says["name"], line.says["staff_id"])
    team = carriage.teams[keys.team(line.says["team"])]
    supervisor = _supervisor(carriage, line)
    assert worker is not None  # laid down just before
    return Appointment(
        key=keys.appointment(worker.key, team.key, line.says["starts_on"]),
        worker=worker, team=team, job_title=line.said("job_title") or "",
        fte=line.says.get("fte", Decimal(1)), basis=line.said("basis") or Basis.PERMANENT,
        is_case_holding=bool(line.said("case_holding")), is_newly_qualified=bool(line.said("newly_qualified")),
        supervisor=supervisor if supervisor and supervisor.pk != worker.pk else None,
        starts_on=line.says["starts_on"], leaves_on=line.said("leaves_on"), **carriage.origin(line),
    )  # fmt: skip


def _supervisor(carriage: Carriage, line: Line) -> Worker | None:
    said = line.said("supervisor") or ""
    return carriage.workers.named(said, said)


def _absence(carriage: Carriage, line: Line) -> Absence:
    worker = carriage.workers.named(line.says["name"], line.says["staff_id"])
    assert worker is not None
    return Absence(
        key=keys.absence(worker.key, line.says["absent_from"]), worker=worker,
        reason=line.said("absence_reason") or AbsenceReason.OTHER,
        starts_on=line.says["absent_from"], ends_on=line.said("absent_until"), **carriage.origin(line),
    )  # fmt: skip
