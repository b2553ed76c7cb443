"""Who holds which child in Ravenshire, and who waits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lintel.demo.chance import Chance
from lintel.demo.events import Absence, Episode, Involvement, Place
from lintel.demo.staff import ASSESSMENT_TEAMS, SAFEGUARDING_TEAMS, Staff
from lintel.demo.story import Story
from lintel.statute.calendar import LONDON, england

# Nobody is ever given more children than this, whatever the list.
NOBODY_HOLDS_MORE_THAN = 40
# Managers let workers go beyond what they usually take once a meeting has passed over so many children; up to the most
# at the second number.
LIST_THAT_WORRIES, LIST_THAT_ALARMS = 5, 40
LONG_ABSENCE_DAYS = 20
# In their first week, newcomers take on no more than this.
NEWCOMERS_TAKE, NEWCOMER_DAYS = 24, 7


@dataclass(slots=True)
class Waiting:
    """Brothers and sisters of one contact who have no worker; they are given to one."""

    episodes: list[Episode]
    may_begin_on: date
    is_urgent: bool
    was_held: bool = False


class Allocation:
    """Gives waiting children to the least loaded worker who may take them, on every working day."""

    def __init__(self, story: Story, staff: Staff, seed: int) -> None:
        self.story = story
        self.waiting: list[Waiting] = []
        self._chance = Chance(seed, "allocation")
        self._places: dict[str, Place] = {}
        self._joined_on: dict[str, date] = {}
        self._held: dict[str, list[Episode]] = defaultdict(list)
        self._starting: dict[date, list[Place]] = defaultdict(list)
        self._leaving: dict[date, list[Place]] = defaultdict(list)
        self._away_until: dict[str, date] = {}
        self._going_away: dict[date, list[Absence]] = defaultdict(list)
        self._stretched = 0.0
        for place in staff.places:
            if place.is_case_holding:
                self._starting[max(place.starts_on, story.runs_from)].append(place)
                if place.leaves_on:
                    self._leaving[place.leaves_on].append(place)
        for absence in staff.absences:
            self._going_away[absence.starts_on].append(absence)

    def change_staff(self, day: date) -> None:
        """Starters and leavers of the day; a leaver's children need another worker at once."""
        starting = self._starting.get(day, [])
        for place in self._leaving.get(day, []):
            if any(other.staff_id == place.staff_id for other in starting):
                continue  # the same worker goes on under another supervisor
            del self._places[place.staff_id]
            self._return_children(place, day, "LEFTRL")
        for place in starting:
            self._places[place.staff_id] = place
            self._joined_on.setdefault(place.staff_id, place.starts_on)
        for absence in self._going_away.get(day, []):
            self._away_until[absence.staff_id] = absence.ends_on
            if (absence.ends_on - day).days >= LONG_ABSENCE_DAYS and absence.staff_id in self._places:
                self._return_children(self._places[absence.staff_id], day, "ABSENC")

    def _return_children(self, place: Place, day: date, reason: str) -> None:
        held = list(self._held[place.staff_id])
        families = defaultdict(list)
        for episode in held:
            self.leave(episode, day, reason)
            families[episode.child.family.number].append(episode)
        for episodes in families.values():
            if place.team in SAFEGUARDING_TEAMS:
                for episode in episodes:
                    self.hand_to_safeguarding(episode, day, team=place.team)
            else:
                self.waiting.append(Waiting(episodes, day, is_urgent=False, was_held=True))

    def wait(self, episodes: list[Episode], is_urgent: bool) -> None:
        """Put children on the list; those in an enquiry may begin today, others after the next allocation meeting."""
        referred_at = episodes[0].referred_at
        day = referred_at.date()
        may_begin_today = referred_at.hour < 15 if is_urgent else referred_at.hour < 16 and self._chance.happens(0.9)
        if not may_begin_today:
            day = england().next_working_day(day)
        self.waiting.append(Waiting(episodes, day, is_urgent))

    def meet(self, day: date) -> list[Episode]:
        """The allocation meeting of a working day: returns the children who now have their first worker."""
        for each in self.waiting:
            each.episodes = [episode for episode in each.episodes if episode.closed_on is None]
        # A child whose worker has left, then a child in an enquiry, then whoever has waited longest.
        self.waiting.sort(key=lambda w: (not w.was_held, not w.is_urgent, w.may_begin_on))
        stretch = self._stretch(day)
        still_waiting, begun = [], []
        for each in self.waiting:
            worker = self._free_worker(each, day, stretch) if each.may_begin_on <= day else None
            if worker is None:
                still_waiting.append(each)
                continue
            begun += [episode for episode in each.episodes if not episode.involvements]
            for episode in each.episodes:
                self._begin(episode, worker, day)
        self.waiting = [each for each in still_waiting if each.episodes]
        return begun

    def _stretch(self, day: date) -> float:
        """How far managers let workers go beyond what they usually take: 0 not at all, 1 to the most."""
        listed = sum(len(each.episodes) for each in self.waiting if each.may_begin_on < day)
        reach = (LIST_THAT_ALARMS - LIST_THAT_WORRIES) * self.story.scale
        wanted = min(1.0, (listed - LIST_THAT_WORRIES * self.story.scale) / reach)
        # What became usual in a bad month is given up only slowly.
        self._stretched = max(0.0, wanted, self._stretched - 0.02)
        return self._stretched

    def _free_worker(self, waiting: Waiting, day: date, stretch: float) -> Place | None:
        """The least loaded worker of the assessment teams, measured against what each takes."""
        best, least = None, 1e9
        for place in self._places.values():
            if place.team not in ASSESSMENT_TEAMS or self._is_away(place, day):
                continue
            takes = place.takes + stretch * (place.takes_at_most - place.takes)
            if (day - self._joined_on[place.staff_id]).days < NEWCOMER_DAYS:
                takes = min(takes, NEWCOMERS_TAKE)
            load = len(self._held[place.staff_id]) + len(waiting.episodes)
            if load <= min(takes, NOBODY_HOLDS_MORE_THAN) and load / place.takes_at_most < least:
                best, least = place, load / place.takes_at_most
        return best

    def _is_away(self, place: Place, day: date) -> bool:
        return self._away_until.get(place.staff_id, day) > day

    def hand_to_safeguarding(self, episode: Episode, day: date, team: str = "") -> None:
        """The child moves to a safeguarding worker on the same day; brothers and sisters stay together."""
        sibling = next((c.episode for c in episode.child.family.children if c.episode and c is not episode.child), None)
        if sibling and sibling.holder and sibling.holder.team in SAFEGUARDING_TEAMS:
            place = self._places[sibling.holder.worker]
        else:
            takers = [
                p for p in self._places.values()
                if p.team in SAFEGUARDING_TEAMS and (not team or p.team == team) and not self._is_away(p, day)
            ] or [p for p in self._places.values() if p.team in SAFEGUARDING_TEAMS]  # fmt: skip
            place = min(takers, key=lambda p: len(self._held[p.staff_id]))
        if len(self._held[place.staff_id]) >= NOBODY_HOLDS_MORE_THAN - 4:
            others = [p for p in self._places.values() if p.team in SAFEGUARDING_TEAMS]
            place = min(others, key=lambda p: len(self._held[p.staff_id]))
        self.leave(episode, day, "TSPROC")
        self._begin(episode, place, day)

    def leave(self, episode: Episode, day: date, reason: str) -> None:
        """The worker no longer holds the child."""
        holder = episode.holder
        if holder is not None:
            self._held[holder.worker].remove(episode)
            holder.ended_on, holder.change_reason = day, reason

    def _begin(self, episode: Episode, place: Place, day: date) -> None:
        at = datetime.combine(day, time(self._chance.between(9, 16), self._chance.between(0, 59)), LONDON)
        at = max(at, episode.referred_at + timedelta(minutes=20))
        episode.involvements.append(Involvement(place.staff_id, place.team, at))
        self._held[place.staff_id].append(episode)

    def loads(self) -> dict[str, int]:
        """Children held by each case-holding worker now."""
        return {staff_id: len(self._held[staff_id]) for staff_id in self._places}
