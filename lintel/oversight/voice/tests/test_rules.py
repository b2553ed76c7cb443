"""Which groups may be shown, and by when somebody must have had an answer."""

from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.oversight.voice.rules import (
    FEWEST,
    WHOLE,
    Counts,
    answer_due_on,
    counts_to_show,
    groups_to_show,
    middle_of,
    must_be_told_on,
    smallest_of_five,
    week_of,
)
from lintel.statute.calendar import england
from lintel.statute.clocks import limit
from tests.trace import finding

# A service (1) with three teams (2, 3, 4), and another (5) with one (6).
PART_OF = {1: None, 2: 1, 3: 1, 4: 1, 5: None, 6: 5}


def answered(**numbers):
    return {int(team.removeprefix("team")): [3] * number for team, number in numbers.items()}


def shown(**numbers):
    return {group: found.answers for group, found in groups_to_show(answered(**numbers), PART_OF).items()}


def test_a_week_begins_on_its_monday():
    assert week_of(date(2025, 3, 9)) == date(2025, 3, 3)
    assert week_of(date(2025, 3, 10)) == date(2025, 3, 10)


@pytest.mark.parametrize(("answers", "middle"), [([1, 2, 5], 2), ([5, 1, 4, 2], 2), ([3], 3), ([1, 1, 5, 5, 5], 5)])
def test_the_middle_is_always_one_of_the_answers_and_the_lower_of_two(answers, middle):
    assert middle_of(answers) == middle


@finding("S35")
def test_nothing_is_shown_of_fewer_than_five():
    assert shown(team2=4) == {}
    assert shown(team2=5) == {WHOLE: 5}  # the team is the whole: shown once


def test_where_only_the_larger_group_has_five_only_the_larger_is_shown():
    assert shown(team2=3, team3=4) == {WHOLE: 7}


@finding("S35")
def test_a_hidden_team_is_not_what_is_left_when_the_others_are_subtracted():
    # Of 5, 6 and 3 the three would be the rest; so the five are not shown either.
    assert shown(team2=5, team3=6, team4=3) == {WHOLE: 14, 3: 6}
    # Two hidden teams of seven in all hide one another.
    assert shown(team2=9, team3=3, team4=4) == {WHOLE: 16, 2: 9}


def test_a_service_of_fewer_than_five_hides_another_beside_it():
    assert shown(team2=5, team3=5, team6=2) == {WHOLE: 12}


def test_answers_of_no_team_are_a_rest_like_any_other():
    assert {group: found.answers for group, found in groups_to_show({None: [1], 2: [3] * 8}, PART_OF).items()} == {
        WHOLE: 9
    }


@pytest.mark.parametrize(
    ("people", "group"),
    [({2: 5}, 2), ({2: 4, 3: 1}, 1), ({2: 4}, WHOLE), ({2: 1, 6: 9}, WHOLE), ({1: 4, 2: 1}, 1)],
)
def test_an_answer_is_kept_under_the_smallest_group_in_which_five_are_asked(people, group):
    assert smallest_of_five(2, part_of=PART_OF, people=people) == group


def test_somebody_without_a_team_is_counted_with_the_whole():
    assert smallest_of_five(None, part_of=PART_OF, people={2: 9}) is WHOLE


# --- no group of fewer than five can be worked out, however the numbers shown are added and subtracted ----------------


@st.composite
def trees(draw):
    """Up to seven teams, each part of an earlier one or of nothing, and how many answered in each."""
    teams = draw(st.integers(1, 7))
    part_of = {n: draw(st.sampled_from([None, *range(1, n)])) for n in range(1, teams + 1)}
    numbers = {n: draw(st.integers(0, 9)) for n in [None, *part_of]}
    return part_of, {team: [3] * number for team, number in numbers.items()}


def members(group, part_of):
    """The teams whose answers a number shown is made of, told in the plainest way."""
    if group is WHOLE:
        return {None, *part_of}
    found = {group}
    while more := {team for team, above in part_of.items() if above in found} - found:
        found |= more
    return found


def rank(rows):
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for place, row in enumerate(rows):
            if place != found and row[column]:
                factor = row[column] / pivot[column]
                rows[place] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


@finding("S35")
@settings(max_examples=300, deadline=None)
@given(trees())
def test_no_sum_or_difference_of_what_is_shown_is_a_group_of_fewer_than_five(tree):
    """Every set of teams with one to four answers lies outside everything that linear sums of the numbers can make."""
    part_of, answers = tree
    answering = [team for team, found in answers.items() if found]
    rows = [[int(team in members(group, part_of)) for team in answering] for group in groups_to_show(answers, part_of)]
    reached = rank(rows)
    for size in range(1, 5):
        for some in combinations(answering, size):
            if sum(len(answers[team]) for team in some) < FEWEST:
                wanted = [int(team in some) for team in answering]
                assert rank([*rows, wanted]) > reached, (some, rows)


@settings(max_examples=200, deadline=None)
@given(trees())
def test_five_answers_are_never_hidden_altogether(tree):
    part_of, answers = tree
    total = sum(map(len, answers.values()))

    assert (WHOLE in groups_to_show(answers, part_of)) == (total >= FEWEST)


# --- "I cannot do this safely" ----------------------------------------------------------------------------------------


def due(said_on):
    return answer_due_on(said_on, limit("concern_acknowledged", on=said_on), england())


@finding("S35")
@pytest.mark.parametrize(
    ("said_on", "due_on"),
    [
        (date(2025, 3, 3), date(2025, 3, 4)),  # Monday
        (date(2025, 3, 7), date(2025, 3, 10)),  # Friday
        (date(2025, 3, 8), date(2025, 3, 10)),  # Saturday
        (date(2025, 4, 17), date(2025, 4, 22)),  # the Thursday before Easter
        (date(2025, 12, 24), date(2025, 12, 29)),  # Christmas Eve, a Wednesday
    ],
)
def test_an_answer_is_due_by_the_end_of_the_next_working_day(said_on, due_on):
    assert due(said_on) == due_on


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (date(2025, 4, 17), False),  # the last day in time
        (date(2025, 4, 18), False),  # Good Friday
        (date(2025, 4, 19), False),  # Saturday
        (date(2025, 4, 21), False),  # Easter Monday
        (date(2025, 4, 22), True),
        (date(2025, 4, 23), True),  # and again
    ],
)
def test_the_head_of_service_is_told_on_each_working_day_after_the_last_one_in_time(day, is_told):
    assert must_be_told_on(day, due_on=date(2025, 4, 17), calendar=england()) is is_told


def test_counts_are_shown_from_five_on():
    on_time, late, never = (
        (date(2025, 3, 4), date(2025, 3, 4)), (date(2025, 3, 4), date(2025, 3, 5)), (date(2025, 3, 4), None),
    )  # fmt: skip

    assert counts_to_show([on_time] * 4) is None
    assert counts_to_show([on_time] * 3 + [late, never]) == Counts(said=5, in_time=3)
