"""
A leader's week. From the start page it is one click to how good practice is, and how sure that is.

Helen thinks that nineteen of twenty pieces of work are good. She locks that, and a guess about the next record, before
she may know either. The record is drawn by nobody; she reads it and says what she saw. Then moderated audits answer.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lintel.oversight.fanlight.models import Estimate, WeeklyRecord
from lintel.oversight.ledger.tests.builders import moderated, pulse
from lintel.oversight.meetings.tests.builders import QUIET
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=15)
AFTER = datetime(2025, 4, 1, 9, 0, tzinfo=LONDON)
SAW = "The plan says what Ruth has to do. It does not say what the children want."


class Week:
    """What she does, and what she sees."""

    def __init__(self, visit, cast, bells) -> None:
        self.visit, self.cast, self.bells = visit, cast, bells
        self.helen = visit("/", as_=cast.helen)

    def given_audits_were_moderated_and_workers_gave_their_pulse(self):
        moderated(self.cast, self.bells)
        pulse(self.cast, *QUIET, 1)

    def when_she_follows_one_link_from_the_start_page(self):
        self.helen.follow("Leader’s page: how good practice is")
        self.helen.is_in_order()

    def then_three_truths_stand_side_by_side_and_this_quarter_is_kept_back(self):
        words = self.helen.words
        for truth in ("How good practice is", "What is done", "What families and workers say"):
            assert truth in words
        assert "Special cause in the week of 24 February" in words
        assert "You have not read a whole record here yet" in words
        assert "This quarter is kept back from you" in words
        assert "of work is good or better" not in words

    def when_she_locks_her_estimate(self):
        self.helen.follow("lock your own estimate of it")
        self.helen.fill(share="95").press("Lock my estimate")
        self.helen.is_in_order()

    def then_moderated_quality_and_its_uncertainty_are_one_click_from_the_start_page(self):
        self.helen.go("/").follow("Leader’s page: how good practice is")
        words = self.helen.words
        assert "of work is good or better, as moderators see it" in words
        assert "The true share lies between" in words
        assert "30 audits graded twice, of 30" in words

    def when_she_guesses_and_only_then_opens_the_record(self):
        self.helen.page.get_by_label("Requires improvement to be good").check()
        self.helen.press("Lock my guess and draw the record")
        self.helen.is_in_order()
        assert "drawn at random among 4 children" in self.helen.words
        assert not any(name in self.helen.words for name in ("Bell", "Marsh"))
        self.helen.press("Open the record")
        assert self.helen.path == f"/children/{WeeklyRecord.objects.get().child_id}/"

    def then_it_counts_as_read_when_she_has_said_what_she_saw(self):
        self.helen.go("/fanlight/")
        assert "You have not read a whole record here yet" in self.helen.words
        self.helen.follow("Say what you saw")
        self.helen.fill(words=SAW).press("Write it down")
        assert SAW in self.helen.words
        self.helen.is_in_order()
        assert "You last read a whole record on 3 March 2025" in self.helen.go("/fanlight/").words

    def then_it_is_compared_once_the_quarter_is_over(self):
        self.helen.follow("My estimates, and how far off they were")
        assert "To be compared once the quarter is over, after 31 March 2025" in self.helen.words

    def when_the_quarter_is_over_and_she_opens_the_comparison(self):
        self.helen = self.visit("/fanlight/estimates/", as_=self.cast.helen)
        self.helen.press("Open the comparison")

    def then_she_reads_how_far_off_she_was_and_it_stays(self):
        kept = Estimate.objects.get()
        assert (kept.quarter_from, kept.compared_at is not None) == (date(2025, 1, 1), True)
        off = round(100 * (0.95 - kept.middle))
        assert f"{off} points too high" in self.helen.words
        self.helen.is_in_order()


@finding("S17", "S65", screen="/fanlight/")
def test_a_leaders_week(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    week = Week(visit, cast, bells)

    week.given_audits_were_moderated_and_workers_gave_their_pulse()
    week.when_she_follows_one_link_from_the_start_page()
    week.then_three_truths_stand_side_by_side_and_this_quarter_is_kept_back()
    week.when_she_locks_her_estimate()
    week.then_moderated_quality_and_its_uncertainty_are_one_click_from_the_start_page()
    week.when_she_guesses_and_only_then_opens_the_record()
    week.then_it_counts_as_read_when_she_has_said_what_she_saw()
    week.then_it_is_compared_once_the_quarter_is_over()
    time_machine.move_to(AFTER)
    week.when_the_quarter_is_over_and_she_opens_the_comparison()
    week.then_she_reads_how_far_off_she_was_and_it_stays()
