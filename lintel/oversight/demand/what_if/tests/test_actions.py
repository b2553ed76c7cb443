"""A question is drawn up, its levers moved, run, and signed; then it stands still."""

from dataclasses import replace

import pytest
from django.db import Error, connection, transaction

from demand_engine.levers import ConversionLever, Levers, PostsLever
from demand_engine.scenario_file import to_plain
from demand_engine.sense import MakesNoSense
from demand_engine.tests.test_sense import PLAIN
from lintel.foundation.access.permissions import NotAllowed
from lintel.oversight.demand.what_if import actions, queries
from tests.cast import NOW

pytestmark = pytest.mark.django_db

SMALL = to_plain(replace(PLAIN, weeks=8))
BUSIER = to_plain(Levers(conversion=(ConversionLever(to=0.9, over_weeks=3),)))


@pytest.fixture
def asked(cast):
    return actions.draw_up("Accept more", as_things_are=SMALL, by=cast.ola, at=NOW)


def signed(cast, asked):
    ran = actions.run(asked, runs=4_000, by=cast.ola, at=NOW)
    return actions.sign(ran, by=cast.helen, at=NOW)


def test_a_what_if_starts_from_things_as_they_are(cast, asked):
    ran = actions.run(asked, runs=50, by=cast.ola, at=NOW)

    summary = queries.answer_of(ran, viewer=cast.ola)
    assert (summary.runs, summary.weeks, len(summary.band("waiting"))) == (50, 8, 8)
    assert set(summary.bands) == {"", "Castle"}


def test_the_same_question_has_the_same_answer(cast, asked):
    first = actions.run(asked, runs=50, by=cast.ola, at=NOW).answer

    assert actions.run(asked, runs=50, by=cast.ola, at=NOW).answer == first


def test_moving_a_lever_drops_the_answer(cast, asked):
    ran = actions.run(asked, runs=50, by=cast.ola, at=NOW)

    moved = actions.move_levers(ran, levers=BUSIER, by=cast.ola, at=NOW)

    assert (moved.answer, moved.runs) == (None, 0)
    assert queries.words_of(moved, viewer=cast.ola, today=NOW.date()) == []


def test_an_answer_to_other_levers_is_not_kept(cast, asked):
    actions.move_levers(asked, levers=BUSIER, by=cast.ola, at=NOW)

    with pytest.raises(actions.LeversMoved):
        actions.run(asked, runs=10, by=cast.ola, at=NOW)


@pytest.mark.parametrize(
    ("levers", "words"),
    [
        (Levers(conversion=(ConversionLever(to=1.2),)), "120% of contacts cannot be"),
        (Levers(conversion=(ConversionLever(to=0.5, from_week=-3),)), "cannot start in the past"),
        (Levers(posts=(PostsLever(number=-2, from_week=1),)), "There cannot be -2 posts"),
    ],
)
def test_levers_that_make_no_sense_are_refused_in_plain_words(cast, asked, levers, words):
    with pytest.raises(MakesNoSense, match=words):
        actions.move_levers(asked, levers=to_plain(levers), by=cast.ola, at=NOW)


def test_a_horizon_of_ten_thousand_weeks_is_refused(cast):
    with pytest.raises(MakesNoSense, match="10,000 weeks cannot be foreseen"):
        actions.draw_up("For ever", as_things_are=SMALL | {"weeks": 10_000}, by=cast.ola, at=NOW)


def test_nothing_is_signed_on_too_few_runs(cast, asked):
    ran = actions.run(asked, runs=1_000, by=cast.ola, at=NOW)

    with pytest.raises(actions.TooFewRuns):
        actions.sign(ran, by=cast.helen, at=NOW)


def test_the_head_of_service_signs_and_the_planner_does_not(cast, asked):
    with pytest.raises(NotAllowed):
        actions.sign(asked, by=cast.ola, at=NOW)

    assert signed(cast, asked).signed_by == cast.helen


def test_a_signed_what_if_stands_still(cast, asked):
    done = signed(cast, asked)

    with pytest.raises(actions.AlreadySigned):
        actions.move_levers(done, levers=BUSIER, by=cast.ola, at=NOW)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE what_if_whatif SET name = 'something else' WHERE id = %s", [done.pk])


def test_a_social_worker_sees_no_what_ifs(cast, asked):
    with pytest.raises(NotAllowed):
        queries.what_ifs(viewer=cast.tom)
    with pytest.raises(NotAllowed):
        actions.draw_up("Mine", as_things_are=SMALL, by=cast.tom, at=NOW)


def test_a_what_if_needs_a_name(cast):
    with pytest.raises(actions.NameMissing):
        actions.draw_up("  ", as_things_are=SMALL, by=cast.ola, at=NOW)
