"""
Does the clock decide? Decisions by hour, weekday, channel and length of the queue, beside what the cases explain.

What is expected comes from the model of `variation` without its clock. The answers suggest rotas and nothing else:
when somebody is tired or alone, the cure is a second pair of eyes then, not a word with a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy import stats

from lintel.oversight.alike.variation import Case, Difference, differences_between

FEWEST_IN_A_GROUP = 30
# All groups of a question are tested together; so many questions are asked that a twentieth would cry wolf.
SURE_ENOUGH = 0.01
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Question(StrEnum):
    HOUR = "hour"
    WEEKDAY = "weekday"
    CHANNEL = "channel"
    QUEUE = "queue"

    @property
    def words(self) -> str:
        """As people ask it."""
        return {
            "hour": "By the hour of the decision", "weekday": "By the day of the week",
            "channel": "By how the contact came in", "queue": "By how many contacts were waiting",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A decided contact with the surroundings of the decision."""

    case: Case
    channel: str
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """
    One question: its groups in order, and whether they differ by more than chance once the cases are allowed for.

    `chance` is the probability of groups as different as these if the surroundings made no difference.
    """

    question: Question
    groups: tuple[Difference, ...]
    chance: float

    @property
    def decides(self) -> bool:
        return self.chance < SURE_ENOUGH

    @property
    def suggestions(self) -> list[str]:
        """What the rota could do about it. Never about a person."""
        if not self.decides:
            return []
        away = [group for group in self.groups if group.low > 0 or group.high < 0]
        return [f"{group.group}: {_lies(group)} Look at who is on then, and whether a second person could be."
                for group in away]  # fmt: skip


def answers(moments: Sequence[Moment]) -> list[Answer]:
    """All four questions; groups with few decisions are left out, and a question with fewer than two groups too."""
    asked = [answer(question, moments) for question in Question]
    return [each for each in asked if each is not None]


def answer(question: Question, moments: Sequence[Moment]) -> Answer | None:
    """One question; None where there is nothing to compare or everything was decided one way."""
    cases = [moment.case for moment in moments]
    statutory = sum(case.is_statutory for case in cases)
    if not 0 < statutory < len(cases):
        return None
    name, order = _GROUPS[question]
    differences = differences_between([name(moment) for moment in moments], cases, without_clock=True)
    groups = [each for each in differences if each.decisions >= FEWEST_IN_A_GROUP]
    if len(groups) < 2:
        return None
    return Answer(question=question, groups=tuple(sorted(groups, key=order)), chance=_chance(groups))


def _chance(groups: Sequence[Difference]) -> float:
    """Pearson's test over groups, each held against its own expectation."""
    away = sum((group.statutory - group.expected) ** 2 / _variance(group) for group in groups)
    return float(stats.chi2.sf(away, len(groups) - 1))


def _variance(group: Difference) -> float:
    reach = (group.high - group.low) / 2 * group.decisions
    return max((reach / float(stats.norm.ppf(0.975))) ** 2, 1e-9)


def _lies(group: Difference) -> str:
    points = 100 * group.difference
    return f"{abs(points):.0f} in 100 {'more' if points > 0 else 'fewer'} than the cases explain."


def _hour(moment: Moment) -> str:
    begins = moment.case.hour // 3 * 3
    return f"{begins:02d}:00 to {begins + 3:02d}:00"


def _waiting(moment: Moment) -> str:
    bands = ((5, "0 to 4 waiting"), (10, "5 to 9 waiting"), (20, "10 to 19 waiting"), (40, "20 to 39 waiting"))
    return next((words for below, words in bands if moment.waiting < below), "40 or more waiting")


_GROUPS: dict[Question, tuple[Callable[[Moment], str], Callable[[Difference], tuple[int, str]]]] = {
    Question.HOUR: (_hour, lambda group: (0, group.group)),
    Question.WEEKDAY: (
        lambda moment: WEEKDAYS[moment.case.weekday], lambda group: (WEEKDAYS.index(group.group), "")
    ),
    Question.CHANNEL: (lambda moment: moment.channel, lambda group: (0, group.group)),
    Question.QUEUE: (_waiting, lambda group: (int(group.group.split()[0]), "")),
}  # fmt: skip
