"""Let the story happen, day by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lintel.demo.allocation import Allocation
from lintel.demo.casework import Casework
from lintel.demo.events import Contact, EarlyHelp, Episode, Family
from lintel.demo.front_door import FrontDoor
from lintel.demo.staff import FRONT_DOOR, Staff, employ
from lintel.demo.story import Story
from lintel.demo.visiting import check_on_waiting_children, visit_children
from lintel.statute.calendar import england

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Council:
    """Everything that happened and is still in the record."""

    story: Story
    staff: Staff
    families: list[Family]
    contacts: list[Contact]
    episodes: list[Episode]
    early_help: list[EarlyHelp]


def simulate(*, until: date, seed: int = 1, scale: float = 1.0, progress: Progress = lambda share: None) -> Council:
    """
    The council as it stands on the morning of `until`, thirty months after the first contact in its record.

    :param scale: 1 for the whole council; smaller for quick tests.
    :param progress: called with the share of the work that is done.
    """
    story = Story(until, scale)
    staff = employ(story, seed)
    screeners = _Screeners(staff)
    casework = Casework(story, seed)
    allocation = Allocation(story, staff, seed)
    front_door = FrontDoor(story, seed, screeners.on, casework.open_referrals)
    casework.wait_for_a_worker = allocation.wait
    casework.hand_to_safeguarding = allocation.hand_to_safeguarding
    casework.leave = allocation.leave
    casework.step_down = lambda episode, day: front_door.hand_to_early_help(episode.child, None, day)
    days = story.days()
    for number, day in enumerate(days):
        front_door.open_for(day, _open_families(casework))
        if day < until:
            _work(day, casework, allocation)
        progress(number / len(days))
    return _remember(story, staff, front_door, casework, seed)


def _work(day: date, casework: Casework, allocation: Allocation) -> None:
    allocation.change_staff(day)
    if england().is_working_day(day):
        for episode in allocation.meet(day):
            casework.begin_assessment(episode, day)
    casework.carry_on(day)


def _open_families(casework: Casework) -> list[Family]:
    casework.under_way = [episode for episode in casework.under_way if episode.closed_on is None]
    return [episode.child.family for episode in casework.under_way]


def _remember(story: Story, staff: Staff, front_door: FrontDoor, casework: Casework, seed: int) -> Council:
    """What is kept: contacts of the thirty months, and work that was under way in the year before or since."""
    kept = [
        episode for episode in casework.episodes
        if episode.referred_at < story.ends_at
        and (episode.closed_on is None or episode.closed_on >= story.remembers_from)
    ]  # fmt: skip
    for episode in kept:
        episode.child.family.is_kept = True
    visit_children(kept, story, seed)
    check_on_waiting_children(kept, story, staff, seed)
    families = [family for family in front_door.population.families if family.is_kept]
    return Council(story, staff, families, front_door.contacts, kept, front_door.early_help)


class _Screeners:
    """Who may decide contacts on a day."""

    def __init__(self, staff: Staff) -> None:
        self._places = [place for place in staff.places if place.team == FRONT_DOOR]
        self._day, self._present = date.min, list[str]()

    def on(self, day: date) -> list[str]:
        if day != self._day:
            here = [p for p in self._places if p.starts_on <= day and (p.leaves_on is None or p.leaves_on > day)]
            self._day, self._present = day, [place.staff_id for place in here]
        return self._present
