"""
What was carried forward: sentences of a child’s last record that stand in this one too. Shown, never an accusation.

By the detector that finds what was copied between brothers and sisters (`reading.copying`), whose words and measures
these are. Some things are still true: whoever writes decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintel.oversight.reading.child_focus import read
from lintel.oversight.reading.copying import copied
from lintel.oversight.reading.people import People
from lintel.oversight.reading.sentences import sentences

NOBODY = People(())


@dataclass(frozen=True)
class CarriedForward:
    """How alike two records are, from 0 to 1, and the sentences that both have."""

    alike: float
    sentences: tuple[str, ...]

    @property
    def is_much(self) -> bool:
        return bool(self.sentences) and self.alike > 0.6


@dataclass(frozen=True)
class Counted:
    """Of so many sentences of a record, how many stood in the child's record before."""

    carried: int
    sentences: int


def how_much_carried(now: str, before: str) -> Counted | None:
    """The same, counted, for a number of many records; None where either is too short to say."""
    written = read(sentences(now), NOBODY)
    found = copied({"now": written, "before": read(sentences(before), NOBODY)})
    return Counted(len(found[0].sentences), len(written)) if found else None


def carried_forward(now: str, before: str) -> CarriedForward | None:
    """None where either is too short to say, or where nothing stands in both."""
    found = copied({"now": read(sentences(now), NOBODY), "before": read(sentences(before), NOBODY)})
    both = tuple(dict.fromkeys(each.text for pair in found for each in pair.sentences))
    return CarriedForward(found[0].alike, both) if both else None
