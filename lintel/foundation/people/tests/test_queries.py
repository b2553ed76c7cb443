"""Lists of children show whom the viewer may see and no trace of anybody else."""

import pytest

from lintel.foundation.people import queries

pytestmark = pytest.mark.django_db


def test_priya_finds_her_children_by_name(cast, bells):
    lines = queries.child_lines([bells.mia.pk, bells.noah.pk], viewer=cast.priya)

    assert {line.name for line in lines.values()} == {"Mia Bell", "Noah Bell"}


def test_an_unborn_child_is_marked_as_such(cast, bells):
    assert queries.child_lines([bells.baby.pk], viewer=cast.priya)[bells.baby.pk].is_unborn


def test_tom_finds_nobody_of_another_team(cast, bells):
    assert queries.child_lines([bells.mia.pk, bells.ivy.pk], viewer=cast.tom).keys() == {bells.ivy.pk}


def test_a_long_list_costs_three_questions(cast, bells, django_assert_max_num_queries):
    ids = [child.pk for child in bells.children]
    viewer = cast.helen
    viewer.roles  # noqa: B018 — read once for each request, before

    with django_assert_max_num_queries(3):
        queries.child_lines(ids, viewer=viewer)
