"""
J14. A performance meeting that talks of what is not chance.

The system makes the agenda: the pulse of the workers fell outside its limits. Helen opens the point to see who is
behind it, acts on it for a finding that was said three times, and leaves a number alone that somebody raised. She
closes the meeting; the minutes are written. Four weeks later Marcus's action comes first. Ines, who inspects, reads
the line of the finding with its dates, its two keys and what is done, and who looks at which indicator.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lintel.oversight.ledger.tests.builders import SUPERVISION, pulse
from lintel.oversight.meetings.models import Item, Meeting
from lintel.oversight.meetings.tests.builders import QUIET, looked_at
from lintel.web.leading.tests.builders import repeated
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=15)
LATER = NOW + timedelta(weeks=4)
BEHIND_IT = "The duty phone rang all week, and two were ill."


class Meetings:
    """What they do, and what they see."""

    def __init__(self, visit, cast, bells, clock) -> None:
        self.visit, self.cast, self.bells, self.clock = visit, cast, bells, clock
        self.helen = visit("/performance-meetings/", as_=cast.helen)

    def given_a_special_cause_and_a_finding_said_three_times(self):
        repeated(self.cast)
        pulse(self.cast, *QUIET, 1)
        looked_at(self.cast)

    def when_helen_begins_the_meeting(self):
        self.helen.go("/performance-meetings/")
        assert "1 thing would stand on its agenda" in self.helen.words
        self.helen.is_in_order()
        self.helen.press("Begin the meeting")
        self.helen.is_in_order()

    def then_only_the_special_cause_stands_on_the_agenda_and_opens_to_its_list(self):
        assert "Special causes" in self.helen.words
        assert "Worker pulse: 1 in the week of 24 February 2025" in self.helen.words
        assert Item.objects.count() == 1
        self.helen.follow("Who is behind this point")
        assert self.helen.heading == "The list behind this number"
        assert "Week of 24 February 2025" in self.helen.words
        self.helen.page.go_back()

    def when_she_acts_on_it(self):
        self.helen.follow("Answer: number 1")
        self.helen.is_in_order()
        page = self.helen.page
        page.get_by_label("Act on it").check()
        self.helen.fill(explanation=BEHIND_IT, action="Take the phone off the team for a month")
        page.get_by_label("Its owner").select_option(label="Marcus Reed")
        page.get_by_label("Part of a finding (if of one)").select_option(label=SUPERVISION)
        self.helen.press("Write it into the minutes")

    def and_leaves_alone_what_chance_does(self):
        self.helen.page.get_by_text("Talk of another number").click()
        self.helen.page.get_by_label("Another indicator to talk of").select_option("K06")
        self.helen.fill(why="It looks high to the finance team.")
        self.helen.press("Put it on the agenda")
        assert "Raised by the meeting, within what chance does" in self.helen.words
        self.helen.follow("Who is behind this number")
        self.helen.follow("Mia Bell")
        assert self.helen.path == f"/children/{self.bells.mia.pk}/"
        self.helen.page.go_back()
        self.helen.page.go_back()
        self.helen.page.get_by_label("Noise, leave alone").check()
        self.helen.press("Write it into the minutes")

    def then_the_minutes_have_written_themselves_and_are_frozen(self):
        self.helen.press("Close the meeting")
        words = self.helen.words
        for said in (BEHIND_IT, "Take the phone off the team for a month", "Noise, leave alone.", "frozen since"):
            assert said in words
        self.helen.is_in_order()
        assert Meeting.objects.get().closed_by == self.cast.helen

    def four_weeks_later_marcus_action_comes_first(self):
        self.clock.move_to(LATER)
        pulse(self.cast, 4, 4, 4, 1, until=LATER.date())
        self.helen = self.visit("/performance-meetings/", as_=self.cast.helen)
        self.helen.press("Begin the meeting")
        assert self.helen.words.index("Actions of the last meeting") < self.helen.words.index("Special causes")
        assert "After the actions of the last meeting." in self.helen.words
        self.helen.follow("Answer: number 1")
        self.helen.page.get_by_label("Goes on", exact=True).check()
        self.helen.press("Write it into the minutes")
        assert "Goes on." in self.helen.words
        assert "Answer: number 2" in self.helen.words

    def then_ines_reads_the_line_of_the_finding_and_who_looks_at_what(self):
        ines = self.visit("/findings/", as_=self.cast.ines)
        assert "7 March 2019, 20 May 2020 and 20 May 2022" in ines.words
        ines.is_in_order()
        ines.follow(SUPERVISION)
        assert "Take the phone off the team for a month" in ines.words
        assert "Agree an action" not in ines.words
        ines.is_in_order()
        ines.go("/performance-meetings/who-looks/")
        assert "3 Mar 2025: act on it" in ines.words
        assert "Orphans: " in ines.words
        ines.is_in_order()


@finding("S49", "S50", "S51", screen="/performance-meetings/")
def test_a_performance_meeting(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    meetings = Meetings(visit, cast, bells, time_machine)

    meetings.given_a_special_cause_and_a_finding_said_three_times()
    meetings.when_helen_begins_the_meeting()
    meetings.then_only_the_special_cause_stands_on_the_agenda_and_opens_to_its_list()
    meetings.when_she_acts_on_it()
    meetings.and_leaves_alone_what_chance_does()
    meetings.then_the_minutes_have_written_themselves_and_are_frozen()
    meetings.four_weeks_later_marcus_action_comes_first()
    meetings.then_ines_reads_the_line_of_the_finding_and_who_looks_at_what()
    assert Item.objects.filter(due_on=date(2025, 4, 28)).exists()
