"""Measures switched on by the principal social worker, and words to look at."""

from __future__ import annotations

from lintel.foundation.access.models import User
from lintel.oversight.reading.actions import switch
from lintel.oversight.reading.codes import Measure
from lintel.oversight.voice.tests.builders import principal
from tests.cast import NOW, Cast

SHARED = (
    "Ruth Bell was diagnosed with depression in 2019. Owen Hartley denies the allegation. When Ruth cannot get up, Mia "
    "makes breakfast for Noah and is late for school. Mother has missed four appointments with the CAMHS worker."
)
MIA = (
    "Mia told me, “I make the toast and hide some for tomorrow.” Mia’s case was discussed at the ICPC, where it was "
    "agreed that the threshold for statutory intervention had been met and that multi-agency engagement was required. "
    "She is scared of the stairs at night."
)
BOTH = (
    " sleeps on the sofa when Owen has friends in and is tired at school the next day. Nobody asked what would help. "
    "The flat is cold and the window does not shut."
)


def measures_on(cast: Cast, *, lead: User | None = None) -> User:
    """Every measure switched on; who did it."""
    lead = lead or principal(cast)
    for measure in Measure:
        switch(measure, is_on=True, by=lead, at=NOW)
    return lead


def words_of_the_bells(mia: int, noah: int) -> dict[str, list[str] | str]:
    """What a page sends of an assessment of Mia and Noah."""
    return {
        "words_child": [str(mia), str(noah)],
        "words_passage": ["shared|shared|What the family shares", f"{mia}|child_{mia}|Mia’s own part",
                          f"{noah}|child_{noah}|Noah’s own part"],
        "shared": SHARED, f"child_{mia}": MIA + " Mia" + BOTH, f"child_{noah}": "Noah" + BOTH,
    }  # fmt: skip
