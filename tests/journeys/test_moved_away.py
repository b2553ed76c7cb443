"""
J17: a family moves to another authority; asked after every working day, never closed as moved away before acceptance,
and the unborn child goes where the mother goes. Told through the pages, without a browser: `test_step_down_and_up.py`
looks at pages of the same seat.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.foundation.notices.queries import notices
from lintel.journey.plans.moving.actions import chase_transfers
from lintel.steps.referrals.models import Closing, Referral, Transfer
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class PriyaWrites:
    def __init__(self, client, cast, bells) -> None:
        self.client, self.cast, self.bells = client, cast, bells
        client.force_login(cast.priya)

    def given_the_bells_move_and_each_child_is_decided(self):
        beside = {f"with-{self.bells.referrals[name].pk}": "with" for name in ("noah", "baby")}
        page = self._post("mia", "moving/begin/", {
            "authority": "Larchshire", "reached_by": "Duty desk", "known_from": "The school", "summary": "All of it.",
            "meanwhile": "Priya visits.", "moved_on-day": 3, "moved_on-month": 3, "moved_on-year": 2025, **beside,
        })  # fmt: skip
        assert "The child is ours: not sent yet." in page
        assert "Not on the way" not in page

    def then_nobody_closes_as_moved_away(self):
        page = self._post("baby", "close/", self._closing())
        assert "No other authority has accepted Mia Bell. Until then the child is ours." in page
        assert not Closing.objects.exists()

    def then_she_is_asked_on_the_next_working_day(self, day, words):
        assert chase_transfers(by=None, at=NOW + timedelta(days=day)) == 3
        assert words in {notice.words for notice in notices(viewer=self.cast.priya)}

    def when_it_is_sent_and_acknowledged(self):
        for name in ("mia", "noah", "baby"):
            self._post(name, "moving/sent/", {})
            self._post(name, "moving/acknowledged/", {"acknowledged_by": "Duty desk"})

    def when_they_accept(self):
        when = {"accepted_on-day": 3, "accepted_on-month": 3, "accepted_on-year": 2025}
        for name in ("mia", "noah", "baby"):
            page = self._post(name, "moving/accepted/", {"accepted_by": "Ines Vale", **when})
        assert "Larchshire has the child since 3 March 2025: Ines Vale." in page

    def then_all_three_close_together_and_nobody_is_left(self):
        self._post("mia", "close/", self._closing(but="mia"))
        assert set(Referral.objects.filter(closure_reason="RC5").values_list("child", flat=True)) == {
            child.pk for child in self.bells.children
        }
        assert Transfer.objects.filter(accepted_on=None).count() == 0

    def _closing(self, but="baby"):
        beside = {f"with-{self.bells.referrals[n].pk}": "with" for n in ("mia", "noah", "baby") if n != but}
        return {"reason": "RC5", "outcome": "They live in Larchshire.", "told": "By Priya, on Monday."} | beside

    def _post(self, name, where, typed):
        child = self.bells.referrals[name].child_id
        return self.client.post(f"/plans/{child}/{where}", typed, follow=True).content.decode()


def test_a_family_that_moves_is_ours_until_the_other_authority_has_every_child(client, cast, bells, at_nine):
    priya = PriyaWrites(client, cast, bells)

    priya.given_the_bells_move_and_each_child_is_decided()
    priya.then_nobody_closes_as_moved_away()
    priya.then_she_is_asked_on_the_next_working_day(1, "Mia Bell, on the way to Larchshire: not sent yet")
    priya.when_it_is_sent_and_acknowledged()
    priya.then_she_is_asked_on_the_next_working_day(2, "Bell, on the way to Larchshire: not accepted yet, ring them")
    priya.then_nobody_closes_as_moved_away()
    priya.when_they_accept()
    priya.then_all_three_close_together_and_nobody_is_left()
