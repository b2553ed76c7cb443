"""
J5: handed to early help, sent back with what is missing, asked again, accepted, met; stepped up in one act, decided by
the front door; and six and twelve months on both sides read whether early help held.

At every moment both sides read the same sentence about who has the family. Nothing is typed twice.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.codes import Channel, Outcome, Part
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.front_door.tests.builders import chosen_for, knock
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

pytestmark = pytest.mark.slow
WHY = "He needs a warm coat, and his mother a hand."


@pytest.fixture
def asked(cast, time_machine) -> EarlyHelpRequest:
    time_machine.move_to(NOW)
    mother = TellsOf(particulars=Particulars(given="Sibyl", family="Oakapple", is_child=False), part=Part.MOTHER)
    contact = knock(by=cast.dawn, once="journey", received_at=timezone.now(), adults=[mother])
    chosen = chosen_for(contact, Outcome.EARLY_HELP, rationale=WHY)
    decide_contact(contact, chosen, by=cast.femi, at=timezone.now())
    return EarlyHelpRequest.objects.get()


class BothSides:
    """What Elsie does for early help, Femi for the front door, and what each of them reads."""

    def __init__(self, visit, phone, cast) -> None:
        self.visit, self.phone, self.cast = visit, phone, cast
        self.both_sign_in()

    def both_sign_in(self):
        self.elsie, self.femi = (self.visit("/early-help/", as_=each) for each in (self.cast.elsie, self.cast.femi))

    def given_elsie_finds_the_family_to_be_answered(self):
        assert "To answer (1)" in self.elsie.words
        self.elsie.is_in_order().follow("Perrin Oakapple")

    def then_everything_is_carried_over(self):
        words = self.elsie.words
        for carried in (WHY, "He comes to school without a coat.", "Sibyl Oakapple, mother", "Femi Adeyemi", "Neglect"):
            assert carried in words
        self.elsie.is_in_order()

    def when_elsie_sends_it_back(self):
        self.elsie.press("Send back").fill(missing="Does his mother agree?")
        self.elsie.is_in_order().press("Send back")
        assert "Nothing waits" in self.elsie.words

    def when_femi_answers_and_asks_again(self):
        self.femi.go("/early-help/")
        assert "Does his mother agree?" in self.femi.words
        self.femi.follow("Perrin Oakapple").is_in_order().press("Answer, and ask early help again")
        self.femi.fill(answer="She does; I rang her.").press("Ask early help again")

    def when_elsie_accepts(self):
        self.elsie.go("/early-help/").follow("Perrin Oakapple")
        assert "She does; I rang her." in self.elsie.words
        self.elsie.press("Accept")
        boxes = self.elsie.page.locator("main form :is(input:not([type=hidden]), textarea, select)")
        assert boxes.count() == 1  # the lead practitioner, whom nobody could know before
        self.elsie.fill(lead_practitioner="Odette Marl").is_in_order().press("Accept")

    def when_the_family_is_met(self):
        self.elsie.press("The family was met")
        today = timezone.localdate()
        self.elsie.fill(
            **{"met_on-day": f"{today.day}", "met_on-month": f"{today.month}", "met_on-year": f"{today.year}"}
        )
        self.elsie.press("The family was met")
        assert "Whether it held" in self.elsie.words
        self.elsie.is_in_order()

    def when_elsie_steps_up(self):
        self.elsie.follow("Perrin Oakapple")
        self.elsie.press("Step up").fill(because="He was left alone last night.")
        self.elsie.is_in_order().press("Step up")

    def then_both_read(self, sentence: str):
        pk = EarlyHelpRequest.objects.latest("pk").pk
        assert sentence in self.elsie.words
        assert sentence in self.femi.go(f"/early-help/{pk}/").words

    def then_the_front_door_has_one_contact_with_everything(self):
        contact = Contact.objects.get(channel=Channel.STEP_UP)
        self.femi.go(f"/front-door/{contact.pk}/decide/")
        for carried in ("He was left alone last night.", "Sibyl Oakapple, mother", "Stepped up from early help"):
            assert carried in self.femi.words
        assert "Nothing is said yet" in self.femi.words  # agreement to early help is not agreement to more
        self.femi.is_in_order()

    def when_femi_decides_that_a_social_worker_is_needed(self):
        line = ChildContact.objects.get(contact__channel=Channel.STEP_UP).pk
        for name, value in (("outcome", "referral"), ("level", "4")):
            self.femi.page.locator(f"[name='{line}-{name}'][value='{value}']").check()
        self.femi.fill(**{f"{line}-rationale": "He is alone at night."})
        self.femi.press("Check it before it is decided").press("Decide")

    def then_social_care_has_the_family_and_early_help_no_longer_sees_it(self):
        assert "Children’s social care has Perrin Oakapple, since early help stepped up." in self.femi.words
        assert Referral.objects.get().child == Person.objects.get(names__given="Perrin")
        assert "Perrin" not in self.elsie.go("/early-help/").words
        assert "The front door decided on" in self.elsie.go("/").words

    def then_both_read_that_it_did_not_hold_and_only_femi_reads_of_whom_and_when(self):
        self.both_sign_in()
        for look, whom in ((self.femi, "Perrin Oakapple"), (self.elsie, "No longer with us (Odette Marl)")):
            look.follow("Whether early help held").is_in_order()
            row = look.page.locator("tbody tr").inner_text()
            assert whom in row
            assert row.count("Came back") == 2  # after six months, and after twelve
            assert ("a new referral on 4 March 2025" in row) is (look is self.femi)

    def then_it_can_be_read_on_a_telephone(self):
        pk = EarlyHelpRequest.objects.latest("pk").pk
        for path in ("/early-help/", "/early-help/held/", f"/early-help/{pk}/"):
            self.phone(path, as_=self.cast.elsie).is_in_order()


def test_a_family_goes_to_early_help_and_back_and_exactly_one_side_has_it(visit, phone, cast, asked, time_machine):
    both = BothSides(visit, phone, cast)

    both.given_elsie_finds_the_family_to_be_answered()
    both.then_everything_is_carried_over()
    both.then_both_read("The front door has Perrin Oakapple until early help accepts.")
    both.when_elsie_sends_it_back()
    both.when_femi_answers_and_asks_again()
    both.when_elsie_accepts()
    both.then_both_read("Early help has Perrin Oakapple: Odette Marl")
    both.when_the_family_is_met()
    time_machine.move_to(NOW + timedelta(days=1))
    both.both_sign_in()
    both.when_elsie_steps_up()
    both.then_both_read("The front door has Perrin Oakapple: stepped up")
    both.then_the_front_door_has_one_contact_with_everything()
    both.then_it_can_be_read_on_a_telephone()
    both.when_femi_decides_that_a_social_worker_is_needed()
    both.then_social_care_has_the_family_and_early_help_no_longer_sees_it()
    time_machine.move_to(NOW + timedelta(days=400))
    both.then_both_read_that_it_did_not_hold_and_only_femi_reads_of_whom_and_when()
