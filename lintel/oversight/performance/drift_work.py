"""What indicators count of flags of drift, as light tuples. `drift_reading.py` reads them for one viewer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lintel.oversight.performance.cases import Case

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


class Flagged(NamedTuple):
    """
    One flag: the rule in words, since when work stood still, when it was raised and answered.

    `named_first` is whether a manager had named it before; where that was checked by hand, what the check says.
    """

    pk: int
    child_id: int
    rule: str
    since: date
    raised_on: date
    answered_on: date | None
    is_confirmed: bool
    named_first: bool
    is_checked: bool
    team_id: int | None


def flags_of(evidence: Evidence) -> list[Flagged]:
    """Every flag there is; ask for it with `evidence.once`."""
    return evidence.reader.drift()


def case_of(evidence: Evidence, flag: Flagged, on: date, **said: object) -> Case:
    """A flag as a case on a day."""
    return Case(
        kind="drift.flag", pk=flag.pk, child=evidence.children[flag.child_id], on=on, team_id=flag.team_id,
        **said,  # type: ignore[arg-type]
    )  # fmt: skip


def without_flags(evidence: Evidence) -> str:
    return "" if evidence.once(flags_of) else "no flag of drift has been raised yet"


def since_the_first_flag(evidence: Evidence) -> date | None:
    return min((flag.raised_on for flag in evidence.once(flags_of)), default=None)
