"""The answer in words, on the arithmetic of the collapse (PRODUCT.md 0.5)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from demand_engine.curves import level
from demand_engine.instant import fluid_of
from demand_engine.levers import ConversionLever, Levers, PostsLever, bent, pull
from demand_engine.scenario_file import read
from demand_engine.simulate import simulate
from lintel.oversight.demand.what_if.summary import from_plain, summarised, to_plain
from lintel.oversight.demand.what_if.tables import as_text
from lintel.oversight.demand.what_if.words import gentlest, in_words, sign_by, start_of_waiting, week_of_the_change

EXAMPLE = Path(__file__).parents[5] / "docs/examples/wigan.toml"
WIGAN, _ = read(EXAMPLE)


@pytest.fixture(scope="module")
def collapse():
    return summarised(simulate(WIGAN, runs=200))


@pytest.mark.finding("S2")
def test_the_collapse_in_words(collapse):
    begins = week_of_the_change(WIGAN)
    words = " ".join(in_words(collapse, today=date(2026, 10, 1), pacing=gentlest(WIGAN), begins=begins))

    assert "Children start to wait in week 6, the week of 15 February 2027." in words
    assert "At the peak, in week 11, " in words
    assert "the posts must be signed for by 23 November 2026. That is 6 weeks before the change begins." in words
    assert "Pacing the change over 32 weeks avoids it with the staff you have" in words
    assert "passed" not in words


def test_weeks_before_the_change_are_counted_from_where_it_begins(collapse):
    later = " ".join(in_words(collapse, today=date(2026, 10, 1), begins=4))
    never = " ".join(in_words(collapse, today=date(2026, 10, 1)))

    assert "signed for by 23 November 2026. That is 10 weeks before the change begins." in later
    assert "before the change begins" not in never


def test_a_change_begins_where_the_lever_says():
    moved = pull(WIGAN, Levers(conversion=(ConversionLever(to=0.5, from_week=6, over_weeks=10),)), name="later")
    (source,) = WIGAN.demand.sources
    flat = replace(source, conversion=level(0.3))

    still = replace(WIGAN, demand=replace(WIGAN.demand, sources=(flat,)))
    later = pull(still, Levers(conversion=(ConversionLever(to=0.5, from_week=6, over_weeks=10),)), name="later")

    assert week_of_the_change(moved) == 0  # the file's own change has begun by then
    assert week_of_the_change(later) == 6
    assert week_of_the_change(still) is None


def test_the_simulation_agrees_with_the_published_flow(collapse):
    assert collapse.instant["waiting"][11] == pytest.approx(368, abs=1)
    assert collapse.band("waiting", "low80")[11] < 368 < collapse.band("waiting", "high80")[11]


def test_a_day_that_has_passed_is_said_to_have_passed(collapse):
    assert "That day has passed." in " ".join(in_words(collapse, today=date(2026, 11, 24)))


def test_enough_posts_in_time_and_nobody_waits():
    staffed = pull(WIGAN, Levers(posts=(PostsLever(number=40, from_week=0),)), name="staffed")

    first, *_ = in_words(summarised(simulate(staffed, runs=50)), today=date(2026, 10, 1))

    assert first == "In none of 50 runs does a child wait at the end of any week."
    assert gentlest(staffed) is None


def test_no_phasing_helps_where_nothing_changes():
    (source,) = WIGAN.demand.sources
    flat = replace(source, conversion=replace(source.conversion, points=((0.0, 0.9),)))

    assert gentlest(replace(WIGAN, demand=replace(WIGAN.demand, sources=(flat,)))) is None


def test_a_single_bad_week_is_not_a_wait():
    assert start_of_waiting([0, 5, 0, 3, 2, 1, 0]) == 3
    assert start_of_waiting([0, 0, 0]) is None


def test_the_last_day_to_sign_is_the_lead_time_before():
    assert sign_by(date(2027, 1, 4), 6, 84) == date(2026, 11, 23)


def test_a_summary_survives_being_kept(collapse):
    assert from_plain(to_plain(collapse)) == collapse


def test_the_table_shows_every_fourth_week(collapse):
    lines = as_text(collapse).splitlines()

    assert len(lines) == 11
    assert lines[1].startswith("04 Jan 2027")


def test_pacing_begins_when_the_change_begins():
    """The same change eight weeks later needs the same pace, or a faster one: more posts are there by then."""
    (source,) = WIGAN.demand.sources
    step = replace(source, conversion=bent(level(0.3), to=0.7, from_week=8, over_weeks=0))
    later = replace(WIGAN, weeks=60, demand=replace(WIGAN.demand, sources=(step,)))

    paced = gentlest(later)

    over = replace(source, conversion=bent(level(0.3), to=0.7, from_week=8, over_weeks=paced.over_weeks))
    flow = fluid_of(replace(later, demand=replace(WIGAN.demand, sources=(over,))))
    assert max(week.waiting for week in flow) == pytest.approx(paced.peak, abs=0.1)
    assert paced.over_weeks < 30
