"""Which audits are moderated, and what a moderator may still be missing. Plain values in, verdicts out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from lintel.oversight.moderation.codes import Because
from lintel.oversight.moderation.optimism import Gap

# The codes of the agreed numbers (`statute.numbers`), each of which an authority may set from a day on.
RANDOM, RAISED, HIGH, TWICE, OUTSIDE = (
    "moderated_share", "moderated_share_raised", "optimism_gap_high", "moderated_twice", "moderated_outside",
)  # fmt: skip
IN_HAND = "moderation"  # the code of the time limit within which an audit that was taken is moderated
EXTREMES = frozenset({1, 4})
TALK_FROM = 1  # grades apart


@dataclass(frozen=True, kw_only=True)
class Policy:
    """
    What is moderated. Shares are 0 to 1; `gap_high` is in grades.

    Every outstanding and inadequate audit, a random share of the others, and more of them while the service's gap is
    high; of what is drawn, some is moderated by two people, and some by somebody from outside.
    """

    random_share: float = 0.30
    raised_share: float = 0.50
    gap_high: float = 0.30
    twice_share: float = 0.05
    outside_share: float = 0.10

    def share_after(self, gap: Gap) -> float:
        """The random share while the service's gap is what it is: raised where the gap is high beyond luck."""
        return max(self.random_share, self.raised_share) if self.is_high(gap) else self.random_share

    def is_high(self, gap: Gap) -> bool:
        """Whether auditors as a whole grade too high: by as much as was agreed, and further than luck goes."""
        return gap.mean is not None and gap.mean.mid >= self.gap_high and gap.mean.low > 0


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """That an audit is moderated: why, how likely that was, by how many, and whether by somebody from outside."""

    because: Because
    chance: float
    moderators: int
    outside: bool


def drawn(audit: int, *, grade: int, share: float, policy: Policy, seed: str) -> Drawn | None:
    """
    Whether an audit is drawn to be moderated; None where it is not.

    The same seed and audit always give the same answer. Without the seed nobody can foresee it; with it everybody can
    check afterwards that nobody chose.

    :param share: the random share in force, 0 to 1.
    """
    at_random = _luck(audit, seed, "drawn") < share
    if not at_random and grade not in EXTREMES:
        return None
    return Drawn(
        because=Because.RANDOM if at_random else Because.EXTREME,
        chance=1.0 if grade in EXTREMES else share,
        moderators=2 if _luck(audit, seed, "twice") < policy.twice_share else 1,
        outside=_luck(audit, seed, "outside") < policy.outside_share,
    )


def missing_to_lock(*, has_read: bool, grade: int | None, why: str, cited: int) -> list[tuple[str, str]]:
    """Without what a moderated grade is not locked: the field, and a sentence."""
    found = []
    if not has_read:
        found.append(
            ("record", "Read the record first, and say that you have. Your grade comes from the record alone.")
        )
    if grade is None:
        found.append(("grade", "Choose one of the four grades."))
    if not why.strip():
        found.append(("why", "Write why this grade, from what you read."))
    if not cited:
        found.append(("quote", "Cite at least one passage of the record for your grade."))
    return found


def why_not(
    *, is_own: bool, is_twin: bool, knows: bool, conflict: str, manages: bool, has_it: bool, has_other: bool,
    waits_outside: bool,
) -> str:  # fmt: skip
    """
    Why somebody may not moderate an audit, in words; nothing where they may.

    :param knows: they agreed something after it or have it to do, or raised, were told of or answered that the child
        was found unsafe in it.
    :param has_other: they moderate the other audit of the same record.
    """
    if is_own:
        return "You did this audit yourself."
    if is_twin:
        return "You audited the same record."
    if has_it:
        return "You moderate it already."
    if knows:
        return "You know what this audit asked for."
    if has_other:
        return "You moderate the other audit of this record."
    if manages:
        return "You manage somebody who works with this child."
    return conflict or ("It waits for somebody from outside the service." if waits_outside else "")


def why_let_go(*, has_left: bool, is_closed_to_them: bool, is_late: bool, limit: int) -> str:
    """
    Why an audit may be taken from the moderator who has it, in words; nothing where it may not.

    :param limit: working days within which an audit that was taken is moderated.
    """
    if has_left:
        return "has left, or moderates no more"
    if is_closed_to_them:
        return "may no longer read the record"
    return f"has had it for more than {limit} working days" if is_late else ""


def lie_apart(audited: int, moderated: int) -> bool:
    """Whether the two should talk: a grade apart or more."""
    return abs(audited - moderated) >= TALK_FROM


def is_well_answered(lacks: Collection[str]) -> bool:
    """Whether a core question was answered with a verdict, with evidence, and about this child (K94)."""
    return not lacks


def _luck(audit: int, seed: str, of: str) -> float:
    digest = hashlib.sha256(f"{seed}:{of}:{audit}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
