"""
J7: one assessment of three children. What they share is written once; two write at the same time and meet in one
section; the manager looks at it half-way, and signs what they did not write, each child with an outcome of their own.
"""

from __future__ import annotations

import pytest

from lintel.journey.assessing.tests.builders import TEN, of
from lintel.steps.assessments.authorising.actions import conclude
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.models import Assessment, FamilyAssessment, Passage

pytestmark = pytest.mark.slow(takes=8)
SHARED = "Ruth and the children live with Ruth’s mother since January."


class Family:
    """What Priya writes and Marcus looks at, and what each of them reads."""

    def __init__(self, visit, phone, cast, bells) -> None:
        self.cast, self.bells, self.phone = cast, bells, phone
        self.priya = visit(f"/children/{bells.mia.pk}/", as_=cast.priya)
        self.marcus = visit("/assessments/", as_=cast.marcus)

    @property
    def family(self) -> FamilyAssessment:
        return FamilyAssessment.objects.get()

    def given_priya_begins_in_one_step_and_types_nothing(self):
        self.priya.press("Begin an assessment")
        assert self.priya.page.locator("main input[type=checkbox]:checked").count() == 3
        self.priya.press("Begin the assessment")
        assert self.priya.heading == "Assessment of Mia, Noah and baby Bell"

    def when_she_writes_what_they_share_it_saves_itself(self):
        self.priya.follow("What they share").fill(**{"words-family": SHARED})
        self.priya.page.get_by_text("Saved at").wait_for()
        assert Passage.objects.get(section="family").words == SHARED

    def then_the_page_has_a_place_for_those_who_look_at_words(self):
        assert self.priya.page.locator("[data-words-panel]").count() == 1
        assert self.priya.page.locator("textarea[data-passage=shared]").count() == 5

    def when_marcus_writes_in_the_same_section_on_his_telephone(self):
        on_the_way = self.phone(f"/assessments/{self.family.pk}/write/", as_=self.cast.sofia)
        assert "You may not" in on_the_way.words  # she signs; she does not write
        self.priya.go(f"/assessments/{self.family.pk}/write/{self.bells.mia.pk}/")
        self.colleague = self.phone(self.priya.path, as_=self.cast.marcus)
        self.colleague.fill(**{"words-voice": "“I hide under the bed.”"}).press("Save")

    def then_priya_sees_both_and_neither_is_lost(self):
        self.priya.fill(**{"words-voice": "“I count the stairs.”", "words-day": "She gets herself up."})
        self.priya.press("Save")
        for said in ("“I hide under the bed.”", "Marcus Reed"):
            assert said in self.priya.words
        assert Passage.objects.get(section="day").words == "She gets herself up."
        self.priya.is_in_order()
        self.priya.fill(**{"words-voice": "“I hide under the bed and count the stairs.”"}).press(
            "Save what is to stand"
        )
        assert Passage.objects.get(section="voice").version == 2

    def when_sofia_looks_at_it_half_way(self, visit):
        self.sofia = visit(f"/assessments/{self.family.pk}/midpoint/", as_=self.cast.sofia)
        self.sofia.fill(direction="Speak with Owen before anybody writes about him.").press("Write it down")
        assert "Speak with Owen" in self.priya.go(f"/assessments/{self.family.pk}/").words

    def when_each_child_has_an_outcome_and_it_is_sent(self):
        outcomes = (Outcome.PROTECTION, Outcome.CHILD_IN_NEED, Outcome.EARLY_HELP)
        for child, outcome in zip(self.bells.children, outcomes, strict=True):
            conclude(of(self.family, child.pk), factors=["3B"], outcome=outcome, by=self.cast.priya, at=TEN)
        self.priya.press("Check it and send it to the manager").press("Send to the manager")

    def then_marcus_who_wrote_a_line_may_not_sign(self):
        self.marcus.go(f"/assessments/{self.family.pk}/decide/")
        assert "Nobody signs off their own assessment" in self.marcus.words
        assert self.marcus.page.get_by_role("button", name="Authorise").count() == 0

    def then_sofia_signs_two_and_sends_one_back(self):
        self.sofia.go(f"/assessments/{self.family.pk}/").press("Read it and authorise, or send it back")
        assert "a need of baby Bell’s own" in self.sofia.words
        self.sofia.page.get_by_label("Bell: Early help", exact=True).uncheck()
        self.sofia.press("Authorise").press("Read it and authorise, or send it back").follow("Send it back")
        self.sofia.fill(missing="What does the midwife see?").press("Send it back")
        signed = Assessment.objects.filter(authorised_by=self.cast.sofia)
        assert set(signed.values_list("outcome", flat=True)) == {"protection", "child_in_need"}
        assert "What does the midwife see?" in self.priya.go(f"/assessments/{self.family.pk}/").is_in_order().words
        self.sofia.is_in_order()


def test_three_children_one_assessment(visit, phone, cast, bells, time_machine):
    time_machine.move_to(TEN)
    story = Family(visit, phone, cast, bells)

    story.given_priya_begins_in_one_step_and_types_nothing()
    story.when_she_writes_what_they_share_it_saves_itself()
    story.then_the_page_has_a_place_for_those_who_look_at_words()
    story.when_marcus_writes_in_the_same_section_on_his_telephone()
    story.then_priya_sees_both_and_neither_is_lost()
    story.when_sofia_looks_at_it_half_way(visit)
    story.when_each_child_has_an_outcome_and_it_is_sent()
    story.then_marcus_who_wrote_a_line_may_not_sign()
    story.then_sofia_signs_two_and_sends_one_back()
