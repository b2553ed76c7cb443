"""What must not come of two people acting at once, of a closed account, a restricted record, or a clock told once."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.actions import close_account, exclude, open_restriction
from lintel.foundation.notices.queries import notices
from lintel.journey.allocating import actions
from lintel.journey.allocating.meeting.actions import Gift, give_each
from lintel.journey.allocating.telling.actions import escalate_waits
from lintel.journey.allocating.tests.builders import a_worker, held_by, waiting
from lintel.journey.allocating.waiting.queries import board
from lintel.steps.allocation.giving.actions import GivenAlready, KeptApart, LetGoAlready
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
LATER = NOW + timedelta(hours=2)


def test_a_worker_kept_apart_from_a_child_is_not_given_them(cast):
    [referral] = waiting(cast, team=cast.north)
    exclude(referral.child, user=cast.priya, reason="Her neighbour.", by=cast.helen, at=NOW)

    with pytest.raises(KeptApart):
        actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)


def test_a_meeting_that_is_behind_takes_no_child_from_whoever_accepted(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)
    bryn = a_worker("Bryn Calder", team=cast.north)

    refused = give_each([Gift(key=1, referrals=[referral], worker=bryn)], by=cast.marcus, at=LATER)

    assert isinstance(refused[1], GivenAlready)
    assert not Allocation.objects.unanswered().exists()


def test_a_leavers_child_who_has_gone_to_somebody_else_stays_there(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)
    bryn, cara = (a_worker(name, team=cast.north) for name in ("Bryn Calder", "Cara Dunlin"))
    gifts = [Gift(key=1, referrals=[referral], worker=cara)]

    assert isinstance(
        give_each(gifts, change_reason="LEFTRL", leaver=bryn.pk, by=cast.marcus, at=LATER)[1], GivenAlready
    )
    assert give_each(gifts, change_reason="LEFTRL", leaver=cast.priya.worker_id, by=cast.marcus, at=LATER) == {}


def test_letting_go_of_a_child_twice_makes_no_second_holder(cast):
    [referral] = waiting(cast, team=cast.north, at=NOW - timedelta(days=3))
    held_by(cast.priya, [referral], by=cast.marcus, at=NOW - timedelta(days=2))
    was_held = Involvement.objects.select_related("referral").get(referral=referral)
    [given] = actions.allocate([referral], worker=cast.tom.worker, change_reason="MANAGE", by=cast.helen, at=NOW)
    actions.accept([given], by=cast.tom, at=NOW)

    with pytest.raises(LetGoAlready):
        actions.let_go([was_held], change_reason="LEFTRL", by=cast.helen, at=LATER)

    assert not Holding.objects.filter(referral=referral, until_at__isnull=True).exists()


def test_accepting_and_letting_go_on_one_day_begins_no_new_wait(cast):
    [referral] = waiting(cast, team=cast.north, at=NOW - timedelta(days=60))
    held_by(cast.priya, [referral], by=cast.marcus)

    actions.let_go([Involvement.objects.get(referral=referral)], change_reason="MANAGE", by=cast.marcus, at=LATER)

    [wait] = board(viewer=cast.helen, on=TODAY).waits
    assert (wait.days, len(wait.rungs)) == (60, 3)


def test_a_child_whose_managers_account_was_closed_is_held_by_nobody_until_somebody_looks(cast):
    [referral] = waiting(cast, team=cast.north)
    close_account(cast.marcus, by=cast.sam, at=LATER)
    assert board(viewer=cast.helen, on=TODAY).held_by_nobody == 1

    actions.check_safety([referral], why_safe="With her aunt.", next_due_on=date(2025, 3, 4), by=cast.sofia, at=LATER)

    assert Holding.objects.get(referral=referral, until_at__isnull=True).manager == cast.sofia


def test_a_child_of_an_episode_without_a_team_is_held_by_whoever_answers_for_the_workers(cast, bells):
    Referral.objects.filter(pk=bells.referrals["mia"].pk).update(team=None)
    held = Involvement.objects.select_related("referral", "team").filter(pk=bells.involvements["mia"].pk)

    actions.let_go(list(held), change_reason="LEFTRL", by=cast.marcus, at=NOW)

    [wait] = board(viewer=cast.marcus, on=TODAY).waits
    assert (wait.child_id, wait.holding_manager) == (bells.mia.pk, "Marcus Reed")


def test_the_head_of_service_is_told_of_a_restricted_child_too_and_of_nothing_but_the_number(cast):
    [referral] = waiting(cast, team=cast.north, at=NOW - timedelta(days=10))
    open_restriction(
        referral.child,
        named=[cast.sofia],
        reason="Her aunt works here.",
        together_with=cast.grace,
        by=cast.sofia,
        at=NOW,
    )  # fmt: skip

    escalate_waits(by=None, at=NOW)

    assert notices(viewer=cast.helen)[0].words.startswith("1 child")


def test_what_lasts_months_is_told_every_week_and_a_check_that_is_missed_again_is_told_again(cast):
    [referral] = waiting(cast, team=cast.north)
    days = [NOW + timedelta(days=n) for n in range(22)]
    told = [raised.rung for at in days for raised in escalate_waits(by=None, at=at)]
    assert (told.count("head_of_service"), told.count("unchecked")) == (3, 4)

    actions.check_safety(
        [referral], why_safe="With her aunt.", next_due_on=date(2025, 3, 26), by=cast.marcus, at=days[-1]
    )
    later = [each.rung for n in (2, 6) for each in escalate_waits(by=None, at=days[-1] + timedelta(days=n))]

    assert "unchecked" in later
