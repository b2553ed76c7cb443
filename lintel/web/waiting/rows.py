"""How a family that waits stands on a page: its children by name, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.allocating.alerting.queries import latest_alerts
from lintel.journey.allocating.waiting.wait import Family, Wait
from lintel.statute.ages import age_on
from lintel.statute.calendar import local_day
from lintel.steps.allocation.codes import Rung
from lintel.steps.front_door.codes import Concern

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.allocation.models import CapacityAlert


@dataclass(frozen=True)
class ChildRow:
    """One child who waits, with a name."""

    wait: Wait
    line: ChildLine
    age: str

    @property
    def waited(self) -> str:
        """How long, and from when on it is counted."""
        since = f"{self.wait.left_by} left" if self.wait.left_by else "the decision"
        return f"{_days(self.wait.days)} ({_working_days(self.wait.working_days)}), since {since} on"


@dataclass(frozen=True)
class FamilyRow:
    """
    One family that waits.

    :param alert: the latest word, since they wait, that no safe allocation is possible for one of them.
    """

    family: Family
    children: Sequence[ChildRow]
    alert: CapacityAlert | None = None

    @property
    def pk(self) -> int:
        """The episode that stands for the family in addresses."""
        return self.family.first.referral_id

    @property
    def names(self) -> str:
        return in_a_row([child.line.name for child in self.children])

    @property
    def why_here(self) -> str:
        return why_here(self.family)

    @property
    def concerns(self) -> list[str]:
        return concerns_of(self.family.waits)

    @property
    def told(self) -> str:
        """The highest whom the clock has told of any of them, in words; the page says itself what nobody checked."""
        reached = {rung for wait in self.family.waits for rung in wait.rungs} - {Rung.UNCHECKED}
        return max(reached, key=list(Rung).index).words if reached else ""

    @property
    def to_give(self) -> list[ChildRow]:
        """Those whom nobody has been asked to take."""
        return [child for child in self.children if child.wait.offer is None]


def rows_of(families: Sequence[Family], *, viewer: User, today: date) -> list[FamilyRow]:
    """The families of one page, with the names of their children and of nobody else."""
    lines = child_lines([wait.child_id for family in families for wait in family.waits], viewer=viewer, on=today)
    alerts = latest_alerts([wait.referral_id for family in families for wait in family.waits], viewer=viewer)
    rows = [
        FamilyRow(
            family,
            [
                ChildRow(wait, lines[wait.child_id], age_of(lines[wait.child_id], today))
                for wait in family.waits
                if wait.child_id in lines
            ],
            _alert_of(family, alerts),
        )
        for family in families
    ]
    return [row for row in rows if row.children]


def _alert_of(family: Family, alerts: Mapping[int, CapacityAlert]) -> CapacityAlert | None:
    found = [
        alerts[wait.referral_id]
        for wait in family.waits
        if wait.referral_id in alerts and local_day(alerts[wait.referral_id].raised_at) >= wait.since
    ]
    return max(found, key=lambda alert: alert.raised_at, default=None)


def why_here(family: Family) -> str:
    """Why a family stands where it stands on the board, in the order in which the board looks."""
    waits = family.waits
    if any(wait.is_danger_open for wait in waits):
        return "First, because somebody said a child is in danger now"
    if any(wait.is_in_enquiry for wait in waits):
        return "Here, because harm is thought likely and is being looked into"
    if any(wait.is_check_overdue for wait in waits):
        return "Here, because nobody has said in time why it is safe to wait"
    if any(wait.priority == "red" for wait in waits):
        return "Here, because the contact was rated red"
    return "Here by how long they have waited"


def concerns_of(waits: Iterable[Wait]) -> list[str]:
    """What is worrying somebody about these children, in words, each once."""
    known = {concern.value: concern.words for concern in Concern}
    return list(dict.fromkeys(known.get(code, code) for wait in waits for code in wait.concerns))


def age_of(line: ChildLine, today: date) -> str:
    if line.is_unborn:
        return "unborn"
    if line.date_of_birth is None:
        return "age not known"
    age = age_on(line.date_of_birth, today)
    return f"{age} year{'' if age == 1 else 's'} old" if age >= 0 else "unborn"


def in_a_row(words: Sequence[str]) -> str:
    """Perrin Oakapple, Tansy Oakapple and Wilf Sedge"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def _days(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'}"


def _working_days(days: int) -> str:
    return f"{days:,} working day{'' if days == 1 else 's'}"
