"""
J9: in a full week Priya gives her pulse, says that she cannot work safely, and nobody but the principal social worker
reads it; nobody answers in time, so the head of service hears that one waits; then there is an answer.

And when the week is over, the pulse of five or more stands beside the caseload, and whose it was is nowhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lintel.oversight.voice.actions import count_weeks, escalate_waiting, give_pulse
from lintel.oversight.voice.codes import Answer
from lintel.oversight.voice.models import PulseAnswer, PulseGiven, SafetyConcern
from lintel.oversight.voice.tests.builders import WORDS, colleagues, principal
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.slow
WEDNESDAY = datetime(2025, 3, 5, 9, 30, tzinfo=LONDON)
NEXT_MONDAY = datetime(2025, 3, 10, 9, 0, tzinfo=LONDON)


class AFullWeek:
    """What Priya says, what Wren answers, and what Helen and Marcus get to see of it."""

    def __init__(self, visit, phone, cast, time_machine) -> None:
        self.visit, self.phone, self.cast, self.clock = visit, phone, cast, time_machine
        self.wren = principal(cast)
        self.others = colleagues(cast, cast.north, 5)
        self.clock.move_to(NOW)
        self.priya = visit("/", as_=cast.priya)

    def given_priya_is_asked_once_on_her_start_page(self):
        assert "I can do my work safely this week" in self.priya.words
        self.priya.is_in_order().press("Hardly")

    def then_she_is_not_asked_again_and_her_answer_stands_nowhere(self):
        assert "You have given your pulse this week." in self.priya.words
        assert "I can do my work safely this week" not in self.priya.words
        assert "Hardly" not in self.priya.page.content()
        assert self.priya.path == "/"
        self.priya.is_in_order()

    def when_she_says_that_she_cannot_do_it_safely(self):
        self.priya.follow("I cannot do this safely")
        assert "Wren Calloway" in self.priya.words
        assert "You have an answer by the end of 4 March 2025." in self.priya.words
        self.priya.is_in_order().fill(words=WORDS, would_be_safe="Two fewer children.")
        self.priya.page.get_by_label("The child it is about").select_option(label="Mia Bell")
        self.priya.press("Send it to the principal social worker")
        assert "Waits for an answer" not in self.priya.words
        assert "An answer is due by 4 March 2025." in self.priya.words
        self.priya.is_in_order()

    def then_marcus_her_manager_sees_nothing_of_it(self):
        marcus = self.visit("/", as_=self.cast.marcus)
        assert "for an answer" not in marcus.words
        pk = SafetyConcern.objects.get().pk
        assert "eleven visits" not in marcus.go(f"/voice/unsafe/{pk}/").page.content()
        assert "I cannot do this safely" not in marcus.heading

    def when_nobody_answers_in_time(self):
        self.clock.move_to(WEDNESDAY)
        escalate_waiting(by=None, at=WEDNESDAY)

    def then_the_head_of_service_hears_that_one_waits_and_not_who(self):
        helen = self.visit("/", as_=self.cast.helen)
        assert "1 worker waits longer than agreed" in helen.words
        helen.follow("1 worker waits")
        assert helen.path == "/voice/unsafe/waiting/"
        for trace in ("Priya", "eleven visits", "Mia Bell"):
            assert trace not in helen.page.content()
        helen.is_in_order()

    def when_wren_answers_on_her_telephone(self):
        wren = self.phone("/", as_=self.wren)
        wren.is_in_order().follow("Somebody waits for an answer from you.")
        for words in (WORDS, "Two fewer children.", "Mia Bell", "Priya Nair"):
            assert words in wren.words
        wren.fill(answer="Marcus moves two children today. I ring you at four.").is_in_order().press("Send the answer")
        assert "What will be done" in wren.words

    def then_priya_reads_what_will_be_done_and_says_that_it_is_settled(self):
        self.priya = self.visit("/", as_=self.cast.priya)
        self.priya.follow("You have an answer.")
        assert "Marcus moves two children today." in self.priya.words
        self.priya.is_in_order().press("It is settled")
        assert "It is settled" in self.priya.words

    def when_the_week_is_over(self):
        for user, answer in zip(self.others, (1, 2, 2, 4, 5), strict=True):
            give_pulse(Answer(answer), by=user, at=WEDNESDAY + timedelta(hours=1))
        self.clock.move_to(NEXT_MONDAY)
        assert count_weeks(by=None, at=NEXT_MONDAY) == [date(2025, 3, 3)]

    def then_the_pulse_stands_beside_the_caseload_and_whose_it_was_is_nowhere(self):
        assert not PulseAnswer.objects.exists()
        assert not PulseGiven.objects.exists()
        for look in (self.visit, self.phone):
            helen = look("/", as_=self.cast.helen).follow("Pulse beside the caseload")
            helen.page.locator("summary").first.click()
            row = helen.page.locator("tbody tr").first.inner_text()
            assert "Hardly (2 of 5)" in row  # the lower of the two in the middle
            assert "6" in row
            assert "Priya" not in helen.page.content()
            helen.is_in_order()


@finding("S35", screen="/voice/unsafe/")
def test_a_worker_is_heard_and_nobody_can_tell_who_pulsed(visit, phone, cast, bells, time_machine):
    week = AFullWeek(visit, phone, cast, time_machine)

    week.given_priya_is_asked_once_on_her_start_page()
    week.then_she_is_not_asked_again_and_her_answer_stands_nowhere()
    week.when_she_says_that_she_cannot_do_it_safely()
    week.then_marcus_her_manager_sees_nothing_of_it()
    week.when_nobody_answers_in_time()
    week.then_the_head_of_service_hears_that_one_waits_and_not_who()
    week.when_wren_answers_on_her_telephone()
    week.then_priya_reads_what_will_be_done_and_says_that_it_is_settled()
    week.when_the_week_is_over()
    week.then_the_pulse_stands_beside_the_caseload_and_whose_it_was_is_nowhere()
