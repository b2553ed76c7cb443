"""
A worker's Monday, on a telephone: what was given over the weekend is accepted in one press, what changed is read, a
mother is reached, a promise is kept and another made, and the load is looked at. Then her manager arranges cover for
her leave, and whoever covers sees the children for exactly that time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.workforce.models import Absence
from lintel.journey.allocating.covering.actions import settle_cover
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.steps.allocation.models import Allocation, Cover, Involvement
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.promises.actions import promise
from lintel.steps.promises.models import Promise
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.slow
FRIDAY = datetime(2025, 2, 28, 16, 0, tzinfo=LONDON)


@pytest.fixture
def friday(cast, bells, time_machine):
    """What Friday left: a family given to Priya, one accepted and not reached, a promise, and a call on Sunday."""
    offered(cast, "Perrin", "Tansy", at=FRIDAY)
    accepted(cast, "Linnet", family="Ambrey", at=FRIDAY)
    promise(bells.mia, words="Ring Mia’s school about lunch.", due_on=NOW.date(), by=cast.priya, at=FRIDAY)
    knock(by=cast.nell, once="sunday", received_at=NOW - timedelta(hours=20), children=[tells_of(bells.noah)])
    time_machine.move_to(NOW)


class Monday:
    """What Priya does on her telephone, and Sofia at her desk."""

    def __init__(self, phone, visit, cast) -> None:
        self.phone, self.visit, self.cast = phone, visit, cast
        self.priya = phone("/", as_=cast.priya)

    def given_priya_opens_her_phone(self):
        words = self.priya.is_in_order().words
        for said in ("Given to you, to answer", "Perrin Oakapple, Tansy Oakapple", "Promised", "Linnet Ambrey"):
            assert said in words
        for button in self.priya.page.locator("main .govuk-button:visible").all():
            assert button.bounding_box()["height"] >= 38  # a thumb's breadth

    def when_she_reads_the_note_and_accepts_the_family(self):
        self.priya.follow("Read the handover note").is_in_order()
        assert "In assessment since 28 February 2025" in self.priya.words
        self.priya.press("Accept all 2")
        assert "You hold Perrin Oakapple, Tansy Oakapple from now on." in self.priya.words
        assert Allocation.objects.unanswered().count() == 0

    def then_she_sees_what_changed(self):
        assert "Changed since 28 February 2025" in self.priya.words
        assert "New contact at the front door" in self.priya.words

    def when_she_reaches_a_mother(self):
        self.priya.page.get_by_role("button", name=re.compile("Reached today.*Linnet Ambrey")).click()
        assert "you reached Linnet Ambrey today" in self.priya.words
        assert Involvement.objects.get(child__names__given="Linnet").reached_on == NOW.date()

    def when_she_keeps_a_promise_and_makes_one(self):
        self.priya.press("Kept")
        assert Promise.objects.get().kept_on == NOW.date()
        self.priya.follow("Promise something to Noah Bell").is_in_order()
        boxes = self.priya.page.locator("main form :is(input:not([type=hidden]), textarea, select)")
        assert boxes.count() == 4  # what, and a day in three boxes
        self.priya.fill(words="Bring his bicycle.", **{"due_on-day": "7", "due_on-month": "3", "due_on-year": "2025"})
        self.priya.press("Promise it").is_in_order()
        assert "Bring his bicycle." in self.priya.words

    def when_she_looks_at_her_load_and_says_she_is_away(self):
        self.priya.follow("My load as my manager sees it").is_in_order()
        assert "6 of 18 agreed" in self.priya.words
        self.priya.follow("I am away").is_in_order()
        self.priya.page.get_by_label("Leave", exact=True).check()
        self.priya.fill(**{f"starts_on-{part}": value for part, value in zip(PARTS, ("10", "3", "2025"), strict=True)})
        self.priya.fill(**{f"ends_on-{part}": value for part, value in zip(PARTS, ("24", "3", "2025"), strict=True)})
        self.priya.press("Write it down").is_in_order()
        assert "Nobody covers for 6 children." in self.priya.words

    def when_her_manager_arranges_cover(self):
        self.marcus = self.visit("/", as_=self.cast.marcus)
        self.marcus.follow("Priya Nair is away from 10 March to 24 March").is_in_order()
        self.sofia = self.visit("/team/", as_=self.cast.sofia)
        assert "Away from 10 March, and nobody covers for 6 children yet" in self.sofia.is_in_order().words
        self.sofia.follow("Priya Nair").is_in_order().follow("Arrange cover").is_in_order()
        self.sofia.page.get_by_label("Who covers").select_option(str(self.cast.tom.worker_id))
        self.sofia.press("Arrange cover").is_in_order()
        assert "Covered by Tom Ashby." in self.sofia.words
        assert Cover.objects.count() == 6

    def then_whoever_covers_sees_the_children_for_exactly_that_time(self, time_machine):
        away = Absence.objects.get()
        for day, is_seen in ((date(2025, 3, 9), False), (away.starts_on, True), (date(2025, 3, 23), True),
                             (away.ends_on, False)):  # fmt: skip
            at = datetime(day.year, day.month, day.day, 9, 0, tzinfo=LONDON)
            settle_cover(by=None, at=at)
            time_machine.move_to(at)
            tom = self.visit("/team/", as_=self.cast.tom)
            story = tom.go(f"/children/{Cover.objects.order_by('pk').first().involvement.child_id}/")
            assert ("Handover note" in story.words) is is_seen


PARTS = ("day", "month", "year")


@finding("S6", "S12", "S36", "L1", screen="/")
def test_a_workers_monday(phone, visit, cast, friday, time_machine):
    monday = Monday(phone, visit, cast)

    monday.given_priya_opens_her_phone()
    monday.when_she_reads_the_note_and_accepts_the_family()
    monday.then_she_sees_what_changed()
    monday.when_she_reaches_a_mother()
    monday.when_she_keeps_a_promise_and_makes_one()
    monday.when_she_looks_at_her_load_and_says_she_is_away()
    monday.when_her_manager_arranges_cover()
    monday.then_whoever_covers_sees_the_children_for_exactly_that_time(time_machine)
