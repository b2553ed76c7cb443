"""An authority from the number of its children, and all of them at once."""

import time
from datetime import date

import numpy as np
import pytest

from demand_engine.executors import OneCore, Threads
from demand_engine.instant import weeks_held
from demand_engine.levers import ConversionLever, Levers, pull
from demand_engine.many import KEPT, Future, follow_all
from demand_engine.nation import (
    CASE_HOLDERS,
    CASES_HELD,
    CHILDREN_IN_ENGLAND,
    Authority,
    as_nationally,
    days_held,
    seed_of,
    work,
    workers_of,
)
from demand_engine.result import Measure
from demand_engine.sense import MakesNoSense
from demand_engine.simulate import simulate

JANUARY = date(2027, 1, 4)
MIDDLING = Authority(code="E1", name="Middling", children=40_000)
SMALL = Authority(code="E2", name="Small", children=9_000)
TINY = Authority(code="E3", name="Tiny", children=300)


def test_a_hundredth_of_englands_children_bring_a_hundredth_of_everything():
    hundredth = Authority(code="E0", name="A hundredth", children=CHILDREN_IN_ENGLAND // 100)

    scenario = as_nationally(hundredth, starts_on=JANUARY)

    contacts = sum(source.contacts_per_week for source in scenario.demand.sources)
    assert contacts * 365.25 / 7 == pytest.approx(2_501 * 12.183, rel=1e-3)
    assert workers_of(hundredth) == round(CASE_HOLDERS / 100)
    assert sum(posts.number for team in scenario.teams for posts in team.posts) == workers_of(hundredth)
    assert sum(piece.children for piece in scenario.open_work) == pytest.approx(CASES_HELD / 100, abs=25)


def test_work_lasts_as_long_as_englands_workers_hold_it():
    assert weeks_held(work()) * 7 == pytest.approx(days_held())
    assert days_held() == pytest.approx(175, abs=1)


def test_what_comes_is_what_goes_until_a_lever_is_moved():
    result = simulate(as_nationally(MIDDLING, starts_on=JANUARY), runs=100, executor=OneCore())

    held = (result.rows[:, 0, :, Measure.OPEN] + result.rows[:, 0, :, Measure.WAITING]).mean(axis=0)
    assert held[[12, 25, 38, 51]] == pytest.approx(held[0], rel=0.03)


def test_even_the_smallest_authority_has_a_worker():
    scenario = as_nationally(TINY, starts_on=JANUARY)

    assert workers_of(TINY) == 1
    assert [team.name for team in scenario.teams] == ["Team 1"]


def test_luck_is_each_authoritys_own_and_always_the_same():
    assert len({seed_of(authority, 1) for authority in (MIDDLING, SMALL, TINY)}) == 3
    assert seed_of(SMALL, 1) == seed_of(SMALL, 1) != seed_of(SMALL, 2)


@pytest.fixture(scope="module")
def futures() -> list[Future]:
    rises = Levers(conversion=(ConversionLever(to=0.3, over_weeks=13),))
    return [
        Future(scenario=pull(as_nationally(each, starts_on=JANUARY, weeks=20), rises, name=each.name),
               seed=seed_of(each, 1))
        for each in (MIDDLING, SMALL, TINY)
    ]  # fmt: skip


def test_all_at_once_gives_the_numbers_of_one_after_another(futures):
    runs = 130  # in more than one piece

    found = {one.place: one for one in follow_all(futures, runs=runs, executor=Threads(2))}

    assert sorted(found) == [0, 1, 2]
    for place, future in enumerate(futures):
        alone = simulate(future.scenario, runs=runs, seed=future.seed, executor=OneCore())
        np.testing.assert_array_equal(found[place].rows, alone.rows[:, 0][:, :, list(KEPT)])
        assert found[place].cpu_seconds > 0


def test_only_what_was_asked_for_is_kept(futures):
    one = next(follow_all(futures[1:2], runs=3, executor=OneCore()))

    assert one.rows.shape == (3, 20, len(KEPT))
    assert one.of(Measure.WORKERS)[0, 0] >= 1


def test_who_stops_listening_stops_the_work():
    begun = []

    def noted(block: int) -> int:
        begun.append(block)
        if block:
            time.sleep(0.05)
        return block

    answers = Threads(1).as_they_finish(noted, range(50))
    assert next(answers) == 0
    answers.close()

    assert len(begun) < 10


def test_no_runs_are_refused(futures):
    with pytest.raises(MakesNoSense, match="Run it between once"):
        follow_all(futures, runs=0)
