"""
Episodes of need. Annex A list 3 gives the referral, list 6 the episode it opened, the census both: they meet here.

A row of list 6 joins the child's referral of the same day or, where there is none, the latest before it that was not
closed earlier; otherwise it opens one. A referral that ended in no further action is never an episode: where list 6
begins one on that very day, both are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count

from lintel.journey.imports import keys
from lintel.journey.imports.carrying.carriage import KEYS_AT_ONCE, Carriage, contents, moment, recorded_at
from lintel.journey.imports.lines import Line
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral


class Episodes:
    """The referrals of the children in hand: those that are held, and those that the file adds."""

    def __init__(self, carriage: Carriage) -> None:
        self._carriage = carriage
        self._of_child: dict[str, list[Referral]] = defaultdict(list)
        self._touched: dict[str, Referral] = {}
        ids = {person.pk: child_id for child_id, person in carriage.people.items()}
        wanted = list(ids)
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            for referral in Referral.objects.filter(child__in=wanted[start : start + KEYS_AT_ONCE]).order_by("key"):
                self._of_child[ids[referral.child_id]].append(referral)

    def of(self, child_id: str) -> Sequence[Referral]:
        return self._of_child[child_id]

    def on(self, child_id: str, day: date) -> list[Referral]:
        return [referral for referral in self._of_child[child_id] if referral.referred_on == day]

    def open(self, line: Line, day: date) -> Referral:
        """A new episode of the child of this row."""
        child_id = line.says["child_id"]
        taken = {referral.key for referral in self.on(child_id, day)}
        referral = Referral(
            key=next(key for n in count(1) if (key := keys.referral(child_id, day, n)) not in taken), referred_on=day,
            child=self._carriage.people[child_id], **self._carriage.origin(line),
        )  # fmt: skip
        self._of_child[child_id].append(referral)
        return self.touch(referral)

    def touch(self, referral: Referral) -> Referral:
        """Mark a referral as spoken of by this file, so that it is laid down."""
        self._touched[referral.key] = referral
        return referral

    def covering(self, child_id: str, day: date) -> Referral | None:
        """The episode that was under way on a day: begun that day, else the latest before it not closed earlier."""
        real = [referral for referral in self._of_child[child_id] if not referral.is_nfa]
        same_day = [referral for referral in real if referral.referred_on == day]
        if same_day:
            return same_day[0]
        open_then = [
            referral
            for referral in real
            if referral.referred_on < day and (referral.closed_on is None or referral.closed_on >= day)
        ]
        return max(open_then, key=lambda referral: (referral.referred_on, referral.key), default=None)

    def of_line(self, line: Line, day: date) -> Referral | None:
        """The episode a row belongs to: the one it names by its day of referral, else the one under way."""
        return self.covering(line.says["child_id"], line.said("referred_on") or day)

    @property
    def touched(self) -> list[Referral]:
        return list(self._touched.values())

    def lay(self) -> None:
        """Lay down every referral this file speaks of."""
        self._carriage.lay(self.touched, load_referrals)


def carry_referrals(carriage: Carriage, episodes: Episodes, lines: Iterable[Line]) -> None:
    """Let referrals say what list 3 or the census says of them."""
    groups: dict[tuple[str, date], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.says["child_id"], line.says["referred_on"]].append(line)
    for (child_id, day), group in groups.items():
        for line, referral in _matched(episodes, child_id, day, group):
            says = line.says
            carriage.say(
                referral, source=says.get("source"), is_nfa=says.get("nfa"), team=carriage.team(line),
                referred_at=moment(day, says.get("referred_time")), recorded_at=recorded_at(line),
                primary_need=says.get("need"),
            )  # fmt: skip
            _close(carriage, referral, line)


def _matched(episodes: Episodes, child_id: str, day: date, group: list[Line]) -> Iterable[tuple[Line, Referral]]:
    """
    Rows of one child and day with the referral each speaks of.

    Rows that agree on NFA are one referral said twice. Each meets the held referral that agrees with it, then one that
    is left over (NFA was corrected), and opens another only when none is left.
    """
    told: dict[bool | None, list[Line]] = defaultdict(list)
    for line in sorted(group, key=contents):
        told[line.said("nfa")].append(line)
    left = list(episodes.on(child_id, day))
    meets: dict[bool | None, Referral] = {}
    for nfa in told:
        if agrees := [referral for referral in left if referral.is_nfa == nfa]:
            meets[nfa] = agrees[0]
            left.remove(agrees[0])
    for nfa in sorted(told, key=lambda nfa: (nfa is None, bool(nfa))):
        if nfa not in meets:
            meets[nfa] = left.pop(0) if left else episodes.open(told[nfa][0], day)
        for line in told[nfa]:
            yield line, episodes.touch(meets[nfa])


def carry_needs(carriage: Carriage, episodes: Episodes, lines: Iterable[Line]) -> list[tuple[Line, Referral]]:
    """Let episodes say what list 6 says of them; return each row with its episode."""
    placed = []
    for line in sorted(lines, key=lambda line: (line.says["began_on"], contents(line))):
        says = line.says
        referral = episodes.covering(says["child_id"], says["began_on"])
        if referral is None:
            referral = episodes.open(line, says["began_on"])
        if referral.is_nfa is None:
            referral.is_nfa = False
        carriage.say(
            referral, primary_need=says.get("need"), case_status=says.get("case_status"), team=carriage.team(line)
        )
        _close(carriage, referral, line)
        placed.append((line, episodes.touch(referral)))
    return placed


def _close(carriage: Carriage, referral: Referral, line: Line) -> None:
    closed_on = line.said("closed_on")
    if closed_on is None or closed_on < referral.referred_on:
        return
    carriage.say(referral, closed_on=closed_on)
    if referral.closed_on == closed_on:
        carriage.say(referral, closure_reason=line.said("closure"))
