"""Visits to children who have a worker, and safety checks on children who wait for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from lintel.demo.chance import Chance
from lintel.demo.events import Episode, Involvement, SafetyCheck, Visit
from lintel.demo.staff import ASSESSMENT_TEAMS, Staff
from lintel.demo.story import Story
from lintel.statute.ages import age_on
from lintel.statute.calendar import LONDON, england

WHY_SAFE = (
    "Spoke with the mother; the person of concern has not returned.", "School saw the child today and is not worried.",
    "Health visitor called yesterday; nothing new.", "Grandparents are staying with the family this week.",
    "Police confirm that the bail conditions hold.",
)  # fmt: skip


def visit_children(episodes: list[Episode], story: Story, seed: int) -> None:
    """Give every episode its visits since the first day of the record; brothers and sisters are visited together."""
    chance = Chance(seed, "visits")
    together: dict[tuple[int, str, date], list[tuple[Episode, Involvement]]] = defaultdict(list)
    for episode in episodes:
        for involvement in episode.involvements:
            if involvement.ended_on is None or involvement.ended_on >= story.starts_on:
                key = (episode.child.family.number, involvement.worker, involvement.began_at.date())
                together[key].append((episode, involvement))
    for group in together.values():
        _visit_family(group, story, chance)


def _visit_family(group: list[tuple[Episode, Involvement]], story: Story, chance: Chance) -> None:
    episode, involvement = group[0]
    for visited_at in _times(episode, involvement, story, chance):
        recorded_at = visited_at + _until_written_down(story, visited_at, chance)
        if recorded_at.time() == time.min:  # midnight in a workbook is read as a mere day
            recorded_at += timedelta(minutes=1)
        for each, held in group:
            if visited_at.date() < (held.ended_on or story.until) and recorded_at < story.ends_at:
                each.visits.append(_visit(each, held.worker, visited_at, recorded_at, chance))


def _times(episode: Episode, involvement: Involvement, story: Story, chance: Chance) -> Iterator[datetime]:
    ends_on = involvement.ended_on or story.until
    day = england().due_on(
        trigger=involvement.began_at.date(), working_days=_first_visit_within(episode, involvement, story, chance)
    )
    while day < ends_on:
        at = datetime.combine(day, time(chance.between(9, 17), chance.between(0, 59)), LONDON)
        at = max(at, involvement.began_at + timedelta(minutes=45))
        if at.date() >= story.starts_on and at < story.ends_at:
            yield at
        day = england().due_on(trigger=day, working_days=_interval(episode, involvement, day, story, chance))


def _first_visit_within(episode: Episode, involvement: Involvement, story: Story, chance: Chance) -> int:
    if any(e.held_at.date() <= involvement.began_at.date() + timedelta(days=1) for e in episode.enquiries):
        return chance.between(0, 1)
    if involvement.team not in ASSESSMENT_TEAMS:
        return chance.between(2, 10)
    strain = story.strain(involvement.began_at.date())
    return min(20, round(chance.long_tailed(median=2.2 + 1.5 * strain, spread=0.6)))


def _interval(episode: Episode, involvement: Involvement, day: date, story: Story, chance: Chance) -> int:
    """Every ten working days or sooner under a protection plan, about monthly otherwise."""
    if _is_protected(episode, day):
        return chance.between(6, 10) if chance.happens(0.9 - 0.2 * story.strain(day)) else chance.between(11, 16)
    return chance.between(9, 18) if involvement.team in ASSESSMENT_TEAMS else chance.between(14, 24)


def _is_protected(episode: Episode, day: date) -> bool:
    return any(plan.started_on <= day < plan.ends_on for plan in episode.protection_plans)


def _visit(episode: Episode, worker: str, visited_at: datetime, recorded_at: datetime, chance: Chance) -> Visit:
    is_seen = chance.happens(0.94) and episode.child.born_on <= visited_at.date()
    is_old_enough = age_on(episode.child.born_on, visited_at.date()) >= 4
    return Visit(
        visited_at, worker, is_seen, is_seen and is_old_enough and chance.happens(0.62),
        _is_protected(episode, visited_at.date()), recorded_at,
    )  # fmt: skip


def _until_written_down(story: Story, visited_at: datetime, chance: Chance) -> timedelta:
    strain = story.strain(visited_at.date())
    return timedelta(minutes=round(60 * chance.long_tailed(median=14 + 30 * strain, spread=0.9 + 0.2 * strain)))


def check_on_waiting_children(episodes: list[Episode], story: Story, staff: Staff, seed: int) -> None:
    """Give every wait of more than a working day its safety checks; under strain some come late."""
    chance = Chance(seed, "safety checks")
    families: dict[tuple[int, date, date], list[SafetyCheck]] = {}
    for episode in episodes:
        if episode.is_nfa:
            continue
        for begins, ends in _waits(episode, story):
            if ends <= story.starts_on:
                continue
            key = (episode.child.family.number, begins, ends)
            if key not in families:
                families[key] = list(_checks(begins, ends, story, staff, chance))
            episode.checks += families[key]


def _waits(episode: Episode, story: Story) -> Iterator[tuple[date, date]]:
    """The spells in which nobody held the child."""
    begins: date | None = episode.referred_on
    for involvement in episode.involvements:
        if begins is not None and begins < involvement.began_at.date():
            yield begins, involvement.began_at.date()
        begins = involvement.ended_on
    if begins is not None and episode.closed_on is None:
        yield begins, story.until


def _checks(begins: date, ends: date, story: Story, staff: Staff, chance: Chance) -> Iterator[SafetyCheck]:
    due = england().next_working_day(begins)
    while True:
        strain = story.strain(due)
        late = chance.between(1, 5) if chance.happens(0.05 + 0.35 * strain) else 0
        day = england().due_on(trigger=due, working_days=late)
        if day >= ends:
            return
        due = england().due_on(trigger=day, working_days=chance.between(2, 5))
        by = chance.one_of([staff.leads[team] for team in ASSESSMENT_TEAMS[: 2 if strain < 1 else 4]])
        yield SafetyCheck(day, by, chance.one_of(WHY_SAFE), due)
