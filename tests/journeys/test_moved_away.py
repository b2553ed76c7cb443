"""
J17: a family moves to another authority; asked after every working day, never closed as moved away before acceptance,
and the unborn child goes where the mother goes.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.foundation.notices.queries import notices
from lintel.journey.plans.moving.actions import chase_transfers
from lintel.steps.referrals.models import Closing, Referral, Transfer
from tests.cast import NOW

pytestmark = pytest.mark.slow(takes=8)
CHILDREN = ("mia", "noah", "baby")


class PriyaWrites:
    """What Priya does while the Bells move to Larchshire, and what she reads."""

    def __init__(self, visit, cast, bells) -> None:
        self.cast, self.bells = cast, bells
        self.look = visit(self._plan("mia"), as_=cast.priya)

    def given_the_bells_move_and_each_child_is_decided(self):
        self.look.follow("The child moves to another authority")
        assert "not born yet, and moves where Ruth Bell moves" in self.look.is_in_order().words
        self.look.fill(
            authority="Larchshire", reached_by="Duty desk", known_from="The school", summary="All of it.",
            meanwhile="Priya visits.",
        )  # fmt: skip
        self._decide_beside()
        assert "The child is ours: not sent yet." in self.look.press("Write it down").is_in_order().words
        assert "Not on the way" not in self.look.words

    def then_nobody_closes_as_moved_away(self):
        self._close("baby")
        assert "No other authority has accepted Mia Bell. Until then the child is ours." in self.look.words
        assert not Closing.objects.exists()

    def then_she_is_asked_on_the_next_working_day(self, day, words):
        assert chase_transfers(by=None, at=NOW + timedelta(days=day)) == 3
        assert words in {notice.words for notice in notices(viewer=self.cast.priya)}

    def when_it_is_sent_and_acknowledged(self):
        for name in CHILDREN:
            self.look.go(f"{self._plan(name)}moving/").press("It was sent").press("They have the papers")
            self.look.fill(acknowledged_by="Duty desk").press("They have the papers")
            assert "The child is ours: not accepted yet" in self.look.words
        self.look.is_in_order()

    def when_they_accept(self):
        for name in CHILDREN:
            self.look.go(f"{self._plan(name)}moving/").press("They have accepted")
            self.look.fill(accepted_by="Ines Vale").press("They have accepted")
            assert "Larchshire has the child since 3 March 2025: Ines Vale." in self.look.words

    def then_all_three_close_together_and_nobody_is_left(self):
        self._close("mia")
        assert "Closed, with all that hung on it." in self.look.is_in_order().page.inner_text("body")
        assert set(Referral.objects.filter(closure_reason="RC5").values_list("child", flat=True)) == {
            child.pk for child in self.bells.children
        }
        assert Transfer.objects.filter(accepted_on=None).count() == 0

    def _plan(self, name):
        return f"/plans/{self.bells.referrals[name].child_id}/"

    def _decide_beside(self):
        for radio in self.look.page.locator("[name^=with-][value=with]").all():
            radio.check()

    def _close(self, name):
        self.look.go(f"{self._plan(name)}close/").page.locator("[name=reason][value=RC5]").check()
        self.look.fill(outcome="They live in Larchshire.", told="By Priya, on Monday.")
        self._decide_beside()
        self.look.press("Close the episode")


def test_a_family_that_moves_is_ours_until_the_other_authority_has_every_child(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    priya = PriyaWrites(visit, cast, bells)

    priya.given_the_bells_move_and_each_child_is_decided()
    priya.then_nobody_closes_as_moved_away()
    priya.then_she_is_asked_on_the_next_working_day(1, "Mia Bell, on the way to Larchshire: not sent yet")
    priya.when_it_is_sent_and_acknowledged()
    priya.then_she_is_asked_on_the_next_working_day(2, "Bell, on the way to Larchshire: not accepted yet, ring them")
    priya.then_nobody_closes_as_moved_away()
    priya.when_they_accept()
    priya.then_all_three_close_together_and_nobody_is_left()
