"""In which row of a genogram each person stands: parents above their children, partners and siblings side by side."""

from __future__ import annotations

from lintel.foundation.people.codes import RelationshipKind as Kind
from lintel.journey.families.picture.people import LEVEL, PARENTS, Figure, Known, Tie

# How many rows the first of two stands above the second, and how far it is to be believed: parents first.
ABOVE = {
    **dict.fromkeys(PARENTS, (1, 0)), **dict.fromkeys(LEVEL, (0, 1)), Kind.GRANDPARENT: (2, 2),
    Kind.STEP_PARENT: (1, 3), Kind.CARER: (1, 4), Kind.OTHER: (0, 5),
}  # fmt: skip


def rows_of(known: Known) -> dict[int, int]:
    """The row of each person, the oldest generation in row 0 and no row empty."""
    found: dict[int, int] = {}
    ties = sorted(known.ties, key=lambda tie: ABOVE[tie.kind][1])
    for figure in sorted(known.figures.values(), key=lambda each: (not each.is_about, not each.is_child, each.pk)):
        if figure.pk in found:
            continue
        found[figure.pk] = _for_nobodys_relative(figure, known, found)
        while _settle_one(found, ties):
            pass
    rows = {row: number for number, row in enumerate(sorted(set(found.values())))}
    return {pk: rows[row] for pk, row in found.items()}


def _settle_one(found: dict[int, int], ties: list[Tie]) -> bool:
    """Give one more person a row, by the tie that is most to be believed."""
    for tie in ties:
        above, _ = ABOVE[tie.kind]
        if tie.to_person in found and tie.person not in found:
            found[tie.person] = found[tie.to_person] - above
            return True
        if tie.person in found and tie.to_person not in found:
            found[tie.to_person] = found[tie.person] + above
            return True
    return False


def _for_nobodys_relative(figure: Figure, known: Known, found: dict[int, int]) -> int:
    """Whoever is related to nobody placed so far stands beside the child, or a row above if grown up."""
    about = next((found[pk] for pk, each in known.figures.items() if each.is_about and pk in found), 0)
    return about if figure.is_child or figure.is_about else about - 1
