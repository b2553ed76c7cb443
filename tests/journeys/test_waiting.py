"""
J6 for one family: Marcus sees who waits, says why it is safe, gives them to Priya above the ceiling with Sofia named,
and the next morning Sofia and Helen are shown it.

Two things are typed in all of it: why it is safe, and why it is right to go above the ceiling.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.journey.allocating.telling.actions import escalate_waits, tell_of_going_above
from lintel.journey.allocating.tests.families import ceiling_of, family_waiting
from lintel.steps.allocation.models import Allocation
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=40)
SAFE = "With their aunt in Cole Street until Friday; school sees them every day."
WHY = "She knows their mother, and nobody else is at work."


@pytest.fixture
def family(cast, bells, time_machine):
    time_machine.move_to(NOW)
    ceiling_of(4, cast)
    return family_waiting(cast, team=cast.north, at=NOW - timedelta(days=10))


class TheBoard:
    """What Marcus does, and what Sofia and Helen are shown."""

    def __init__(self, visit, phone, cast, time_machine) -> None:
        self.visit, self.phone, self.cast, self.time_machine = visit, phone, cast, time_machine
        self.marcus = visit("/", as_=cast.marcus)

    def given_the_clock_has_told_the_head_of_service(self):
        escalate_waits(by=None, at=NOW)
        helen = self.visit("/", as_=self.cast.helen)
        helen.follow("2 children have now waited too long").is_in_order()
        assert "1 family shown: head of service told." in helen.words

    def then_marcus_sees_them_and_who_holds_them(self):
        self.marcus.follow("Waiting").is_in_order()
        assert "2 children wait for a worker" in self.marcus.words
        for words in ("Held by Marcus Reed", "Nobody has said yet why it is safe to wait", "About: neglect."):
            assert words in self.marcus.words

    def when_marcus_says_why_it_is_safe(self):
        self.marcus.follow("Say why it is safe").is_in_order()
        self.marcus.fill(why_safe=SAFE).press("Say so")
        assert "Somebody looks again by Tuesday 4 March 2025." in self.marcus.words
        assert SAFE in self.marcus.words

    def and_gives_them_to_priya_above_the_ceiling(self):
        self.marcus.follow("Find a worker").is_in_order()
        assert "Above the ceiling: 5 children, agreed 4" in self.marcus.words
        self.marcus.follow("Choose Priya Nair").is_in_order()
        assert self.marcus.heading == "This will give Priya Nair 2 children"
        self.marcus.fill(
            over_reason=WHY, **{"over_review_on-day": "17", "over_review_on-month": "3", "over_review_on-year": "2025"}
        )
        named = self.marcus.page.locator("#id_over_manager")
        assert named.input_value() == ""  # nobody is named beforehand
        named.select_option(str(self.cast.sofia.pk))
        self.marcus.press("Give them to Priya Nair").is_in_order()
        assert "Until Priya Nair accepts, Marcus Reed holds them." in self.marcus.words
        assert "Given to Priya Nair" in self.marcus.words

    def then_sofia_is_named_for_it(self):
        assert {each.over_manager for each in Allocation.objects.all()} == {self.cast.sofia}

    def then_the_next_morning_both_are_shown_it(self):
        self.time_machine.move_to(NOW + timedelta(days=1))
        tell_of_going_above(by=None, at=NOW + timedelta(days=1))
        for window, who, named in (
            (self.visit, self.cast.sofia, "You"), (self.phone, self.cast.helen, "Sofia Lindqvist"),
        ):  # fmt: skip
            look = window("/", as_=who)
            look.follow("2 children given above the ceiling on 3 March 2025").is_in_order()
            for words in (f"{named}: {WHY}", "Perrin Oakapple", "17 March 2025", "5 of 4 then"):
                assert words in look.words


@finding("S3", screen="/waiting/")
@finding("S34", screen="/allocation/above-the-ceiling/")
def test_a_family_waits_safely_and_is_given_above_the_ceiling_with_somebody_answering(
    visit, phone, cast, family, time_machine
):
    board = TheBoard(visit, phone, cast, time_machine)

    board.given_the_clock_has_told_the_head_of_service()
    board.then_marcus_sees_them_and_who_holds_them()
    board.when_marcus_says_why_it_is_safe()
    board.and_gives_them_to_priya_above_the_ceiling()
    board.then_sofia_is_named_for_it()
    board.then_the_next_morning_both_are_shown_it()


def test_it_all_works_without_javascript(without_javascript, cast, family):
    marcus = without_javascript("/waiting/", as_=cast.marcus)
    marcus.page.get_by_label("Tick this family").check()
    marcus.press("Say why it is safe to wait").is_in_order()
    marcus.fill(why_safe=SAFE).press("Say so")

    marcus.follow("Find a worker").is_in_order().page.get_by_text("Give only some of them").click()
    marcus.page.get_by_label("Tansy Oakapple").uncheck()
    marcus.press("Show who could take these").is_in_order()
    assert "This splits brothers and sisters: Tansy Oakapple goes on waiting" in marcus.words
    marcus.follow("Choose Priya Nair").press("Give the child to Priya Nair")

    assert "Perrin Oakapple given to Priya Nair" in marcus.words


def test_on_a_telephone_every_page_fits(phone, cast, family):
    marcus = phone("/waiting/", as_=cast.marcus).is_in_order()

    for step in ("Find a worker", "Choose Priya Nair", "how points are reckoned", "Weight of a child in need"):
        marcus.follow(step).is_in_order()
