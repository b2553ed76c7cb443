"""The cast stands where the drawing in `tests/cast.py` says."""

from lintel.foundation.access.visibility import visible_children


def test_priya_sees_the_bells_whom_she_holds(bells, priya):
    assert set(visible_children(priya)) == set(bells.children)


def test_marcus_sees_the_children_of_his_team(bells, marcus):
    assert set(visible_children(marcus)) == set(bells.children)


def test_tom_works_elsewhere_and_sees_none_of_the_bells(bells, tom):
    assert set(visible_children(tom)) == {bells.ivy}


def test_sofia_sees_both_teams_beneath_her(bells, sofia):
    assert set(visible_children(sofia)) == {*bells.children, bells.ivy}
