"""Nobody is let go of in the open: not in danger, not before early help met them, not before another has them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.models import Notice
from lintel.journey.handovers.early_help.actions import (
    accept_for_early_help,
    ask_early_help_again,
    first_met_by_early_help,
    send_back_to_front_door,
    step_up,
)
from lintel.journey.handovers.early_help.queries import who_has_the_family
from lintel.journey.plans.actions import step_down
from lintel.journey.plans.closing.actions import SomethingStands, close_episodes
from lintel.journey.plans.closing.queries import what_stands_open
from lintel.journey.plans.moving.actions import chase_transfers, hand_on
from lintel.journey.plans.tests.builders import MOVE, SAID, WORDS, met, planned, stepping_down
from lintel.steps.allocation.models import Involvement
from lintel.steps.early_help.actions import AskedAlready, AskedTooLate
from lintel.steps.front_door.desk.actions import clear_danger, flag_danger
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.plans.models import CinPlan, PlanAction
from lintel.steps.promises.actions import promise
from lintel.steps.referrals.closing.actions import ClosedAlready
from lintel.steps.referrals.models import Closing, Referral
from lintel.steps.referrals.moving_away import actions as moving
from lintel.steps.referrals.rules import Bar
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
DESPITE = replace(WORDS, despite="The family moved in the night.")


def close(referral, *, reason="RC7", words=WORDS, by, at=LATER):
    return close_episodes([referral], reason=reason, words=words, by=by, at=at)


def what_stands(referral, *, by, reason="RC7", words=WORDS):
    with pytest.raises(SomethingStands) as barred:
        close(referral, reason=reason, words=words, by=by)
    return barred.value.bars


def test_closing_ends_all_that_hangs_on_it_and_leaves_what_was_owed_in_the_record(cast, bells):
    planned(cast, bells)
    promise(bells.mia, words="I ring on Friday.", due_on=date(2025, 3, 7), by=cast.priya, at=NOW)
    stands = what_stands_open(bells.referrals["mia"], viewer=cast.priya, on=NOW.date())
    assert ([p.words for p in stands.promises], len(stands.actions)) == (["I ring on Friday."], 2)

    close(bells.referrals["mia"], by=cast.priya)

    referral = Referral.objects.get(pk=bells.referrals["mia"].pk)
    assert (referral.closed_on, referral.closure_reason, referral.closing.told) == (LATER.date(), "RC7", WORDS.told)
    assert CinPlan.objects.get().end_reason == "closed"
    assert PlanAction.objects.filter(done_on=None, dropped_on=None).count() == 2  # left, and not rubbed out
    assert not Involvement.objects.filter(referral=referral, ended_on=None).exists()
    assert not visible_children(cast.priya).filter(pk=bells.mia.pk).exists()
    assert visible_children(cast.priya).filter(pk=bells.noah.pk).exists()
    assert Entry.objects.filter(act="episode closed", by=cast.priya, child_id=bells.mia.pk).exists()
    with pytest.raises(ClosedAlready):
        close(bells.referrals["mia"], by=cast.helen, at=LATER)


def test_brothers_and_sisters_close_together_or_none_of_them(cast, bells):
    stepping_down(cast, bells, "noah")

    with pytest.raises(SomethingStands):
        close_episodes(bells.referrals.values(), reason="RC7", words=WORDS, by=cast.priya, at=LATER)

    assert not Closing.objects.exists()


def test_nobody_closes_over_an_open_danger_whatever_the_reason(cast, bells):
    contact = knock(by=cast.dawn, once="danger", children=[tells_of(bells.mia)])
    flag_danger(contact, reason="He is outside.", by=cast.femi, at=NOW)

    assert what_stands(bells.referrals["mia"], by=cast.marcus, words=DESPITE) == [Bar.DANGER]
    with pytest.raises(IntegrityError, match="nobody_closes_over_an_open_danger"), transaction.atomic():
        Referral.objects.filter(pk=bells.referrals["mia"].pk).update(closed_on=LATER.date())

    clear_danger(contact, because="The police took him.", by=cast.femi, at=NOW)
    assert close(bells.referrals["mia"], by=cast.marcus)


@pytest.mark.finding("S33", screen="/plans/")
def test_an_episode_closes_only_after_early_help_accepted_and_met_the_family(cast, bells):
    referral, says = bells.referrals["mia"], lambda: who_has_the_family(bells.mia, viewer=cast.sofia)
    asked = stepping_down(cast, bells)
    assert what_stands(referral, by=cast.priya) == [Bar.EARLY_HELP]
    assert says() == "Children’s social care has Mia Bell until early help accepts."

    accept_for_early_help(asked, lead_practitioner="Odette Marl", joint_visit_on=LATER.date(), by=cast.elsie, at=NOW)
    assert what_stands(referral, by=cast.priya) == [Bar.EARLY_HELP]
    assert says().startswith("Children’s social care has Mia Bell until early help has met the family")
    with pytest.raises(IntegrityError, match="nobody_lets_go_before"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(closed_on=LATER.date())
    assert Notice.objects.get(key__startswith="step-down accepted").user == cast.priya

    first_met_by_early_help(asked, met_on=NOW.date(), by=cast.elsie, at=NOW)
    assert says().startswith("Early help has Mia Bell: Odette Marl")
    close(referral, reason="RC9", by=cast.priya)
    assert says().startswith("Early help has Mia Bell: Odette Marl")


def test_a_manager_may_break_the_glass_for_a_reason_and_early_help_then_has_the_family(cast, bells):
    stepping_down(cast, bells)
    with pytest.raises(NotAllowed):
        close(bells.referrals["mia"], words=DESPITE, by=cast.priya)

    close(bells.referrals["mia"], words=DESPITE, by=cast.marcus)

    assert Entry.objects.filter(act__startswith="glass broken", by=cast.marcus).count() == 1
    assert "social care closed without waiting" in who_has_the_family(bells.mia, viewer=cast.elsie)
    assert DESPITE.despite in Notice.objects.get(key__startswith="closed for early help").words


def test_what_is_sent_back_is_asked_again_with_everything_and_steps_down_once_at_a_time(cast, bells):
    [first] = stepping_down(cast, bells)
    with pytest.raises(AskedAlready):
        stepping_down(cast, bells)
    send_back_to_front_door(first, missing="Which school?", by=cast.elsie, at=NOW)
    assert "early help sent them back" in who_has_the_family(bells.mia, viewer=cast.sofia)

    again = ask_early_help_again(first, answer="Ravenshire Primary.", by=cast.priya, at=LATER)

    assert (again.referral_id, again.contingency) == (first.referral_id, first.contingency)
    assert "Which school?" in again.remains
    assert "Ravenshire Primary." in again.remains


def test_nobody_steps_down_from_an_episode_that_is_over(cast, bells):
    close(bells.referrals["noah"], by=cast.priya)

    with pytest.raises(AskedTooLate):
        step_down([bells.referrals["noah"]], SAID, plans_so_far={}, by=cast.helen, at=LATER)


def test_a_family_that_stepped_down_steps_up_in_one_act_with_plan_parents_and_all_that_was_said(cast, bells):
    asked = met(cast, bells, "mia", "noah")

    contact = step_up(asked, because="She does not sleep.", by=cast.elsie, at=LATER)

    assert {line.child for line in contact.children.all()} == {bells.mia, bells.noah}
    assert {adult.person for adult in contact.adults.all()} == {bells.ruth, bells.owen}
    assert "If it gets worse: Ruth rings her mother, then us." in contact.original
    assert who_has_the_family(bells.mia, viewer=cast.sofia).startswith("The front door has Mia Bell: stepped up")


# --- to another authority ---------------------------------------------------------------------------------------------


def test_nobody_is_closed_as_moved_away_before_the_other_authority_accepts(cast, bells):
    [transfer] = hand_on([bells.referrals["mia"]], MOVE, by=cast.priya, at=NOW)
    told = {"by": cast.priya, "at": LATER}
    with pytest.raises(moving.OutOfOrder):
        moving.acknowledge(transfer, acknowledged_by="Duty desk", **told)
    moving.send(transfer, **told)
    moving.acknowledge(transfer, acknowledged_by="Duty desk", **told)
    assert what_stands(bells.referrals["mia"], by=cast.priya, reason="RC5") == [Bar.NOT_ACCEPTED_ELSEWHERE]
    with pytest.raises(IntegrityError, match="nobody_closes_as_moved_away"), transaction.atomic():
        Referral.objects.filter(pk=transfer.referral_id).update(closed_on=LATER.date(), closure_reason="RC5")

    moving.accept_elsewhere(transfer, accepted_on=LATER.date(), accepted_by="Ines Vale", **told)

    assert close(bells.referrals["mia"], reason="RC5", by=cast.priya)


def test_the_worker_is_asked_every_working_day_until_they_accept(cast, bells):
    [transfer] = hand_on([bells.referrals["mia"]], MOVE, by=cast.priya, at=NOW)
    days = [chase_transfers(by=None, at=NOW + timedelta(days=day)) for day in range(8)]  # Monday to Monday
    assert days == [0, 1, 1, 1, 1, 0, 0, 1]
    assert chase_transfers(by=None, at=NOW + timedelta(days=7)) == 0  # once a day
    assert Notice.objects.filter(key__startswith="transfer/", worker=cast.priya.worker, team=cast.north).count() == 5
    assert Notice.objects.filter(key__startswith="transfer/").first().words.endswith("not sent yet")

    moving.call_off(transfer, because="They stay.", by=cast.priya, at=NOW)

    assert chase_transfers(by=None, at=NOW + timedelta(days=8)) == 0


def test_a_child_is_handed_on_once_by_those_who_see_them(cast, bells):
    hand_on([bells.referrals["mia"]], MOVE, by=cast.priya, at=NOW)

    with pytest.raises(moving.HandedOnAlready):
        hand_on([bells.referrals["mia"]], MOVE, by=cast.marcus, at=NOW)
    with pytest.raises(moving.NotTheirChild):
        hand_on([bells.referrals["noah"]], MOVE, by=cast.tom, at=NOW)
    with pytest.raises(moving.NothingSaid):
        hand_on([bells.referrals["noah"]], replace(MOVE, meanwhile=" "), by=cast.priya, at=NOW)
