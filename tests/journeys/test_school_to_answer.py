"""
J1 in one piece: a school tells us of a child who has a worker already, and hears in the end what was decided and why.

Wren, who has no account, fills in the form. Dawn pulls it from the queue and says who the child is; Priya, her worker,
finds it on her page the same moment. Dawn asks the police on a lawful basis, Hart answers, Femi decides, and Dawn tells
the school. The receipt number and the time of receipt are the same from the first page to the last.
"""

from __future__ import annotations

import pytest

from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.front_door.models import Contact, Decision, Told
from tests.cast import NOW

pytestmark = pytest.mark.slow
WORDS = "Mia says she sleeps on the floor since her mother’s friend moved in."
WHY = "Somebody new lives in the home. Her worker sees her this week."


class Monday:
    """What the five of them do, and what they see."""

    def __init__(self, visit, cast, bells) -> None:
        self.visit, self.cast, self.bells = visit, cast, bells

    def given_a_school_has_sent_the_form(self):
        look = self.visit("/tell-us/professional/")
        look.fill(words=WORDS, name="Wren Tallow", post="Designated safeguarding lead", email="wren@primary.example")
        look.fill(**{"child-0-given": "Mia", "child-0-family": "Bell", "child-0-school": "Ravenshire Primary"})
        look.fill(**{"child-0-born-day": "2", "child-0-born-month": "9", "child-0-born-year": "2013"})
        look.page.get_by_label("They know, and they agree").check()
        look.page.locator("[name=agency]").select_option("Ravenshire Primary")
        look.press("Check before you send").press("Send it now")
        self.contact = Contact.objects.get(channel="form")
        assert self.contact.reference in look.words

    def when_dawn_pulls_the_next_from_the_queue(self):
        self.dawn = self.visit("/front-door/", as_=self.cast.dawn)
        assert self.contact.reference in self.dawn.words
        self.dawn.press("Pull the next one")
        assert WORDS in self.dawn.words
        assert "Nobody has checked who this is" in self.dawn.words

    def and_says_that_it_is_mia(self):
        self.dawn.follow("Say who this is")
        self.dawn.page.locator(f"#who-{self.bells.mia.pk}").check()
        self.dawn.press("This is who it is")
        assert "A child we know, said Dawn Okafor" in self.dawn.words

    def then_her_worker_is_told_at_once_and_the_front_door_still_has_it(self):
        priya = self.visit("/", as_=self.cast.priya)
        assert "New contact about Mia Bell" in priya.words
        assert Contact.objects.awaiting_decision().get(pk=self.contact.pk).held_by == self.cast.dawn

    def when_she_asks_the_police_on_a_lawful_basis(self):
        self.dawn.press("Ask agencies")
        self.dawn.page.get_by_label("Do you hold incidents or arrests").check()
        self.dawn.page.get_by_label("To find out whether a child is in need").check()
        self.dawn.fill(basis_words="An adult nobody knows of sleeps in the home.").press("Send the questions")
        assert "1 question sent to Ravenshire police" in self.dawn.words

    def then_hart_reads_on_what_basis_and_answers(self):
        hart = self.visit("/partners/", as_=self.cast.hart).follow("Answer request")
        assert "An adult nobody knows of sleeps in the home." in hart.words
        assert WORDS not in hart.words
        hart.page.get_by_label("Yes, and we hold something").check()
        hart.fill(words="One call-out, 14 February.").press("Send the answer")
        assert "One call-out, 14 February." in hart.words

    def when_it_is_ready_and_femi_decides(self):
        self.dawn.go(f"/front-door/{self.contact.pk}/").press("Ready to decide")
        femi = self.visit(f"/front-door/{self.contact.pk}/decide/", as_=self.cast.femi)
        assert "One call-out, 14 February." in femi.words
        line = self.contact.children.get().pk
        for name, value in (("outcome", "to_allocated_worker"), ("level", "4")):
            femi.page.locator(f"[name='{line}-{name}'][value='{value}']").check()
        femi.fill(**{f"{line}-rationale": WHY}).press("Check it before it is decided").press("Decide")
        assert femi.heading == "Decided"

    def then_it_is_decided_by_somebody_on_the_clock_that_began_with_the_form(self):
        decision = Decision.objects.get()
        assert (decision.decided_by, decision.rationale) == (self.cast.femi, WHY)
        before = self.contact.received_at
        self.contact.refresh_from_db()
        assert self.contact.received_at == before

    def and_dawn_tells_the_school_what_and_why(self):
        self.dawn.go("/front-door/to-tell/").follow(self.contact.reference)
        assert "Her worker sees her this week." in self.dawn.page.locator("[name=text]").input_value()
        self.dawn.press("They have been told")
        assert Told.objects.get().to == "wren@primary.example"
        assert "Everybody who is to be told has been told." in self.dawn.go("/front-door/to-tell/").is_in_order().words


def test_a_school_that_told_us_of_an_open_child_hears_what_was_decided_and_why(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    name_agency(key="primary", name="Ravenshire Primary", kind=AgencyKind.SCHOOL, by=cast.rosa, at=NOW)
    agency(cast.rosa, cast.hart)
    monday = Monday(visit, cast, bells)

    monday.given_a_school_has_sent_the_form()
    monday.when_dawn_pulls_the_next_from_the_queue()
    monday.and_says_that_it_is_mia()
    monday.then_her_worker_is_told_at_once_and_the_front_door_still_has_it()
    monday.when_she_asks_the_police_on_a_lawful_basis()
    monday.then_hart_reads_on_what_basis_and_answers()
    monday.when_it_is_ready_and_femi_decides()
    monday.then_it_is_decided_by_somebody_on_the_clock_that_began_with_the_form()
    monday.and_dawn_tells_the_school_what_and_why()
