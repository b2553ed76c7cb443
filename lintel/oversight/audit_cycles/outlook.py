"""What a cycle would look like before anything is drawn: how many there are, what a sample can say, who could audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.oversight.audit_cycles import drawing, permissions
from lintel.oversight.audit_cycles.codes import Strata, Theme
from lintel.oversight.audit_cycles.gathering import conflicts_of, population_of
from lintel.oversight.audit_cycles.populations import Window
from lintel.oversight.moderation.figures import policy
from lintel.oversight.moderation.optimism import FEWEST_PAIRS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# The precisions that are offered beside the one asked for, as half of the interval.
OFFERED = (0.15, 0.10, 0.05)


@dataclass(frozen=True, kw_only=True)
class Draw:
    """What a sample is drawn by."""

    theme: Theme
    since: date
    until: date
    strata: Strata
    size: int
    seed: str
    double_percent: int = 5

    @property
    def window(self) -> Window:
        return Window(self.since, self.until)


@dataclass(frozen=True)
class Stratum:
    """One stratum: how many are there, and how many are drawn."""

    name: str
    there: int
    drawn: int


@dataclass(frozen=True)
class OfAuditor:
    """One auditor: how many of the drawn children they may not audit, and how many they are given."""

    auditor: User
    conflicts: int
    given: int


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """
    A cycle as it would be drawn.

    `stratum_of` holds everybody there is to draw from; `left_out` children belong to the theme and have a record that
    no auditor may open; `without` are drawn and have no auditor free of a conflict. `moderated` is the share of audits
    that is moderated at random, at least.
    """

    stratum_of: Mapping[int, str]
    left_out: int
    drawn: tuple[int, ...]
    audits: tuple[drawing.Audited, ...]
    without: tuple[int, ...]
    auditors: Sequence[OfAuditor]
    strata: Sequence[Stratum]
    moderated: float

    @property
    def population(self) -> int:
        return len(self.stratum_of)

    @property
    def says(self) -> str:
        """What the sample will be able to say."""
        return drawing.reach_in_words(len(self.drawn), self.population, self.moderated)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """How many children other precisions would take: (points, children); not those out of reach of all of them."""
        sizes = [(half, drawing.size_for(half, self.population, moderated=self.moderated)) for half in OFFERED]
        return [(round(100 * half), size) for half, size in sizes if size is not None and size >= FEWEST_PAIRS]

    @property
    def twice(self) -> int:
        """How many records two people audit."""
        return sum(each.is_second for each in self.audits)


def is_out_of_proportion(strata: Sequence[Stratum]) -> bool:
    """Whether small strata were given more than their share, so that the plain share is not quite that of all."""
    there = {each.name: each.there for each in strata}
    fair = drawing.shares(there, sum(each.drawn for each in strata), fewest=0)
    return any(abs(fair[each.name] - each.drawn) > 1 for each in strata)


def drawn_from(stratum_of: Mapping[int, str], draw: Draw) -> tuple[int, ...]:
    """The children drawn from a population: the same whoever draws."""
    if draw.strata is Strata.NONE:
        return drawing.drawn_by(draw.seed, stratum_of, draw.size)
    return drawing.stratified(draw.seed, stratum_of, draw.size)


def weights_of(strata: Sequence[Stratum]) -> dict[str, float]:
    """What an audit of each stratum counts for, so that each weighs what it is of all; 1 where drawn in proportion."""
    there, drawn = sum(each.there for each in strata if each.drawn), sum(each.drawn for each in strata)
    return {each.name: each.there / there * drawn / each.drawn for each in strata if each.drawn}


def moderated_share(percent: int | None, *, on: date) -> float:
    """What share of audits is moderated at random, at least: by the policy of a day, or more where a cycle asks it."""
    return max(policy(on=on).random_share, (percent or 0) / 100)


def outlook(
    draw: Draw, *, auditors: Sequence[User], viewer: User, on: date, moderated_percent: int | None = None
) -> Outlook:
    """
    How a cycle would be drawn for this person on a day, which decides whose children are whose.

    :param moderated_percent: of a hundred audits so many are moderated at random, where the policy asks for fewer.
    :raises NotAllowed: if they plan no cycles.
    """
    require(viewer, permissions.PLAN_CYCLES)
    everybody = population_of(viewer, draw.theme, draw.window, draw.strata)
    stakes = conflicts_of(auditors, tuple(everybody), viewer=viewer, on=on)
    kept = frozenset.intersection(*(each.kept for each in stakes.values())) if stakes else frozenset()
    stratum_of = {child: stratum for child, stratum in everybody.items() if child not in kept}
    drawn = drawn_from(stratum_of, draw)
    conflicts = {auditor: each.all & set(drawn) for auditor, each in stakes.items()}
    audits, without = _assigned(draw, drawn, conflicts)
    load = Counter(each.auditor for each in audits)
    there, taken = Counter(stratum_of.values()), Counter(stratum_of[child] for child in drawn)
    return Outlook(
        stratum_of=stratum_of, left_out=len(kept), drawn=drawn, audits=audits, without=without,
        auditors=[OfAuditor(each, len(conflicts[each.pk]), load[each.pk]) for each in auditors],
        strata=[Stratum(name, n, taken[name]) for name, n in sorted(there.items()) if name],
        moderated=moderated_share(moderated_percent, on=on),
    )  # fmt: skip


def _assigned(
    draw: Draw, drawn: tuple[int, ...], conflicts: Mapping[int, frozenset[int]]
) -> tuple[tuple[drawing.Audited, ...], tuple[int, ...]]:
    """Who audits whom, or for whom there is nobody."""
    try:
        audits = drawing.assigned(
            draw.seed, drawn, conflicts.keys(), conflicts, double_share=draw.double_percent / 100
        )  # fmt: skip
    except drawing.NobodyToAsk:
        return (), drawn
    except drawing.NoAuditorFor as nobody:
        return (), nobody.children
    return tuple(audits), ()
