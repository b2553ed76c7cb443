"""A child's story, for those who have a reason to read it and for nobody else."""

from datetime import date

import pytest

from lintel.journey.chronology import queries
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.steps.promises.actions import promise, say_not_kept
from tests.cast import NOW

TODAY = date(2025, 3, 3)

pytestmark = pytest.mark.django_db


def test_the_story_goes_from_the_contact_to_the_worker(cast, bells):
    lines = queries.chronology(bells.mia, viewer=cast.priya, day=TODAY)

    assert [line.what for line in lines] == [
        "Allocated to Priya Nair",
        "Referral and episode of need",
        "Contact from Individual: family member, relative or carer",
    ]


def test_a_line_says_which_file_and_row_or_which_screen_it_came_from(cast, bells):
    lines = queries.chronology(bells.mia, viewer=cast.priya, day=TODAY)

    assert {line.came_from for line in lines} == {"cast"}


def test_the_story_as_at_an_earlier_day_ends_there(cast, bells):
    lines = queries.chronology(bells.mia, viewer=cast.priya, day=date(2025, 2, 17))

    assert [line.step for line in lines] == ["contact"]


def test_her_manager_finds_the_child(cast, bells):
    assert queries.child(viewer=cast.marcus, pk=bells.mia.pk) == bells.mia


def test_somebody_from_another_team_finds_nobody(cast, bells):
    with pytest.raises(ChildNotVisible):
        queries.child(viewer=cast.tom, pk=bells.mia.pk)
    with pytest.raises(ChildNotVisible):
        queries.chronology(bells.mia, viewer=cast.tom, day=TODAY)


def test_no_such_child_and_no_reason_to_see_are_the_same_answer(cast, bells):
    with pytest.raises(ChildNotVisible):
        queries.child(viewer=cast.priya, pk=999_999_999)


def test_a_promise_stands_in_the_childs_story_with_what_came_of_it(bells, priya):
    made = promise(bells.mia, words="Ring the school.", due_on=date(2025, 3, 7), by=priya, at=NOW)
    say_not_kept(made, because="It was closed.", by=priya, at=NOW)

    line = next(each for each in queries.chronology(bells.mia, viewer=priya, day=NOW.date()) if each.step == "promise")

    assert (line.what, line.detail) == ("Promise by Priya Nair", "Ring the school. Not kept: It was closed.")
