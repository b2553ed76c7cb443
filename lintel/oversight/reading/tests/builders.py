"""Measures switched on by the principal social worker, and words to look at."""

from __future__ import annotations

from lintel.foundation.access.models import User
from lintel.foundation.drafts.actions import keep
from lintel.oversight.reading.actions import see_differently, switch
from lintel.oversight.reading.codes import Differently, Measure
from lintel.oversight.reading.looking import mark_of
from lintel.oversight.voice.tests.builders import principal
from tests.cast import NOW, Bells, Cast

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


def words_being_written(cast: Cast, bells: Bells) -> None:
    """Every measure on, and Priya in the middle of writing about Mia; one sentence she sees differently."""
    measures_on(cast)
    path = f"/words/children/{bells.mia.pk}/"
    fields = {"shared": [SHARED], f"child_{bells.mia.pk}": [MIA + " Mia" + BOTH]}
    keep(fields, path=path, page="words", of=cast.priya, at=NOW)
    mark = mark_of("Owen Hartley denies the allegation.")
    see_differently(Measure.IMPACT, mark=mark, because=Differently.SAYS_IT_ELSEWHERE, by=cast.priya, at=NOW)
