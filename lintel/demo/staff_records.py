"""Teams, workers and appointments of the story, as records."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from lintel.demo.events import Place
from lintel.demo.staff import TEAMS, Staff
from lintel.demo.story import Story
from lintel.foundation.workforce.codes import Basis
from lintel.foundation.workforce.models import Absence, Appointment, Post, Team, Worker
from lintel.journey.imports import keys

ORIGIN = {"screen": "Ravenshire’s former case system"}
# The lead with which a post was asked for before anybody could start in it.
WEEKS_FROM_REQUISITION = 12
WEEKS_SOONER_OR_LATER = (0, -2, 1, 0, 5, -1, 0, 9)


def teams() -> list[dict[str, Team]]:
    """Teams by name, in layers: each layer is part of the one before it."""
    made: dict[str, Team] = {}
    layers: dict[int, dict[str, Team]] = defaultdict(dict)
    for name, (kind, service) in TEAMS.items():
        made[name] = Team(**ORIGIN, key=keys.team(name), name=name, kind=kind, part_of=made.get(service))
        layers[_depth(name)][name] = made[name]
    return [layers[depth] for depth in sorted(layers)]


def _depth(name: str) -> int:
    service = TEAMS[name][1]
    return 1 + _depth(service) if service else 0


def workers(staff: Staff, languages: dict[str, list[str]]) -> dict[str, Worker]:
    return {
        staff_id: Worker(
            **ORIGIN, key=keys.worker(staff_id=staff_id), staff_id=staff_id, name=name,
            swe_number=staff.swe_numbers[staff_id], languages=languages.get(staff_id, []),
        )
        for staff_id, name in staff.names.items()
    }  # fmt: skip


def posts(staff: Staff, story: Story, team_of: dict[str, Team]) -> dict[str, Post]:
    """The establishment. Agency cover has no funding line of its own."""
    held: dict[str, list[Place]] = defaultdict(list)
    for place in staff.places:
        held[place.post].append(place)
    found = {}
    for name, places in held.items():
        first, last = places[0], places[-1]
        is_agency_cover = name.startswith("agency cover")
        opens_on = min(first.starts_on, story.runs_from) if not is_agency_cover else first.starts_on
        if first.starts_on > story.starts_on:
            opens_on = first.starts_on
        found[name] = Post(
            **ORIGIN, key=f"post:{name}", title=first.job_title, team=team_of[first.team], fte=first.fte,
            is_case_holding=first.is_case_holding, opens_on=opens_on,
            funding_line="" if is_agency_cover else _funding(first.starts_on, story),
            closes_on=last.leaves_on if is_agency_cover and _has_come(last.leaves_on, story) else None,
            requisition_signed_on=_requisition(opens_on, story, len(found)),
        )  # fmt: skip
    return found


def _funding(starts_on: date, story: Story) -> str:
    return "Recovery fund" if starts_on > story.changed_on else "Children's services establishment"


def _requisition(opens_on: date, story: Story, number: int) -> date | None:
    """When a post was asked for: half of them so many weeks before, some sooner filled, a few much later."""
    weeks = WEEKS_FROM_REQUISITION + WEEKS_SOONER_OR_LATER[number % len(WEEKS_SOONER_OR_LATER)]
    return opens_on - timedelta(weeks=weeks) if opens_on > story.starts_on else None


def _has_come(day: date | None, story: Story) -> bool:
    return day is not None and day < story.until


def appointments(
    staff: Staff, story: Story, team_of: dict[str, Team], worker_of: dict[str, Worker], post_of: dict[str, Post]
) -> list[Appointment]:
    """Everybody's appointments that had begun; those who left before the record begins are not in it."""
    return [
        Appointment(
            **ORIGIN, key=keys.appointment(place.staff_id, keys.team(place.team), place.starts_on),
            worker=worker_of[place.staff_id], team=team_of[place.team], post=post_of[place.post],
            job_title=place.job_title, fte=place.fte, basis=Basis(place.basis), is_case_holding=place.is_case_holding,
            is_newly_qualified=place.is_newly_qualified,
            supervisor=worker_of[place.supervisor] if place.supervisor else None, starts_on=place.starts_on,
            leaves_on=place.leaves_on if _has_come(place.leaves_on, story) else None,
        )
        for place in staff.places
        if place.starts_on < story.until
    ]  # fmt: skip


def absences(staff: Staff, story: Story, worker_of: dict[str, Worker]) -> list[Absence]:
    made: dict[str, Any] = {}
    for away in staff.absences:
        if away.starts_on >= story.until:
            continue
        key = keys.absence(away.staff_id, away.starts_on)
        made[key] = Absence(
            **ORIGIN, key=key, worker=worker_of[away.staff_id], reason=away.reason, starts_on=away.starts_on,
            ends_on=away.ends_on if _has_come(away.ends_on, story) else None,
        )  # fmt: skip
    return list(made.values())
