"""
No threshold changes before its consequences are known.

The head of service drafts a threshold version and is refused. She asks what it would do to the work, paces it, signs
the answer, attaches it, puts the version into effect, and finds the change where every chart takes it from.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.oversight.demand.what_if.models import WhatIf
from tests.trace import finding

pytestmark = pytest.mark.slow


class Morning:
    """What she does, and what she sees."""

    def __init__(self, visit, cast) -> None:
        self.look = visit("/thresholds/", as_=cast.helen)

    def given_a_draft(self):
        self.look.fill(title="Windscreen 2026", owner="Helen Strand, head of service")
        self.look.press("Draft it")
        self.look.follow("Write another level")
        self.look.fill(number="4", name="Specialist", child="Bruising nobody explains")
        self.look.press("Save")

    def when_she_puts_it_into_effect(self):
        self.look.press("Put this version into effect")

    def then_she_is_refused_and_told_why(self):
        assert "No what-if is attached" in self.look.words
        assert "The early help wording has not been reviewed" in self.look.words
        self.look.is_in_order()

    def when_she_asks_what_it_would_do(self):
        self.look.follow("What if")
        self.look.fill(name="Accept seven in ten", weeks_ahead="26")
        self.look.press("Start from things as they are")
        self.move(conversion_to="70", conversion_over_weeks="0")

    def when_she_paces_it(self):
        self.move(conversion_over_weeks="20")

    def move(self, **levers: str):
        self.look.follow("Move the levers")
        self.look.fill(**levers)
        self.look.press("See what it does")

    def then_the_averages_answer_at_once(self):
        assert "Run it to see the range" in self.look.words
        self.look.is_in_order()

    def when_she_runs_and_signs_it(self):
        self.look.press("Run it 4,000 times, to sign")
        self.look.is_in_order()
        self.look.follow("Sign this answer")
        self.look.is_in_order()
        self.look.press("Put my name to it")

    def then_it_stands_still(self):
        assert "Nothing of it changes." in self.look.words
        assert WhatIf.objects.get().levers["conversion"][0]["over_weeks"] == 20

    def when_she_does_all_that_was_missing(self):
        day = timezone.localdate() + timedelta(days=90)
        self.open_the_draft()
        self.look.follow("Say who was consulted")
        self.look.fill(with_whom="Safeguarding partners")
        self.fill_day("consulted_on", timezone.localdate())
        self.look.press("Save")
        self.look.press("I have read the early help wording beside it")
        self.look.follow("Set the day it takes effect")
        self.fill_day("effective_from", day)
        self.look.press("Save")
        self.look.follow("No what-if is attached")
        self.look.press("Save")

    def open_the_draft(self):
        self.look.follow("Thresholds")
        self.look.follow("Version 1: Windscreen 2026")

    def fill_day(self, name, day):
        self.look.fill(**{f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)})

    def then_it_is_in_effect_and_drawn_on_every_chart(self):
        assert "Put into effect by Helen Strand" in self.look.words
        self.look.is_in_order()
        self.look.follow("What was changed")
        assert "Threshold version 1: Windscreen 2026" in self.look.words


@finding("S2", screen="/thresholds/")
def test_no_threshold_changes_before_its_consequences_are_known(visit, cast, bells):
    morning = Morning(visit, cast)

    morning.given_a_draft()
    morning.when_she_puts_it_into_effect()
    morning.then_she_is_refused_and_told_why()

    morning.when_she_asks_what_it_would_do()
    morning.then_the_averages_answer_at_once()
    morning.when_she_paces_it()
    morning.when_she_runs_and_signs_it()
    morning.then_it_stands_still()

    morning.when_she_does_all_that_was_missing()
    morning.when_she_puts_it_into_effect()
    morning.then_it_is_in_effect_and_drawn_on_every_chart()
