"""
No threshold changes before its consequences are known.

The head of service drafts a threshold version and is refused. She asks what it would do to the work, compares it with
a slower change, signs the answer and attaches it, puts the version into effect, and finds the change on the chart of
conversion.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.demo.seeding import seed
from lintel.foundation.access.models import User
from lintel.oversight.demand.what_if import tasks
from lintel.oversight.demand.what_if.models import Run, WhatIf
from tests.cast import NOW
from tests.ravenshire import A_TWELFTH
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=30)
A_FORTNIGHT_LATER = NOW.date() + timedelta(days=14)
HEAD_OF_SERVICE = "Odile Larchmere"


class Morning:
    """What she does, and what she sees."""

    def __init__(self, visit, head_of_service) -> None:
        self.look = visit("/thresholds/", as_=head_of_service)

    def given_a_draft(self):
        self.look.fill(title="Windscreen 2026", owner=f"{HEAD_OF_SERVICE}, head of service")
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
        self.look.follow("Planning").follow("What if")
        self.look.fill(name="Accept seven in ten", weeks_ahead="26")
        self.look.press("Start from things as they are")

    def then_the_answer_follows_while_she_moves_the_levers(self):
        # Three times the contacts, since a twelfth of the council has the posts of a whole one on their way.
        self.look.fill(**{"conversion-0-to": "70", "volume": "300"})
        self.look.page.get_by_text("On average children start to wait in week").wait_for()
        self.look.page.get_by_text("200 runs: half").wait_for()
        self.look.is_in_order()

    def when_she_keeps_them(self):
        self.look.press("Keep them and run 1,000 times")
        self.the_job_runs()

    def the_job_runs(self):
        """What the worker does beside the pages; the page looks for itself whether it is done."""
        assert "runs are being made" in self.look.words
        for run in Run.objects.filter(finished_at__isnull=True):
            tasks.work_out(run.pk)
        self.look.page.locator("#progress").wait_for(state="detached")
        assert "Children start to wait in week" in self.look.words
        self.look.is_in_order()

    def when_she_paces_a_copy_of_it(self):
        self.look.follow("Side by side with others")
        self.look.fill(name="Seven in ten, over twenty weeks")
        self.look.press("Make a copy")
        self.look.fill(**{"conversion-0-over_weeks": "20"})
        self.look.press("Keep them and run 1,000 times")
        self.the_job_runs()

    def when_she_compares_the_two(self):
        self.look.follow("Side by side with others")
        self.look.page.get_by_label("Accept seven in ten").check()
        self.look.press("Compare on the same children")
        for run in Run.objects.filter(finished_at__isnull=True):
            tasks.work_out(run.pk)
        self.look.page.locator("#progress").wait_for(state="detached")
        assert "What each comes to" in self.look.words

    def then_fewer_wait_where_the_change_is_slower(self):
        row = self.look.page.get_by_role("row", name="Weeks that children wait, added up")
        _, paced, at_once = (
            int(cell.split()[0].replace(",", "")) for cell in row.get_by_role("cell").all_inner_texts()
        )
        assert paced < at_once
        self.look.is_in_order()

    def when_she_runs_and_signs_it(self):
        self.look.follow("Seven in ten, over twenty weeks")
        self.look.press("Run it 4,000 times, to sign")
        self.the_job_runs()
        self.look.follow("Sign this answer")
        self.look.is_in_order()
        self.look.press("Put my name to it")

    def then_it_stands_still(self):
        assert "Nothing of it changes." in self.look.words
        signed = WhatIf.objects.get(signed_at__isnull=False)
        assert signed.levers["conversion"][0]["over_weeks"] == 20

    def when_she_does_all_that_was_missing(self):
        self.open_the_draft()
        self.look.follow("Say who was consulted")
        self.look.fill(with_whom="Safeguarding partners")
        self.fill_day("consulted_on", NOW.date())
        self.look.press("Save")
        self.look.press("I have read the early help wording beside it")
        self.look.follow("Set the day it takes effect")
        self.fill_day("effective_from", NOW.date())
        self.look.press("Save")
        self.look.follow("No what-if is attached")
        self.look.page.get_by_label("The what-if that says").select_option("Seven in ten, over twenty weeks (signed)")
        self.look.press("Save")

    def open_the_draft(self):
        self.look.follow("Thresholds")
        self.look.follow("Version 1: Windscreen 2026")

    def fill_day(self, name, day):
        self.look.fill(**{f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)})

    def then_it_is_in_effect_and_drawn_on_the_conversion_chart(self):
        assert f"Put into effect by {HEAD_OF_SERVICE}" in self.look.words
        self.look.is_in_order()
        self.look.follow("Indicators").follow("What was changed")
        assert "Threshold version 1: Windscreen 2026" in self.look.words
        self.look.go(f"/indicators/K06/?as_at={A_FORTNIGHT_LATER}")
        assert "Threshold version 1: Windscreen 2026" in self.look.words
        self.look.is_in_order()


@pytest.fixture
def head_of_service(transactional_db, time_machine):
    """Of a twelfth of Ravenshire, whose record ends today."""
    time_machine.move_to(NOW)
    seed(until=NOW.date(), scale=A_TWELFTH)
    return User.objects.get(name=HEAD_OF_SERVICE)


@finding("S2", screen="/thresholds/")
def test_no_threshold_changes_before_its_consequences_are_known(visit, head_of_service):
    morning = Morning(visit, head_of_service)

    morning.given_a_draft()
    morning.when_she_puts_it_into_effect()
    morning.then_she_is_refused_and_told_why()

    morning.when_she_asks_what_it_would_do()
    morning.then_the_answer_follows_while_she_moves_the_levers()
    morning.when_she_keeps_them()
    morning.when_she_paces_a_copy_of_it()
    morning.when_she_compares_the_two()
    morning.then_fewer_wait_where_the_change_is_slower()
    morning.when_she_runs_and_signs_it()
    morning.then_it_stands_still()

    morning.when_she_does_all_that_was_missing()
    morning.when_she_puts_it_into_effect()
    morning.then_it_is_in_effect_and_drawn_on_the_conversion_chart()
