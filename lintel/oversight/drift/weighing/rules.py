"""How often a rule was right, which number would have been righter, and how often a manager saw it first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

# Below so many answers a share says nothing that the next answer could not turn round.
FEWEST = 8
# A better number may lose at most so many of the delays the rule found.
MAY_LOSE = 0.1
# One confirmed delay in so many is checked by hand.
ONE_IN = 10
Z = 1.96


@dataclass(frozen=True, kw_only=True)
class Answered:
    """
    One answered flag, and whether the answer confirmed a delay.

    :param measure: how much there was at the most: of a delay when it was answered, of a wrong flag ever since.
    :param is_over: whether the record says no longer that it stands still; until then it may come to any number.
    """

    measure: int
    is_confirmed: bool
    is_over: bool

    def reaches(self, number: int) -> bool:
        """Whether a rule with this number would have raised it, or may yet: nobody counts as spared too early."""
        return self.measure >= number or not (self.is_confirmed or self.is_over)


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many, with the 95% Wilson interval, as shares from 0 to 1."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def is_enough(self) -> bool:
        return self.of >= FEWEST


def share_of(count: int, of: int) -> Share:
    """
    A share with its interval (Wilson 1927), which is honest for few cases as well.

    :param count: from 0 to `of`.
    """
    if not of:
        return Share(count=0, of=0, low=0.0, high=1.0)
    p, n = count / of, of
    middle, around = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return Share(count=count, of=of, low=max(0.0, (middle - around) / scale), high=min(1.0, (middle + around) / scale))


def precision(answers: Sequence[Answered]) -> Share:
    """How often a rule was right: one less the share of its answered flags that were wrong."""
    return share_of(sum(each.is_confirmed for each in answers), len(answers))


@dataclass(frozen=True, kw_only=True)
class Better:
    """
    A number under which a rule would have been right more often, of the answers there are.

    :param spared: wrong flags it would not have raised.
    :param lost: delays it would not have raised.
    """

    number: int
    spared: int
    lost: int
    before: float
    after: float


def better_number(answers: Sequence[Answered], *, number: int) -> Better | None:
    """
    The lowest higher number that spares the most wrong flags and loses at most one delay in ten; None where the answers
    are too few, or no number is better. It is proposed; a person decides.

    A wrong flag is spared by a number only where the record was put right before it came to that: how fast somebody
    answered makes no number better.
    """
    confirmed = sum(each.is_confirmed for each in answers)
    wrong = len(answers) - confirmed
    if len(answers) < FEWEST or not wrong or not confirmed:
        return None
    found: list[Better] = []
    for higher in sorted({each.measure for each in answers if each.measure > number}):
        kept = [each for each in answers if each.reaches(higher)]
        right = sum(each.is_confirmed for each in kept)
        found.append(
            Better(
                number=higher, spared=wrong - (len(kept) - right), lost=confirmed - right,
                before=confirmed / len(answers), after=right / len(kept),
            )
        )  # fmt: skip
    good = [each for each in found if each.spared and each.lost <= confirmed * MAY_LOSE and each.after > each.before]
    return max(good, key=lambda each: (each.spared - each.lost, -each.number), default=None)


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """A confirmed delay: whether a manager named it first, whether chance drew it, and what a check by hand says."""

    was_named_first: bool
    is_drawn: bool = False
    is_checked: bool = False
    check_agrees: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ManagerFirst:
    """
    The manager-first rate (K81), with what the checks by hand say of it.

    :param to_check: how many of the tenth that is checked by hand are still to be checked.
    """

    rate: Share
    to_check: int
    checked: int
    agreed: int


def is_to_be_checked(flag: int, *, seed: str) -> bool:
    """
    Whether a flag is in the tenth that is checked by hand: always the same with the same seed.

    Without the seed nobody can foresee it; with it everybody can check afterwards that nobody chose.
    """
    return int(hashlib.sha256(f"{seed}:{flag}".encode()).hexdigest(), 16) % ONE_IN == 0


def manager_first(delays: Iterable[Confirmed]) -> ManagerFirst:
    """
    Of the confirmed delays, how many a manager had named in a note or a supervision before the flag was raised.

    What a check by hand says counts before what the manager said.
    """
    found = list(delays)
    named = sum(each.was_named_first if each.check_agrees is not False else not each.was_named_first for each in found)
    checked = [each for each in found if each.is_checked]
    return ManagerFirst(
        rate=share_of(named, len(found)), checked=len(checked), agreed=sum(bool(each.check_agrees) for each in checked),
        to_check=sum(each.is_drawn and not each.is_checked for each in found),
    )  # fmt: skip
