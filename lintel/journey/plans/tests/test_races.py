"""One closes while another proposes a step-down, on a real database: never is a family let go of and handed on."""

from __future__ import annotations

import pytest

from lintel.journey.plans.closing.actions import SomethingStands, close_episodes
from lintel.journey.plans.tests.builders import WORDS, stepping_down
from lintel.steps.early_help.actions import AskedTooLate
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.plans.actions import NotTheirChild
from lintel.steps.referrals.models import Referral
from tests.at_once import at_once
from tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow(takes=4)]


@pytest.mark.finding("S33")
def test_whoever_closes_and_whoever_steps_down_in_one_moment_never_both_succeed(cast, bells):
    for name in ("mia", "noah", "baby"):
        referral = bells.referrals[name]

        closed, asked = at_once(
            lambda referral=referral: close_episodes([referral], reason="RC7", words=WORDS, by=cast.priya, at=NOW),
            lambda name=name: stepping_down(cast, bells, name),
        )

        is_closed = Referral.objects.get(pk=referral.pk).closed_on is not None
        assert is_closed is not EarlyHelpRequest.objects.filter(referral=referral).exists()
        refused = asked if is_closed else closed
        assert isinstance(refused, (AskedTooLate, NotTheirChild) if is_closed else SomethingStands)
