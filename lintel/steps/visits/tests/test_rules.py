"""When two visits are one, and what becomes of the words of both."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lintel.steps.visits.codes import Seen
from lintel.steps.visits.rules import (
    OfChild,
    Said,
    as_kept,
    from_kept,
    is_in_the_future,
    joined,
    may_be_the_same,
    says_the_same,
    statutory,
    written_at,
)

TWO = datetime(2025, 3, 3, 14, 0, tzinfo=UTC)
MIA = OfChild(child_id=1, seen=Seen.SEEN, own_words="I like the dog.")
NOAH = OfChild(child_id=2, seen=Seen.NOT, why_not="asleep")
BABY = OfChild(child_id=3, seen=None, observed="Kicks a lot, she says.")
VISIT = Said(
    visited_at=TWO, way="home", seen_and_heard="Warm, food in.", met="Ruth Bell, mother", next_step="Back Friday.",
    purposes=("plan",), children=(MIA, NOAH, BABY),
)  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "children", "is_one"),
    [(0, (MIA,), True), (3, (NOAH,), True), (-3, (MIA, NOAH), True), (4, (MIA,), False),
     (0, (replace(MIA, child_id=9),), False)],
)  # fmt: skip
def test_a_visit_to_the_same_child_within_three_hours_may_be_the_same(hours, children, is_one):
    other = replace(VISIT, visited_at=TWO + timedelta(hours=hours), children=children)

    assert may_be_the_same(VISIT, other) is is_one


def test_sending_again_with_other_spaces_and_another_order_says_the_same():
    again = replace(VISIT, seen_and_heard=" Warm, food in.\n", children=(BABY, NOAH, MIA))

    assert says_the_same(VISIT, again)
    assert not says_the_same(VISIT, replace(VISIT, children=(MIA, NOAH)))
    assert not says_the_same(VISIT, replace(VISIT, children=(replace(MIA, seen=Seen.ALONE), NOAH, BABY)))


def test_what_two_people_wrote_of_one_visit_is_all_there():
    other = replace(
        VISIT, seen_and_heard="Ruth was tired.", met="Owen Hartley, father", next_step="", purposes=("support", "plan"),
        children=(replace(MIA, own_words="Mum shouts.", seen=Seen.ALONE), replace(NOAH, seen=Seen.SEEN, why_not="")),
    )  # fmt: skip

    whole = joined(VISIT, other, by="Marcus Reed")

    assert whole.seen_and_heard == "Warm, food in.\n\nMarcus Reed: Ruth was tired."
    assert whole.children[0].own_words == "I like the dog.\n\nMarcus Reed: Mum shouts."
    assert [each.seen for each in whole.children] == [Seen.ALONE, Seen.SEEN, None]
    assert whole.children[1].why_not == ""
    assert (whole.met, whole.next_step) == ("Ruth Bell, mother; Owen Hartley, father", "Back Friday.")
    assert whole.purposes == ("plan", "support")


def test_what_was_kept_aside_reads_back_as_it_was_said():
    assert from_kept(as_kept(VISIT)) == VISIT


def test_a_telephone_whose_clock_runs_ahead_does_not_write_in_the_future():
    assert written_at(TWO, received_at=TWO + timedelta(days=2)) == TWO
    assert written_at(TWO + timedelta(minutes=1), received_at=TWO) == TWO
    assert written_at(None, received_at=TWO) == TWO


def test_a_visit_is_in_the_past_but_for_the_minutes_clocks_differ_by():
    assert not is_in_the_future(VISIT, TWO - timedelta(minutes=5))
    assert is_in_the_future(VISIT, TWO - timedelta(minutes=6))


def test_a_visit_is_statutory_for_those_with_a_protection_plan_on_its_day():
    plans = {
        1: [(date(2025, 3, 3), None)], 2: [(date(2024, 1, 1), date(2025, 3, 2))], 3: [(date(2025, 3, 4), None)],
    }  # fmt: skip

    assert statutory(VISIT, plans) == {1}


def test_a_family_is_reached_where_an_adult_was_met_or_a_child_seen():
    nobody = replace(VISIT, met="", children=(NOAH, BABY))

    assert VISIT.somebody_was_met
    assert not nobody.somebody_was_met
    assert replace(nobody, met="Ruth Bell, mother").somebody_was_met
