"""
J10. Drift and delay review: what stands still is seen, and every flag gets a human answer.

On Wednesday 11 June the work for the Bells stands still in many ways, and the night has found it. Marcus opens the
list of the week. The late action he had named himself nine days before, and he acts; the step-down he accepts, with a
day on which he looks again; the promise was kept, and the flag is wrong. Noah’s assessment is looked at meanwhile:
its flag says so, and still wants its answer. On the day Marcus promised, nothing has happened, and it comes back, and
Cecily, who chairs Mia’s plan, is told as well. Helen reads how often each rule was right, and gives one another
number; at the end of the month it is said who saw it first. Tom, next door, sees nothing of it, and no flag was
closed by anything but an answer.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.journey.assessing.actions import midpoint_of
from lintel.oversight.drift.actions import look_for_drift
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.models import Flag
from lintel.oversight.drift.tests.builders import MORNING, NIGHT, standing_still
from lintel.steps.assessments.models import FamilyAssessment
from lintel.steps.chronology_entries.actions import Happened, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=30)
DAY = timedelta(days=1)
NOTE = "The school was asked for nothing yet; Mia has no place to talk."


def day(on, name):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


class Weeks:
    """What they do, and what they see."""

    def __init__(self, visit, phone, cast, bells, clock) -> None:
        self.visit, self.phone, self.cast, self.bells, self.clock = visit, phone, cast, bells, clock

    def on(self, moment: datetime, who, *, small=False):
        self.clock.move_to(moment)
        return (self.phone if small else self.visit)("/start/", as_=who)

    def flag(self, rule: Rule) -> Flag:
        return Flag.objects.filter(rule=rule).latest("pk")

    def answer(self, look, rule: Rule, said: str, words: str, by_when: date | None = None) -> None:
        look.go(f"/drift/flags/{self.flag(rule).pk}/")
        look.page.locator(f"[name=answer][value={said}]").check()
        look.fill(words=words, **(day(by_when, "by_when") if by_when else {}))

    # --- the week ---

    def given_a_night_has_looked(self):
        note = Happened(on=date(2025, 6, 2), kind=ItemKind.OTHER, words=NOTE, told_by="Priya Nair")
        write_event(note, children=[self.bells.mia], by=self.cast.marcus, at=MORNING - 9 * DAY)
        look_for_drift(by=None, at=NIGHT)

    def when_marcus_opens_the_list_of_the_week(self):
        look = self.on(MORNING, self.cast.marcus)
        assert "flags of drift wait for your answer" in look.go("/").words
        look.go("/drift/")
        assert "No visit since 10 April 2025; one was due by 28 April 2025." in look.words
        assert look.words.count("Answer by 18 June 2025") >= len(Rule)
        look.is_in_order()
        small = self.on(MORNING, self.cast.marcus, small=True)
        small.go("/drift/").is_in_order()
        self.marcus = look

    def and_acts_on_what_he_had_named_himself(self):
        self.answer(
            self.marcus, Rule.ACTION_OVERDUE, "act", "Priya speaks to Mrs Abara on Monday.", MORNING.date() + 5 * DAY
        )
        self.marcus.page.get_by_label("has no place to talk").check()
        self.marcus.is_in_order()
        self.marcus.press("Answer")
        assert "The flag is answered." in self.marcus.words

    def and_accepts_the_step_down_with_a_day_to_look_again(self):
        self.answer(self.marcus, Rule.NOT_PICKED_UP, "accept", "Elsie is back next week.")
        self.marcus.press("Answer")
        assert "Enter the day it is looked at again" in self.marcus.words
        assert self.marcus.page.locator("[name=words]").input_value() == "Elsie is back next week."
        self.marcus.fill(**day(MORNING.date() + 12 * DAY, "by_when"))
        self.marcus.press("Answer")

    def and_says_that_the_letter_is_wrong(self):
        self.answer(self.marcus, Rule.LETTER_NOT_SENT, "wrong", "It went on 5 June; nobody had ticked the promise.")
        self.marcus.press("Answer")
        self.marcus.go(f"/drift/flags/{self.flag(Rule.LETTER_NOT_SENT).pk}/")
        assert "It went on 5 June; nobody had ticked the promise." in self.marcus.words
        assert self.flag(Rule.LETTER_NOT_SENT).answer == "wrong"

    # --- never closed by itself ---

    def when_the_assessment_is_looked_at_its_flag_still_wants_an_answer(self):
        family = FamilyAssessment.objects.get()
        midpoint_of(family, direction="Ask his school.", none_because="", by=self.cast.marcus, at=MORNING)
        look_for_drift(by=None, at=NIGHT + DAY)
        flag = self.flag(Rule.CHECKPOINT_PASSED)
        self.marcus.go(f"/drift/flags/{flag.pk}/")
        assert "No longer so since 12 June 2025" in self.marcus.words
        assert "Your answer" in self.marcus.words

    # --- it comes back ---

    def when_nothing_was_done_by_the_day_it_goes_to_the_chair_as_well(self):
        look_for_drift(by=None, at=NIGHT + 6 * DAY)
        look = self.on(MORNING + 6 * DAY, self.cast.cecily)
        assert "Raised again under a plan you chair: Plan action overdue" in look.go("/").words
        look.go("/drift/")
        assert "Raised for the second time." in look.words
        look.go(f"/drift/flags/{self.flag(Rule.ACTION_OVERDUE).pk}/")
        assert "Priya speaks to Mrs Abara on Monday." in look.words
        assert "Your answer" not in look.words
        look.is_in_order()

    # --- the rules, and who saw it first ---

    def then_helen_reads_how_often_each_rule_was_right_and_sets_another_number(self):
        look = self.on(MORNING + 6 * DAY, self.cast.helen)
        look.go("/drift/rules/")
        assert "Too few answers to tell (0 of 1)" in look.words
        look.go("/drift/rules/letter-not-sent/").fill(
            number_days="5", why="A promise is ticked some days later.", **day(date(2025, 6, 18), "effective_from")
        )
        look.is_in_order()
        look.press("Set the numbers")
        assert "its day is more than 5 days past" in look.words

    def and_the_month_says_who_saw_it_first(self):
        look = self.on(MORNING + 19 * DAY, self.cast.helen)
        look.go("/drift/first/")
        assert "1 of 2 confirmed delays: too few to say a share" in look.words
        assert NOTE in look.words
        look.is_in_order()

    def and_tom_sees_nothing_of_it(self):
        look = self.on(MORNING + 6 * DAY, self.cast.tom)
        assert "Bell" not in look.go("/drift/").words


@finding("S16", "S57", screen="/drift/")
def test_what_stands_still_is_seen_and_answered_by_a_person(visit, phone, cast, bells, time_machine):
    time_machine.move_to(MORNING)
    standing_still(cast, bells)
    weeks = Weeks(visit, phone, cast, bells, time_machine)

    weeks.given_a_night_has_looked()
    weeks.when_marcus_opens_the_list_of_the_week()
    weeks.and_acts_on_what_he_had_named_himself()
    weeks.and_accepts_the_step_down_with_a_day_to_look_again()
    weeks.and_says_that_the_letter_is_wrong()
    weeks.when_the_assessment_is_looked_at_its_flag_still_wants_an_answer()
    weeks.when_nothing_was_done_by_the_day_it_goes_to_the_chair_as_well()
    weeks.then_helen_reads_how_often_each_rule_was_right_and_sets_another_number()
    weeks.and_the_month_says_who_saw_it_first()
    weeks.and_tom_sees_nothing_of_it()

    answered = Flag.objects.filter(answered_at__isnull=False)
    assert set(answered.values_list("answered_by__name", flat=True)) == {"Marcus Reed"}
    assert Entry.objects.filter(act="flag of drift answered").count() == answered.count() == 3
