"""
J20. An agency answers what the front door asks, and hears what became of what it told us.

Dawn asks the police one plain question about Kit. Hart, who answers for the police, finds it first on his page with the
time left, answers it in his own words, adds what he finds later, tells us about another child, and reads how late his
force is. Rosa reads the same numbers. Dawn reads his words as he wrote them.
"""

from __future__ import annotations

import pytest

from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow
HIS_WORDS = "Two call-outs since May.\n  One order, <served> 3 Feb."


class Morning:
    """What they do, and what they see."""

    def __init__(self, visit, phone, cast, contact) -> None:
        self.visit, self.phone, self.cast, self.contact = visit, phone, cast, contact
        self.checks = f"/front-door/{contact.pk}/checks/"

    def when_dawn_asks_the_police(self):
        look = self.visit(self.checks, as_=self.cast.dawn)
        look.is_in_order()
        look.press("Ask agencies")
        look.is_in_order()
        look.page.get_by_label("Do you hold incidents or arrests").check()
        look.page.get_by_label("To find out whether a child is in need").check()
        look.fill(basis_words="A neighbour hears shouting; his mother agreed.")
        look.press("Send the questions")
        assert "1 question sent to Ravenshire police" in look.words
        look.is_in_order()

    def when_hart_opens_his_page(self):
        self.hart = self.phone("/", as_=self.cast.hart)
        assert self.hart.path == "/partners/"
        assert "1 answer owed" in self.hart.words
        assert "Kit Hartley" in self.hart.words
        assert "Shouting at night" not in self.hart.words
        self.hart.is_in_order()

    def and_answers_in_his_own_words(self):
        self.hart.follow("Answer request")
        self.hart.is_in_order()
        self.hart.press("Send the answer")
        assert "Say whether Kit Hartley is known to you" in self.hart.words
        self.hart.is_in_order()
        self.hart.page.get_by_label("Yes, and we hold something").check()
        self.hart.fill(words=HIS_WORDS)
        self.hart.press("Send the answer")
        assert "<served> 3 Feb." in self.hart.words
        self.hart.is_in_order()

    def and_adds_what_he_finds_later(self):
        self.hart.press("Add to it")
        self.hart.is_in_order()
        self.hart.fill(words="A third call-out, last night.")
        self.hart.press("Add it")
        assert "A third call-out, last night." in self.hart.words

    def and_tells_us_about_another_child(self):
        self.hart.go("/partners/referrals/new/")
        self.hart.is_in_order()
        self.hart.fill(**{"child-0-given": "Perrin", "child-0-family": "Oakapple"})
        self.hart.press("Another child")
        self.hart.fill(**{"child-1-given": "Linnet", "words": "Both were out at midnight."})
        self.hart.page.get_by_label("Yes, and they agree").check()
        self.hart.press("Send it to the front door")
        assert "Perrin Oakapple, Linnet" in self.hart.words
        self.hart.is_in_order()

    def then_both_sides_read_the_same_numbers(self):
        self.hart.go("/partners/")
        rosa = self.visit("/partners/answer-times/", as_=self.cast.rosa)
        rosa.is_in_order()
        assert "100% (1 of 1)" in self.hart.words
        assert "100% (1 of 1)" in rosa.words

    def and_dawn_reads_his_words_as_he_wrote_them(self):
        look = self.visit(self.checks, as_=self.cast.dawn)
        assert look.page.locator(".lintel-verbatim").first.inner_text() == HIS_WORDS
        assert "Hart Lowe, Ravenshire police, in the portal" in look.words
        look.is_in_order()


@finding("S10", screen="/partners/answer-times/")
def test_an_agency_answers_in_its_own_words_and_hears_what_became_of_it(visit, phone, cast, bells, time_machine):
    time_machine.move_to(NOW)
    agency(cast.rosa, cast.hart)
    contact = knock(by=cast.dawn, once="1", words="Shouting at night.", children=[tells_of(bells.kit)])
    morning = Morning(visit, phone, cast, contact)

    morning.when_dawn_asks_the_police()
    morning.when_hart_opens_his_page()
    morning.and_answers_in_his_own_words()
    morning.and_adds_what_he_finds_later()
    morning.and_tells_us_about_another_child()
    morning.then_both_sides_read_the_same_numbers()
    morning.and_dawn_reads_his_words_as_he_wrote_them()

    assert AgencyCheck.objects.get().words.replace("\r\n", "\n") == HIS_WORDS
