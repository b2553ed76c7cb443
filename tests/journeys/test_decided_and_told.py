"""
J1 from the decision on: a school told us, a social worker decides for each child, and the school hears what and why.

Femi decides for a brother and a sister on one page, checks, and decides; Dawn tells the school, in words that leave out
what is the family's own.
"""

from __future__ import annotations

import pytest
from django.utils import timezone

from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.codes import Part
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import Decision, Told
from lintel.steps.front_door.tests.builders import knock

pytestmark = pytest.mark.slow
WORDS = "Perrin comes to school without a coat, and his sister Tansy waits outside our gate until six."
WHY = "He is cold and often alone. His mother asks for help. Early help can give it."


@pytest.fixture
def contact(cast):
    children = [TellsOf(particulars=Particulars(given=name, family="Oakapple")) for name in ("Perrin", "Tansy")]
    mother = TellsOf(particulars=Particulars(given="Sibyl", family="Oakapple", is_child=False), part=Part.MOTHER)
    return knock(
        by=cast.dawn, once="journey", received_at=timezone.now(), words=WORDS, children=children, adults=[mother]
    )  # fmt: skip


class Duty:
    """What Femi and Dawn do, and what they see."""

    def __init__(self, visit, phone, cast, contact) -> None:
        self.visit, self.phone, self.cast, self.contact = visit, phone, cast, contact
        self.perrin, self.tansy = (line.pk for line in contact.children.order_by("pk"))

    def given_femi_opens_the_decision(self):
        self.look = self.visit(f"/front-door/{self.contact.pk}/decide/", as_=self.cast.femi)

    def then_all_that_is_known_stands_there_and_nothing_is_chosen(self):
        assert WORDS in self.look.words
        assert "Sibyl Oakapple, mother" in self.look.words
        assert self.look.page.locator("input[type=radio]:checked").count() == 0
        self.look.is_in_order()

    def when_she_leaves_something_out(self):
        self.look.press("Check it before it is decided")

    def then_it_says_what_and_for_whom(self):
        assert "Choose what happens next for Tansy Oakapple" in self.look.words
        self.look.is_in_order()

    def when_she_decides_for_the_brother_and_the_same_for_the_sister(self):
        page = self.look.page
        self.choose(self.perrin, "outcome", "early_help")
        self.choose(self.perrin, "level", "3")
        self.choose(self.perrin, "consent", "given")
        self.look.fill(**{f"{self.perrin}-rationale": WHY})
        page.locator("[name=same_for_all]").check()
        self.look.press("Check it before it is decided")

    def choose(self, pk, name, value):
        self.look.page.locator(f"[name='{pk}-{name}'][value='{value}']").check()

    def then_both_stand_written_out_and_the_missing_agreement_is_said(self):
        assert self.look.heading == "Check before it is decided"
        assert self.look.words.count("He is cold and often alone.") == 2
        assert "Nothing is said about agreement for Tansy Oakapple" in self.look.words
        self.look.is_in_order()

    def when_she_decides(self):
        self.look.press("Decide")

    def then_it_is_decided_and_one_sentence_says_who_has_them(self):
        assert self.look.heading == "Decided"
        assert "The front door has Perrin Oakapple until early help accepts." in self.look.words
        assert [d.outcome for d in Decision.objects.order_by("pk")] == ["early_help", "early_help"]
        assert EarlyHelpRequest.objects.count() == 2
        self.look.is_in_order()

    def when_dawn_finds_the_school_among_those_still_to_tell(self):
        self.look = self.visit("/front-door/to-tell/", as_=self.cast.dawn)
        assert "1 answer is owed" in self.look.words
        self.look.is_in_order()
        self.look.follow(self.contact.reference)

    def then_the_draft_says_what_and_why_without_the_mothers_business(self):
        text = self.look.page.locator("[name=text]").input_value()
        assert "we have asked early help to support Perrin and Tansy" in text
        assert "He is cold and often alone. Early help can give it." in text
        assert "His mother asks" not in text
        assert "Sibyl" not in text
        self.look.is_in_order()

    def when_she_tells_them(self):
        self.look.press("They have been told")

    def then_nobody_is_owed_an_answer(self):
        assert Told.objects.get().to == "wren@ravenshireprimary.example"
        self.look.go("/front-door/to-tell/")
        assert "Everybody who is to be told has been told." in self.look.words

    def then_it_can_be_read_on_a_telephone(self):
        for path in (f"/front-door/{self.contact.pk}/decide/", f"/front-door/{self.contact.pk}/tell/"):
            self.phone(path, as_=self.cast.femi).is_in_order()


def test_a_school_hears_what_was_decided_for_each_child_and_why(visit, phone, cast, contact):
    duty = Duty(visit, phone, cast, contact)

    phone(f"/front-door/{contact.pk}/decide/", as_=cast.femi).is_in_order()
    duty.given_femi_opens_the_decision()
    duty.then_all_that_is_known_stands_there_and_nothing_is_chosen()
    duty.when_she_leaves_something_out()
    duty.then_it_says_what_and_for_whom()
    duty.when_she_decides_for_the_brother_and_the_same_for_the_sister()
    duty.then_both_stand_written_out_and_the_missing_agreement_is_said()
    duty.when_she_decides()
    duty.then_it_is_decided_and_one_sentence_says_who_has_them()
    duty.when_dawn_finds_the_school_among_those_still_to_tell()
    duty.then_the_draft_says_what_and_why_without_the_mothers_business()
    duty.when_she_tells_them()
    duty.then_nobody_is_owed_an_answer()
    duty.then_it_can_be_read_on_a_telephone()


def test_all_of_it_works_without_javascript(without_javascript, cast, contact):
    duty = Duty(without_javascript, None, cast, contact)

    duty.given_femi_opens_the_decision()
    duty.when_she_decides_for_the_brother_and_the_same_for_the_sister()
    duty.when_she_decides()
    duty.then_it_is_decided_and_one_sentence_says_who_has_them()
