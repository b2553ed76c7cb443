"""One closes while another proposes a step-down, on a real database: never is a family let go of and handed on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from lintel.journey.plans.closing.actions import SomethingStands, close_episodes
from lintel.journey.plans.tests.builders import WORDS, stepping_down
from lintel.steps.early_help.actions import AskedTooLate
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.plans.actions import NotTheirChild
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow(takes=4)]


def at_once(*acts):
    """What each act returns or raises when all begin in the same moment, each on a connection of its own."""
    together = Barrier(len(acts))

    def one(act):
        together.wait(timeout=30)
        try:
            return act()
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


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
