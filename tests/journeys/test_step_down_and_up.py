"""
J5 from social care's side: proposed with the family, accepted, met, and only then closed; and back in one act, the same
day, with all that was said. At every moment both sides read the same sentence about who has the family.
"""

from __future__ import annotations

import pytest
from django.utils import timezone

from lintel.journey.plans.tests.builders import planned
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.codes import Channel
from lintel.steps.front_door.models import Contact
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

pytestmark = pytest.mark.slow(takes=9)


class BothSides:
    """What Priya does for social care and Elsie for early help, and what each of them reads."""

    def __init__(self, visit, cast, bells) -> None:
        self.bells, self.plan = bells, f"/plans/{bells.mia.pk}/"
        self.priya, self.elsie = visit(self.plan, as_=cast.priya), visit("/early-help/", as_=cast.elsie)

    def given_early_help_is_asked_to_go_on_with_mia_alone(self):
        self.priya.follow("Early help goes on with the family")
        assert "A lock on the door" in self.priya.page.locator("[name=remains]").input_value()  # nothing typed twice
        self.priya.fill(contingency="Ruth rings her mother, then us.", family_says="Ruth: “I would like that.”")
        for radio in self.priya.page.locator("[name^=with-][value=without]").all():
            radio.check()
        self.priya.press("Ask early help").is_in_order()

    def then_both_read(self, sentence):
        asked = EarlyHelpRequest.objects.latest("pk")
        assert sentence in self.elsie.go(f"/early-help/{asked.pk}/").words
        assert sentence in self.priya.go(self.plan).words

    def when_elsie_accepts_and_books_the_visit_together(self):
        self.elsie.press("Accept").fill(lead_practitioner="Odette Marl").fill(**day("joint_visit_on"))
        self.elsie.press("Accept")

    def then_priya_cannot_close(self):
        self.priya.follow("Close the episode")
        self._say_how_it_ends()
        assert "Early help has not accepted and met the family of Mia Bell yet" in self.priya.words
        assert self.priya.page.locator("[name=told]").input_value() == "By Priya."  # and her words are still there

    def when_the_family_is_met(self):
        self.elsie.press("The family was met").fill(**day("met_on")).press("The family was met")

    def then_priya_closes(self):
        self.priya.go(f"{self.plan}close/")
        self._say_how_it_ends()
        assert "Closed, with all that hung on it." in self.priya.is_in_order().page.inner_text("body")
        assert Referral.objects.get(pk=self.bells.referrals["mia"].pk).closed_on == timezone.localdate()

    def when_elsie_steps_up(self):
        self.elsie.press("Step up").fill(because="She does not sleep.").press("Step up")

    def then_the_front_door_has_it_at_once_with_everything(self):
        contact = Contact.objects.get(channel=Channel.STEP_UP)
        assert contact.received_at.date() == timezone.now().date()
        assert "If it gets worse: Ruth rings her mother, then us." in contact.original
        assert "The front door has Mia Bell: stepped up" in self.elsie.is_in_order().words

    def _say_how_it_ends(self):
        self.priya.page.locator("[name=reason][value=RC7]").check()
        self.priya.fill(outcome="She sleeps.", told="By Priya.", owed="Ruth does it.")
        for radio in self.priya.page.locator("[name^=with-][value=without]").all():
            radio.check()
        self.priya.press("Close the episode")


def day(name):
    today = timezone.localdate()
    return {f"{name}-day": f"{today.day}", f"{name}-month": f"{today.month}", f"{name}-year": f"{today.year}"}


def test_a_family_steps_down_warmly_and_comes_back_the_same_day(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    planned(cast, bells)
    both = BothSides(visit, cast, bells)

    both.given_early_help_is_asked_to_go_on_with_mia_alone()
    both.then_both_read("Children’s social care has Mia Bell until early help accepts.")
    both.when_elsie_accepts_and_books_the_visit_together()
    both.then_both_read("Children’s social care has Mia Bell until early help has met the family")
    both.then_priya_cannot_close()
    both.when_the_family_is_met()
    both.then_both_read("Early help has Mia Bell: Odette Marl")
    both.then_priya_closes()
    both.when_elsie_steps_up()
    both.then_the_front_door_has_it_at_once_with_everything()
