"""
Who held the child. An `Involvements` sheet says it exactly; otherwise the lists show it at the day the file was drawn.

At first sight of an episode, each worker named in it is taken to have begun on that row's own date. In a later file a
different worker ends the former involvement on the day that file was drawn and begins another: the true day lies
somewhere before, and `began_is_observed` says so. A file drawn earlier than one already stored changes nobody's worker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.reasons.actions import give_reasons_to_see
from lintel.foundation.workforce.models import Worker
from lintel.journey.imports import keys
from lintel.journey.imports.carrying.carriage import KEYS_AT_ONCE, Carriage, moment
from lintel.journey.imports.carrying.episodes import Episodes
from lintel.journey.imports.carrying.staffing import worker_of
from lintel.journey.imports.lines import Line
from lintel.steps.allocation.actions import load_involvements
from lintel.steps.allocation.models import Involvement
from lintel.steps.referrals.models import Referral

# Where two lists date a worker on the same day, the later stage of the journey knows better.
KNOWS_BETTER = {"referrals": 0, "assessments": 1, "enquiries": 2, "protection": 3}
# A referral that ended in no further action was somebody's for one working day.
NFA_IS_SEEN_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Sighting:
    """A row that names the worker of an episode, and the day it speaks of."""

    day: date
    knows: int
    line: Line
    worker: Worker | None


@dataclass
class Seen:
    """What a file shows of who holds one episode: its rows of lists 3, 4, 5 and 7, and its row of list 6."""

    referral: Referral
    past: list[Sighting] = field(default_factory=list)
    today: Sighting | None = None


@dataclass
class Changes:
    """Involvements that begin, and those held before that end."""

    begun: dict[str, Involvement] = field(default_factory=dict)
    ended: dict[str, Involvement] = field(default_factory=dict)

    def begin(self, involvement: Involvement) -> Involvement:
        return self.begun.setdefault(involvement.key, involvement)

    def end(self, involvement: Involvement, on: date) -> None:
        involvement.ended_on = max(involvement.began_on, on)
        if involvement.pk:
            self.ended[involvement.key] = involvement


def carry_allocation(
    carriage: Carriage,
    episodes: Episodes,
    exact: Sequence[Line],
    work: Iterable[Line],
    needs: Sequence[tuple[Line, Referral]],
) -> None:
    """Lay down involvements, and let the workers and teams they name see the child."""
    before = _held(carriage, episodes)
    changes = Changes()
    stated = _stated(carriage, episodes, exact)
    for key, of_episode in stated.items():
        _supersede(before[key], of_episode, changes)
    for key, seen in _seen(carriage, episodes, work, needs).items():
        if key in stated:
            continue
        if not before[key]:
            _first_sight(carriage, seen, changes)
        elif not carriage.is_older:
            _later_sight(carriage, seen, before[key], changes)
    _end_with_the_episode(before, changes)
    _lay(carriage, before, changes)
    _give_reasons(carriage, changes, episodes)


def _held(carriage: Carriage, episodes: Episodes) -> dict[str, list[Involvement]]:
    """The involvements of every episode in hand, by the key of the episode, in order."""
    of_episode: dict[str, list[Involvement]] = defaultdict(list)
    referrals = {
        referral.pk: referral for child_id in carriage.people for referral in episodes.of(child_id) if referral.pk
    }
    wanted = list(referrals)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        some = Involvement.objects.filter(referral__in=wanted[start : start + KEYS_AT_ONCE])
        for involvement in some.order_by("began_on", "pk"):
            involvement.referral = referrals[involvement.referral_id]
            of_episode[involvement.referral.key].append(involvement)
    return of_episode


# --- said exactly -----------------------------------------------------------------------------------------------------


def _stated(carriage: Carriage, episodes: Episodes, lines: Iterable[Line]) -> dict[str, dict[str, Involvement]]:
    of_episode: dict[str, dict[str, Involvement]] = defaultdict(dict)
    for line in lines:
        worker = worker_of(carriage, line)
        referral = episodes.of_line(line, line.says["began_on"])
        if worker is None or referral is None:
            continue
        involvement = _involvement(carriage, referral, worker, line, line.says["began_on"])
        involvement.began_at = moment(line.says["began_on"], line.said("began_time"))
        involvement.ended_on = line.said("ended_on")
        involvement.change_reason = line.said("change_reason") or ""
        of_episode[referral.key].setdefault(involvement.key, involvement)
    return of_episode


def _supersede(before: list[Involvement], stated: dict[str, Involvement], changes: Changes) -> None:
    """What was only observed, or said otherwise before, gives way to the exact list: it lasted no time at all."""
    for involvement in before:
        if involvement.key not in stated and any(_overlap(involvement, one) for one in stated.values()):
            changes.end(involvement, involvement.began_on)
    changes.begun |= stated


def _overlap(one: Involvement, other: Involvement) -> bool:
    return one.began_on < (other.ended_on or date.max) and other.began_on < (one.ended_on or date.max)


# --- observed ---------------------------------------------------------------------------------------------------------


def _seen(
    carriage: Carriage, episodes: Episodes, work: Iterable[Line], needs: Sequence[tuple[Line, Referral]]
) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    for line in work:
        day, worker = line.says[line.layout.key], worker_of(carriage, line)
        referral = episodes.covering(line.says["child_id"], day)
        if worker is not None and referral is not None and not line.said("nfa"):
            seen = found.setdefault(referral.key, Seen(referral))
            seen.past.append(Sighting(day, KNOWS_BETTER[line.layout.name], line, worker))
    for line, referral in needs:
        if "worker" in line.had:
            seen = found.setdefault(referral.key, Seen(referral))
            seen.today = Sighting(line.says["began_on"], 0, line, worker_of(carriage, line))
    for seen in found.values():
        seen.past.sort(key=lambda sighting: (sighting.day, sighting.knows, sighting.line.says["worker"]))
    return found


def _first_sight(carriage: Carriage, seen: Seen, changes: Changes) -> None:
    """An episode nobody was known to hold: each worker from the date of the first row that names them, in turn."""
    chain: list[Involvement] = []
    for sighting in seen.past:
        assert sighting.worker is not None
        if chain and chain[-1].worker == sighting.worker:
            continue
        if chain and chain[-1].began_on == sighting.day:
            chain.pop()
        chain.append(_involvement(carriage, seen.referral, sighting.worker, sighting.line, sighting.day, observed=True))
    if not chain and seen.today and seen.today.worker:
        today = seen.today
        assert today.worker is not None
        chain = [_involvement(carriage, seen.referral, today.worker, today.line, today.day, observed=True)]
    for one, following in pairwise(chain):
        one.ended_on = following.began_on
    for one in chain:
        changes.begin(one)
    _today(carriage, seen, chain[-1] if chain else None, changes)


def _later_sight(carriage: Carriage, seen: Seen, before: list[Involvement], changes: Changes) -> None:
    """An episode somebody was known to hold: only who holds it on the day the file was drawn can be new."""
    if seen.today is None and seen.past:
        seen.today = seen.past[-1]
        if any(involvement.worker_id == seen.today.worker.pk for involvement in before if seen.today.worker):
            return  # an old row names somebody who held the child then
    _today(carriage, seen, next((one for one in before if one.ended_on is None), None), changes)


def _today(carriage: Carriage, seen: Seen, current: Involvement | None, changes: Changes) -> None:
    """Let the row of list 6 have its way: the worker of the day the file was drawn, or that there is none."""
    today, closed_on = seen.today, seen.referral.closed_on
    if today is None or (closed_on is not None and closed_on <= carriage.data_until):
        return
    if current is not None and today.worker is not None and current.worker_id == today.worker.pk:
        return
    if current is not None:
        changes.end(current, carriage.data_until)
    if today.worker is not None:
        begins = carriage.data_until
        changes.begin(_involvement(carriage, seen.referral, today.worker, today.line, begins, observed=True))


def _involvement(
    carriage: Carriage, referral: Referral, worker: Worker, line: Line, began_on: date, *, observed: bool = False
) -> Involvement:
    return Involvement(
        key=keys.involvement(referral.key, worker.key, began_on), child_id=referral.child_id, referral=referral,
        worker=worker, team=carriage.team(line), began_on=began_on, began_is_observed=observed,
        **carriage.origin(line),
    )  # fmt: skip


def _end_with_the_episode(before: dict[str, list[Involvement]], changes: Changes) -> None:
    """Nobody holds a child whose episode is closed."""
    for involvement in [*changes.begun.values(), *(one for held in before.values() for one in held)]:
        closed_on = involvement.referral.closed_on
        if closed_on and (involvement.ended_on is None or involvement.ended_on > closed_on):
            changes.end(involvement, closed_on)


# --- laid down --------------------------------------------------------------------------------------------------------


def _lay(carriage: Carriage, before: dict[str, list[Involvement]], changes: Changes) -> None:
    """First what ends, then what begins: one episode never has two workers, not even for a moment."""
    already = {involvement.key for held in before.values() for involvement in held}
    begun = changes.begun.values()
    carriage.lay([one for one in changes.ended.values() if one.key not in changes.begun], load_involvements)
    carriage.lay([one for one in begun if one.key in already], load_involvements)
    carriage.lay([one for one in begun if one.key not in already], load_involvements)


def _give_reasons(carriage: Carriage, changes: Changes, episodes: Episodes) -> None:
    """An involvement lets the worker and the team see the child for its dates; an episode lets its team."""
    reasons = [
        ReasonToSee(
            child_id=one.child_id, worker_id=one.worker_id, team_id=one.team_id, basis="involvement",
            key=keys.reason_to_see(one.key), begins_on=one.began_on, ends_on=one.ended_on,
        )
        for one in (changes.ended | changes.begun).values()
    ] + [
        ReasonToSee(
            child_id=referral.child_id, team_id=referral.team_id, basis="referral",
            key=keys.reason_to_see(referral.key), begins_on=referral.referred_on,
            ends_on=referral.referred_on + NFA_IS_SEEN_FOR if referral.is_nfa else referral.closed_on,
        )
        for referral in episodes.touched
        if referral.team_id
    ]  # fmt: skip
    give_reasons_to_see(reasons, by=carriage.by, at=carriage.at)
