"""What was given and accepted a minute ago is in today's numbers, and no kept answer hides it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.posts.actions import open_post
from lintel.foundation.workforce.recruiting import actions as recruiting
from lintel.journey.allocating import actions
from lintel.journey.allocating.tests.builders import child, held_by, waiting
from lintel.oversight.performance import queries
from lintel.oversight.performance.keeping import state_of_the_record
from lintel.oversight.performance.tests.builders import user
from lintel.steps.allocation.models import Involvement
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("an_empty_cache", "bells")


@pytest.fixture
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def count(code):
    found = queries.reading(code, viewer=user(Role.HEAD_OF_SERVICE), as_at=NOW.date(), now=NOW)
    return found.numerator


@pytest.mark.finding("S3", screen="/indicators/K30/")
def test_a_child_waits_until_the_worker_accepts_not_until_somebody_gives_them_away(cast):
    referrals = waiting(cast, team=cast.north)
    assert count("K30") == 1

    given = actions.allocate(referrals, worker=cast.priya.worker, by=cast.marcus, at=NOW)
    assert count("K30") == 1

    actions.accept(given, by=cast.priya, at=NOW)
    assert count("K30") == 0
    assert count("K35") == 5


def test_a_worker_who_leaves_is_seen_at_once(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)
    assert count("K30") == 0

    actions.let_go([Involvement.objects.get(referral=referral)], change_reason="ABSENC", by=cast.marcus, at=NOW)

    assert count("K30") == 1


def test_a_safety_check_made_now_counts_now(cast):
    one, two = waiting(cast, child("Perrin"), child("Quill"), team=cast.north, at=NOW.replace(day=1, month=2))
    check = {"why_safe": "With their aunt.", "next_due_on": date(2025, 3, 4), "by": cast.marcus, "at": NOW}
    actions.check_safety([one], **check)
    assert count("K34") == 1

    actions.check_safety([two], **check)

    assert count("K34") == 0


def test_an_agreed_start_and_one_that_falls_through_change_the_state_answers_are_kept_under(cast, ola):
    post = open_post(
        title="Social worker", team=cast.north, fte=Decimal(1), is_case_holding=True, opens_on=date(2025, 1, 1),
        funding_line="Recovery fund", by=ola, at=NOW,
    )  # fmt: skip
    recruiting.ask_to_fill(post, signed_on=date(2025, 1, 6), by=ola, at=NOW)
    recruiting.note_offer(post, on=date(2025, 2, 3), by=ola, at=NOW)
    recruiting.note_acceptance(post, on=date(2025, 2, 10), by=ola, at=NOW)
    before = state_of_the_record()

    recruiting.agree_start(post, starts_on=date(2025, 3, 17), by=ola, at=NOW)
    agreed = state_of_the_record()
    recruiting.fell_through(post, on=date(2025, 3, 3), because="They took a post nearer home.", by=ola, at=NOW)

    assert len({before, agreed, state_of_the_record()}) == 3
