"""When a child is at unassessed risk, since when, and who holds the next step. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lintel.statute.calendar import elapsed_hours


@dataclass(frozen=True, kw_only=True)
class Known:
    """
    What is known of one child, from all agencies together and in any order.

    :param told: for each credible piece of information since when it was known: the incident, else the receipt.
    :param seen: when somebody saw the child.
    :param made_safe: when a safety plan was made.
    """

    told: Sequence[datetime] = ()
    seen: Sequence[datetime] = ()
    made_safe: Sequence[datetime] = ()


@dataclass(frozen=True, kw_only=True)
class Spell:
    """One unbroken time on the clock; under way while it has no end."""

    began_at: datetime
    ended_at: datetime | None = None

    def hours(self, at: datetime) -> float:
        return elapsed_hours(self.began_at, self.ended_at or at)


def spells(known: Known, *, at: datetime) -> list[Spell]:
    """
    The child's times on the clock until a moment, the first one first.

    Information is answered once the child was seen after it *and* a safety plan was made after it. What comes in while
    the clock runs is answered likewise and so may lengthen the spell; it never begins it anew.
    """
    found: list[Spell] = []
    for since in sorted(moment for moment in known.told if moment <= at):
        last, ended_at = found[-1] if found else None, _answered_at(known, since, at)
        if last is not None and (last.ended_at is None or since <= last.ended_at):
            found[-1] = Spell(began_at=last.began_at, ended_at=ended_at)
        else:
            found.append(Spell(began_at=since, ended_at=ended_at))
    return found


def spell_under_way(known: Known, *, at: datetime) -> Spell | None:
    """The time on the clock that has not ended; None where the child is on none."""
    last = spells(known, at=at)[-1:]
    return last[0] if last and last[0].ended_at is None else None


def _answered_at(known: Known, since: datetime, at: datetime) -> datetime | None:
    seen, made_safe = _first(known.seen, since, at), _first(known.made_safe, since, at)
    return max(seen, made_safe) if seen and made_safe else None


def _first(moments: Iterable[datetime], since: datetime, at: datetime) -> datetime | None:
    return min((moment for moment in moments if since <= moment <= at), default=None)


class Holder(StrEnum):
    """Who holds the next step for a child on the clock."""

    POLICE = "police"
    HEALTH = "health"
    TEAM = "team"
    NOBODY = "nobody"

    @property
    def words(self) -> str:
        return {
            Holder.POLICE: "Police", Holder.HEALTH: "Health", Holder.TEAM: "Children’s social care",
            Holder.NOBODY: "Nobody",
        }[self]  # fmt: skip


def who_holds_the_next_step(*, owing: Collection[str], has_team: bool, is_discussed: bool) -> Holder:
    """
    Exactly one: an agency that owes us an answer before the discussion, police first; else the team that has the child.

    Once the agencies have met, each knows what it does and the child is the team's to see. Where no team has the child,
    nobody holds the next step, whatever an agency still owes: somebody must be there to hear it.

    :param owing: the kinds of agencies (`AgencyKind`) that were asked about this child and have not answered.
    """
    if not has_team:
        return Holder.NOBODY
    if not is_discussed:
        for agency in (Holder.POLICE, Holder.HEALTH):
            if agency in owing:
                return agency
    return Holder.TEAM
