"""Whom a search offers, and why."""

from datetime import date

from lintel.foundation.matching.queries import candidates, sought_from_text
from lintel.foundation.matching.scoring import Likeness
from lintel.foundation.matching.sought import Sought

TODAY = date(2025, 3, 3)


def test_one_line_of_typing_finds_a_child(dawn, bells):
    found = candidates(sought_from_text("mia bell 2/9/13", today=TODAY), viewer=dawn)

    assert found[0].name == "Mia Bell"
    assert found[0].likeness is Likeness.SAME


def test_tom_sees_nothing(tom, bells):
    assert candidates(sought_from_text("mia bell 2/9/13", today=TODAY), viewer=tom) == []
    assert [one.name for one in candidates(sought_from_text("ivy marsh 1/12/2016", today=TODAY), viewer=tom)] == [
        "Ivy Marsh"
    ]


def test_an_unborn_child_is_found_by_mother_and_expected_day(dawn, bells):
    sought = Sought(given="baby", mother="Ruth Bell", expected_birth_date=date(2025, 7, 4))

    found = candidates(sought, viewer=dawn)

    assert found[0].person_pk == bells.baby.pk
