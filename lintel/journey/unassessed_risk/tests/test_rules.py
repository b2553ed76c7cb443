"""The clock begins with the first information and ends when the child is seen and made safe; nothing else moves it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.journey.unassessed_risk.rules import (
    Holder,
    Known,
    Spell,
    spell_under_way,
    spells,
    who_holds_the_next_step,
)
from tests.cast import LONDON

pytestmark = pytest.mark.finding("S14")
MONDAY = datetime(2025, 3, 3, 0, 0, tzinfo=LONDON)


def after(hours: int) -> datetime:
    return MONDAY + timedelta(hours=hours)


moments = st.lists(st.integers(0, 99).map(after), max_size=5)
histories = st.builds(Known, told=moments, seen=moments, made_safe=moments)
hours = st.integers(0, 120).map(after)
quickly = settings(max_examples=60, deadline=None)


def total(known: Known, at: datetime) -> float:
    return sum(spell.hours(at) for spell in spells(known, at=at))


def test_it_runs_from_the_incident_until_both_are_done():
    known = Known(told=[after(2)], seen=[after(20)], made_safe=[after(30)])

    assert spells(known, at=after(48)) == [Spell(began_at=after(2), ended_at=after(30))]
    assert spell_under_way(known, at=after(29)) == Spell(began_at=after(2))


def test_what_was_seen_or_agreed_before_the_incident_answers_nothing():
    known = Known(told=[after(10)], seen=[after(9)], made_safe=[after(9)])

    assert spell_under_way(known, at=after(48)) == Spell(began_at=after(10))


def test_a_second_notification_lengthens_the_time_and_never_begins_it_anew():
    first = Known(told=[after(0)], seen=[after(10)])
    second = replace(first, told=[after(0), after(20)], made_safe=[after(30)])

    assert spell_under_way(second, at=after(48)) == Spell(began_at=after(0))
    assert spells(replace(second, seen=[after(10), after(40)]), at=after(48)) == [
        Spell(began_at=after(0), ended_at=after(40))
    ]


def test_new_harm_after_the_end_is_a_time_of_its_own():
    known = Known(told=[after(0), after(50)], seen=[after(10)], made_safe=[after(10)])

    assert spells(known, at=after(60)) == [Spell(began_at=after(0), ended_at=after(10)), Spell(began_at=after(50))]


def test_hours_are_true_hours_when_the_clocks_go_forward():
    spell = Spell(began_at=datetime(2025, 3, 29, 12, 0, tzinfo=LONDON))

    assert spell.hours(datetime(2025, 3, 30, 12, 0, tzinfo=LONDON)) == 23


@quickly
@given(known=histories, at=hours)
def test_seeing_alone_and_a_plan_alone_never_end_it(known, at):
    for half in (replace(known, made_safe=()), replace(known, seen=())):
        found = spells(half, at=at)

        assert [spell.ended_at for spell in found] == [None] * len(found)


@quickly
@given(known=histories, more=st.integers(0, 99).map(after), at=hours)
def test_no_more_information_ever_moves_the_start_later_or_makes_the_time_shorter(known, more, at):
    running, told_again = spell_under_way(known, at=at), replace(known, told=[*known.told, more])

    assert total(told_again, at) >= total(known, at)
    if running is not None:
        assert spell_under_way(told_again, at=at).began_at <= running.began_at


@quickly
@given(known=histories, moment=st.integers(0, 99).map(after), at=hours)
def test_seeing_and_safety_plans_never_make_it_longer(known, moment, at):
    assert total(replace(known, seen=[*known.seen, moment]), at) <= total(known, at)
    assert total(replace(known, made_safe=[*known.made_safe, moment]), at) <= total(known, at)


@quickly
@given(known=histories, at=hours, later=st.integers(0, 48))
def test_it_only_grows_and_what_has_ended_stays_ended(known, at, later):
    now, then = spells(known, at=at), spells(known, at=at + timedelta(hours=later))

    assert total(known, at + timedelta(hours=later)) >= total(known, at)
    assert [spell.began_at for spell in now] == [spell.began_at for spell in then][: len(now)]


@quickly
@given(known=histories, at=hours)
def test_it_has_ended_exactly_when_the_child_was_seen_and_made_safe_after_all_that_was_told(known, at):
    told = [moment for moment in known.told if moment <= at]
    seen, safe = ([m for m in each if told and max(told) <= m <= at] for each in (known.seen, known.made_safe))

    assert (spell_under_way(known, at=at) is None) == (not told or bool(seen and safe))


@pytest.mark.parametrize(
    ("owing", "has_team", "is_discussed", "holder"),
    [
        ((), True, False, Holder.TEAM),
        (("police",), True, False, Holder.POLICE),
        (("health", "police"), True, False, Holder.POLICE),
        (("health",), True, False, Holder.HEALTH),
        (("school",), True, False, Holder.TEAM),
        (("police",), True, True, Holder.TEAM),
        (("police",), False, False, Holder.NOBODY),
        ((), False, True, Holder.NOBODY),
    ],
)
def test_exactly_one_holds_the_next_step(owing, has_team, is_discussed, holder):
    assert who_holds_the_next_step(owing=owing, has_team=has_team, is_discussed=is_discussed) is holder
