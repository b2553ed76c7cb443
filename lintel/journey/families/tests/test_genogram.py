"""A family drawn: however they are related, nobody is on top of anybody and nothing is left out."""

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.foundation.people.codes import RelationshipKind as Kind
from lintel.journey.families.picture.genogram import APART, Genogram, genogram
from lintel.journey.families.picture.people import PARENTS, Figure, Known, Tie

MOTHER, FATHER, HALF = Kind.MOTHER, Kind.FATHER, Kind.HALF_SIBLING


def figure(pk: int, born: int = 2000, **more) -> Figure:
    return Figure(pk=pk, born_on=date(born, 1, 1), **more)


def tie(person: int, kind: Kind, to_person: int, *, ended: bool = False) -> Tie:
    return Tie(person=person, kind=kind, to_person=to_person, has_ended=ended)


def missing(picture: Genogram, ties: list[Tie]) -> list[Tie]:
    """Ties that no line of their own says, and that lines between parents and children do not say either."""
    known = Known({place.figure.pk: place.figure for place in picture.places}, ties)
    lines: dict[str, list[frozenset[int]]] = {}
    for line in picture.lines:
        lines.setdefault(WHAT.get(line.what, line.what), []).append(line.between)
    return [
        each
        for each in known.ties
        if not any(each.both <= between for between in lines.get(drawn_as(each), []))
        and not known.is_told_by_other_lines(each)
    ]


WHAT = {"couple": "couple", "parted": "couple", "unsaid": "couple"}


def drawn_as(each: Tie) -> str:
    """The line that says a tie: children hang from a bar, partners are a couple, the rest have their own."""
    return "descent" if each.kind in PARENTS else "couple" if each.kind is Kind.PARTNER else "tie"


def row_of(picture: Genogram, row: int) -> list[int]:
    return [place.figure.pk for place in picture.places if place.row == row]


# Half-siblings of two fathers, a new partner, three generations, twelve people.
RUTH, OWEN, MIA, NOAH, KIT, JOAN, SID, ALMA, DEAN, BABY, LENA, FERN = range(1, 13)
ADULTS = (RUTH, OWEN, JOAN, SID, ALMA, DEAN, LENA, FERN)
BORN = {MIA: 2013, NOAH: 2018, KIT: 2010, BABY: 2025, JOAN: 1960, SID: 1958, ALMA: 1962, LENA: 1980}
HOME = (RUTH, DEAN, MIA, NOAH, BABY)
BELLS = [
    figure(pk, BORN.get(pk, 1988), is_child=pk not in ADULTS, is_home=pk in HOME, is_about=pk == MIA)
    for pk in range(1, 13)
]  # fmt: skip
TIES = [
    *(tie(RUTH, MOTHER, child) for child in (MIA, NOAH, BABY)),
    *(tie(OWEN, FATHER, child) for child in (NOAH, MIA, KIT)),
    tie(DEAN, FATHER, BABY), tie(LENA, MOTHER, KIT), tie(JOAN, MOTHER, RUTH), tie(SID, FATHER, RUTH),
    tie(ALMA, MOTHER, OWEN), tie(OWEN, Kind.PARTNER, RUTH, ended=True), tie(DEAN, Kind.PARTNER, RUTH),
    tie(KIT, HALF, MIA), tie(JOAN, Kind.GRANDPARENT, MIA), tie(DEAN, Kind.STEP_PARENT, MIA), tie(FERN, Kind.CARER, MIA),
]  # fmt: skip


def test_generations_stand_in_rows_and_brothers_and_sisters_from_the_eldest_on():
    picture = genogram(BELLS, TIES)

    assert set(row_of(picture, 0)) == {JOAN, SID, ALMA}
    assert set(row_of(picture, 1)) == {RUTH, OWEN, DEAN, LENA, FERN}
    assert row_of(picture, 2) == [KIT, MIA, NOAH, BABY]


def test_a_couple_that_parted_is_cut_through_and_a_new_one_is_not():
    couples = {line.between: line for line in genogram(BELLS, TIES).lines if line.what in ("couple", "parted")}

    assert couples[frozenset((OWEN, RUTH))].cut is not None
    assert couples[frozenset((DEAN, RUTH))].cut is None


def test_those_at_home_are_in_one_ring_and_nobody_else():
    picture = genogram(BELLS, TIES)

    assert len(picture.home) == 1
    assert inside(picture) == set(HOME)


def test_what_other_lines_say_is_not_drawn_a_second_time():
    ties = [line.between for line in genogram(BELLS, TIES).lines if line.what == "tie"]

    assert ties == [frozenset((FERN, MIA))]


def test_nothing_is_drawn_of_nobody():
    assert genogram([], []).places == ()


def inside(picture: Genogram) -> set[int]:
    """Whose figure lies within a ring."""
    return {p.figure.pk for p in picture.places if any(_is_within((p.x, p.y), outline) for outline in picture.home)}


def _is_within(point, outline) -> bool:
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


people = st.integers(min_value=0, max_value=11)
families = st.tuples(
    st.lists(st.tuples(people, st.sampled_from(Kind), people, st.booleans()), max_size=24),
    st.sets(people),
)


@settings(max_examples=150, deadline=None)
@given(families)
def test_however_twelve_people_are_related_none_overlap_and_every_tie_and_home_is_drawn(family):
    said, home = family
    ties = [tie(one, kind, other, ended=ended) for one, kind, other, ended in said if one != other]

    picture = genogram([figure(pk, 2020 - pk, is_home=pk in home, is_about=pk == 0) for pk in range(12)], ties)

    assert sorted(place.figure.pk for place in picture.places) == list(range(12))
    for one, other in combinations(picture.places, 2):
        assert one.row != other.row or abs(one.x - other.x) >= APART - 0.2
    assert missing(picture, ties) == []
    assert inside(picture) == home
