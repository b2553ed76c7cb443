"""
A threshold review, from the draw to the signature (J12).

The head of service draws sixty past contacts, reads them for names and asks three people. Each decides alone; they
turn out to differ; they talk, keep an example, and a draft follows. A fresh half is decided with the draft, they agree
more, and she signs: the draft goes to its what-if.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.oversight.alike.reviews import actions
from lintel.oversight.alike.reviews.codes import Part
from lintel.oversight.alike.reviews.models import Review
from lintel.oversight.alike.reviews.tests.builders import everybody_answers, past_decisions
from lintel.oversight.alike.second_looks.tests.builders import a_decision, everything_is_drawn
from lintel.oversight.thresholds.tests.builders import a_draft
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow


class PanelDay:
    """What she does, what one of the panel does, and what they see."""

    def __init__(self, visit, phone, cast) -> None:
        self.cast, self.visit, self.phone = cast, visit, phone
        self.look = visit("/alike/reviews/", as_=cast.helen)

    def given_sixty_cases_drawn_without_names(self):
        self.look.fill(title="Neglect, again", terms="Do we agree on neglect?")
        self.look.fill(**{"since-day": "1", "since-month": "1", "since-year": "2025"})
        self.look.fill(**{"ends_on-day": "30", "ends_on-month": "6", "ends_on-year": "2099"})
        self.look.press("Draw the cases")
        self.look.is_in_order()
        self.look.follow("Read every case for names")
        assert "Perrin" not in self.look.words
        self.look.is_in_order()
        self.look.press("I have read every case")

    @property
    def review(self):
        return Review.objects.get()

    def when_three_people_decide_alone(self):
        for user, part in (
            (self.cast.rosa, Part.MANAGER),
            (self.cast.marcus, Part.MANAGER),
            (self.cast.hart, Part.PARTNER),
        ):
            actions.ask_onto_panel(self.review, user=user, part=part, by=self.cast.helen, at=timezone.now())
        self.look.go(self.look.path)
        self.look.press("Put the first half to the panel")
        telephone = self.phone(f"/alike/reviews/{self.review.pk}/decide/", as_=self.cast.rosa)
        telephone.is_in_order()
        telephone.page.get_by_label("Level 3").check()
        telephone.fill(rationale="The coat is missing again and again.")
        telephone.press("Keep my answer")
        assert "29 cases left" in telephone.page.locator("#main-content").inner_text()
        everybody_answers(self.cast, self.review, apart=True, only=10)

    def then_they_see_that_they_differ_and_talk(self):
        self.look.go(self.look.path)
        self.look.press("Close the first half and compare")
        assert "Hard cases to talk about" in self.look.words
        self.look.is_in_order()
        self.look.page.locator("#main-content ul a").first.click()
        self.look.fill(words="Some read poverty, some neglect.")
        self.look.press("Note it")
        self.look.page.get_by_label("Level 2").check()
        self.look.fill(title="A coat", rationale="Poverty is not neglect.", annotation="Ask what they tried.")
        self.look.press("Keep it in the library")
        assert "Kept in the library" in self.look.words
        self.look.is_in_order()

    def when_a_fresh_half_is_decided_with_the_draft(self):
        a_draft(by=self.cast.helen, at=NOW)
        self.look.go(f"/alike/reviews/{self.review.pk}/")
        self.look.press("This is the draft")
        self.look.press("Put the fresh half to the panel")
        everybody_answers(self.cast, self.review, apart=False)
        self.look.go(self.look.path)
        self.look.press("Close the fresh half and compare")

    def then_she_signs_and_the_draft_goes_to_its_what_if(self):
        assert "People agree more with the draft" in self.look.words
        self.look.fill(learned="Write poverty into level 2.")
        self.look.press("Sign the review")
        self.look.is_in_order()
        self.look.follow("attach the what-if")
        assert self.look.path == "/thresholds/1/what-if/"


@finding("S21", screen="/alike/reviews/")
@finding("S7", screen="/alike/reviews/")
def test_a_threshold_review_from_the_draw_to_the_signature(visit, phone, cast):
    past_decisions(cast, decided_at=timezone.now() - timedelta(days=30))
    day = PanelDay(visit, phone, cast)

    day.given_sixty_cases_drawn_without_names()
    day.when_three_people_decide_alone()
    day.then_they_see_that_they_differ_and_talk()
    day.when_a_fresh_half_is_decided_with_the_draft()
    day.then_she_signs_and_the_draft_goes_to_its_what_if()


@finding("S7", screen="/alike/")
def test_a_blind_second_decision_on_a_telephone(phone, visit, cast):
    """Rosa is offered what Femi decided, decides far from it without knowing, and Helen looks the same day."""
    everything_is_drawn(cast)
    a_decision(cast, at=timezone.now() - timedelta(hours=1), words="A bruise on his cheek.")
    rosa = phone("/alike/", as_=cast.rosa)
    rosa.is_in_order()

    rosa.follow("Decide number")
    assert "A bruise on his cheek." in rosa.words
    assert "Harm that nobody explains." not in rosa.page.content()
    rosa.is_in_order()
    rosa.page.get_by_label("Nothing further from us").check()
    rosa.page.get_by_label("Level 1").check()
    rosa.fill(rationale="A fall in the park.")
    rosa.press("Lock my decision")
    assert "Harm that nobody explains." in rosa.words
    rosa.is_in_order()

    helen = visit("/alike/", as_=cast.helen)
    helen.follow("3 levels apart")
    helen.is_in_order()
    helen.fill(what_was_done="Visited at four.")
    helen.press("Settled")
    assert "No two decisions lie far apart" in helen.words
