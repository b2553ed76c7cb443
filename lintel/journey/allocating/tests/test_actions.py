"""Handing a child on between people who answer for them: nobody twice, nobody never."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.models import Household, HouseholdMembership
from lintel.foundation.workforce.models import Absence
from lintel.journey.allocating import actions
from lintel.journey.allocating.answering import manager_for, team_to_allocate
from lintel.journey.allocating.tests.builders import a_worker, child, held_by, waiting
from lintel.journey.allocating.waiting.queries import board
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.covering.actions import CannotCover, CoversForThemselves, cover
from lintel.steps.allocation.giving import actions as giving
from lintel.steps.allocation.giving.actions import (
    AboveTheCeiling,
    AnsweredAlready,
    BecauseMissing,
    BeyondProtectedLoad,
    GivenAlready,
    HoldsNoCases,
    NotAReason,
    NotOnThatDay,
    NotYours,
    OverridePartly,
    OverTheCeiling,
)
from lintel.steps.allocation.models import Allocation, Holding, Involvement, SafetyCheck
from lintel.steps.allocation.waiting.actions import (
    CheckInThePast,
    CheckTooFarAway,
    HasAWorker,
    WhyIsMissing,
)
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
LATER = NOW + timedelta(hours=2)
NEXT_DAY = NOW + timedelta(days=1)


def acts_about(child_id):
    return list(Entry.objects.filter(child_id=child_id).order_by("pk").values_list("act", flat=True))


def settle(rows=None, **said):
    """Write past the actions if asked, and ask the database now what it asks at the end of a transaction."""
    if rows is not None:
        rows.update(**said)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def answers(cast, **said):
    asked = {"manager": cast.sofia, "reason": "Nobody else is there this week.", "review_on": date(2025, 3, 17)}
    return OverTheCeiling(**asked | said)


# --- from the decision on, a manager holds the child ---


@finding("S3")
def test_whoever_is_taken_on_is_held_by_a_manager_from_the_same_moment(cast):
    [referral] = waiting(cast)

    held = Holding.objects.get(referral=referral)

    assert held.manager == cast.sofia
    assert held.since_at == NOW
    assert held.first_check_due_on == date(2025, 3, 4)
    assert "say why it is safe to wait" in notices(viewer=cast.sofia)[0].words


def test_a_brother_goes_to_the_team_his_sister_is_with(cast, bells):
    home = Household.objects.create(**TYPED, key="the bells", name="Bell family")
    [referral] = waiting(cast, child("Arlo", "Bell"))
    for number, person in enumerate((bells.mia, referral.child)):
        HouseholdMembership.objects.create(
            **TYPED, key=f"bells {number}", household=home, person=person, joined_on=date(2024, 1, 1)
        )
    assert team_to_allocate(referral.child, on=TODAY) == cast.north


def test_a_manager_who_is_kept_from_a_child_does_not_hold_them(cast):
    [referral] = waiting(cast)
    exclude(referral.child, user=cast.sofia, reason="Her sister.", by=cast.helen, at=NOW)

    assert manager_for(cast.service, [referral.child_id]) == cast.helen


def test_a_team_a_child_is_passed_to_sees_them_and_its_manager_holds_them(cast):
    [referral] = waiting(cast)
    assert referral.child not in visible_children(cast.marcus, on=TODAY)

    actions.pass_on([referral], team=cast.north, by=cast.sofia, at=LATER)

    assert referral.child in visible_children(cast.marcus, on=TODAY)
    assert referral.child not in visible_children(cast.tom, on=TODAY)
    assert [h.manager for h in Holding.objects.filter(referral=referral).order_by("pk")] == [cast.sofia, cast.marcus]
    before, now_held = Holding.objects.filter(referral=referral).order_by("pk")
    assert before.until_at == now_held.since_at == LATER
    assert "referral handed to a team" in acts_about(referral.child_id)


def test_passing_a_child_on_moves_no_clock(cast):
    [referral] = waiting(cast, at=NOW - timedelta(days=4))
    [before] = board(viewer=cast.helen, on=TODAY).waits

    actions.pass_on([referral], team=cast.north, by=cast.sofia, at=NOW)
    [after] = board(viewer=cast.helen, on=TODAY).waits

    assert (after.since, after.days, after.seen_by_due) == (before.since, 4, before.seen_by_due)
    assert (before.team, after.team) == ("Children's Services", "North assessment")


def test_nobody_lets_go_of_a_waiting_child_not_even_the_database(cast):
    [referral] = waiting(cast)

    with pytest.raises(IntegrityError, match="a_child_without_a_worker_is_held_by_a_manager"), transaction.atomic():
        settle(Holding.objects.filter(referral=referral), until_at=LATER)


def test_nobody_lets_go_of_a_child_who_has_a_worker_either(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)

    with pytest.raises(IntegrityError, match="a_child_without_a_worker_is_held_by_a_manager"), transaction.atomic():
        settle(Involvement.objects.filter(referral=referral), ended_on=TODAY)


def test_a_waiting_child_has_one_holding_manager_says_the_database(cast):
    [referral] = waiting(cast)

    with pytest.raises(IntegrityError, match="a_waiting_child_has_one_holding_manager"), transaction.atomic():
        Holding.objects.create(
            child=referral.child, referral=referral, manager=cast.marcus, since_at=NOW, first_check_due_on=TODAY
        )


# --- safe to wait ---


def test_a_manager_says_why_it_is_safe_to_wait_and_when_somebody_looks_again(cast):
    one, two = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)

    actions.check_safety(
        [one, two], why_safe="Grandmother has them; school sees them daily.", next_due_on=date(2025, 3, 5),
        by=cast.marcus, at=NOW,
    )  # fmt: skip

    check = SafetyCheck.objects.get(referral=two)
    assert (check.said_by, check.checked_on, check.next_due_on) == (cast.marcus, TODAY, date(2025, 3, 5))
    [first, _] = board(viewer=cast.marcus, on=TODAY).waits
    assert first.check.why_safe.startswith("Grandmother")
    assert "safety of a waiting child checked" in acts_about(two.child_id)


def test_the_call_to_say_why_it_is_safe_ends_once_it_is_said_for_all_of_ones_children(cast):
    one, two = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)

    def is_called():
        return any("say why it is safe" in notice.words for notice in notices(viewer=cast.marcus))

    said = {"why_safe": "With an aunt.", "next_due_on": date(2025, 3, 5), "by": cast.marcus, "at": NOW}
    actions.check_safety([one], **said)
    assert is_called()

    actions.check_safety([two], **said)
    assert not is_called()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"why_safe": "  "}, WhyIsMissing),
        ({"next_due_on": TODAY}, CheckInThePast),
        ({"next_due_on": date(2025, 3, 11)}, CheckTooFarAway),
    ],
)
def test_a_check_says_why_and_when_the_next_is_within_reach(cast, said, refusal):
    [referral] = waiting(cast, team=cast.north)

    with pytest.raises(refusal):
        actions.check_safety(
            [referral], **{"why_safe": "Safe.", "next_due_on": date(2025, 3, 4)} | said, by=cast.marcus, at=NOW
        )


def test_a_child_of_a_file_whom_nobody_holds_is_held_by_whoever_looks_first(cast, bells):
    Involvement.objects.filter(referral=bells.referrals["mia"]).delete()
    assert board(viewer=cast.marcus, on=TODAY).held_by_nobody == 1

    actions.check_safety(
        [bells.referrals["mia"]], why_safe="With her aunt.", next_due_on=date(2025, 3, 4), by=cast.marcus, at=NOW
    )

    assert board(viewer=cast.marcus, on=TODAY).held_by_nobody == 0
    assert Holding.objects.get().manager == cast.marcus


def test_a_child_with_a_worker_needs_no_check(cast, bells):
    with pytest.raises(HasAWorker):
        actions.check_safety(
            [bells.referrals["mia"]], why_safe="Safe.", next_due_on=date(2025, 3, 4), by=cast.marcus, at=NOW
        )


def test_whoever_does_not_see_a_child_says_nothing_of_them(cast):
    [referral] = waiting(cast, team=cast.north)

    with pytest.raises(actions.NoLongerWaiting):
        actions.check_safety([referral], why_safe="Safe.", next_due_on=date(2025, 3, 4), by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        actions.check_safety([referral], why_safe="Safe.", next_due_on=date(2025, 3, 4), by=cast.priya, at=NOW)


# --- given, accepted, declined, taken back ---


@finding("S8")
def test_a_child_is_given_and_stays_with_the_manager_until_the_worker_accepts(cast):
    [referral] = waiting(cast, team=cast.north)

    [given] = actions.allocate([referral], worker=cast.priya.worker, why="She is near.", by=cast.marcus, at=NOW)

    assert Holding.objects.filter(referral=referral, until_at__isnull=True).get().manager == cast.marcus
    assert referral.child in visible_children(cast.priya, on=TODAY)
    assert "was given to you by Marcus Reed" in notices(viewer=cast.priya)[0].words

    [held] = actions.accept([given], by=cast.priya, at=LATER)

    assert (held.worker, held.team, held.began_at) == (cast.priya.worker, cast.north, LATER)
    assert not Holding.objects.filter(referral=referral, until_at__isnull=True).exists()
    assert board(viewer=cast.helen, on=TODAY).children == 0
    assert "Priya Nair has accepted" in notices(viewer=cast.marcus)[0].words
    assert [a for a in acts_about(referral.child_id) if "child " in a][-2:] == ["waiting child no longer held",
                                                                                "child accepted"]  # fmt: skip


def test_a_worker_says_why_not_and_the_child_stays_where_they_were(cast):
    [referral] = waiting(cast, team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)

    with pytest.raises(BecauseMissing):
        actions.decline([given], because=" ", by=cast.priya, at=LATER)
    actions.decline([given], because="I know the grandmother.", by=cast.priya, at=LATER)

    assert Holding.objects.get(until_at__isnull=True).manager == cast.marcus
    assert referral.child not in visible_children(cast.priya)
    assert "I know the grandmother." in notices(viewer=cast.marcus)[0].words
    [wait] = board(viewer=cast.marcus, on=TODAY).waits
    assert wait.offer is None


def test_only_the_worker_asked_answers_and_only_once(cast):
    [referral] = waiting(cast, team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)

    with pytest.raises(NotYours):
        actions.accept([given], by=cast.tom, at=LATER)
    actions.accept([given], by=cast.priya, at=LATER)
    with pytest.raises(AnsweredAlready):
        actions.decline([given], because="Too late.", by=cast.priya, at=LATER)
    with pytest.raises(AnsweredAlready):
        actions.withdraw([given], because="Too late.", by=cast.marcus, at=LATER)


def test_what_is_not_answered_is_taken_back_and_may_be_given_to_somebody_else(cast):
    [referral] = waiting(cast, team=cast.north)
    other = a_worker("Bryn Calder", team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)
    with pytest.raises(GivenAlready) as refusal:
        actions.allocate([referral], worker=other, by=cast.marcus, at=LATER)
    assert refusal.value.standing == given

    actions.withdraw([given], because="She goes on leave.", by=cast.marcus, at=LATER)
    [again] = actions.allocate([referral], worker=other, by=cast.marcus, at=LATER)

    assert again.worker == other
    assert referral.child not in visible_children(cast.priya)
    assert notices(viewer=cast.priya)[0].words == "What was given to you was taken back by Marcus Reed"
    assert Allocation.objects.get(pk=given.pk).withdrawn_because == "She goes on leave."


def test_an_episode_that_is_over_is_not_accepted_any_more(cast):
    [referral] = waiting(cast, team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)
    Referral.objects.filter(pk=referral.pk).update(closed_on=TODAY)

    with pytest.raises(actions.NoLongerWaiting):
        actions.accept([given], by=cast.priya, at=LATER)


def test_a_manager_gives_children_to_workers_of_their_own_teams(cast):
    [referral] = waiting(cast, team=cast.north)

    with pytest.raises(actions.NotTheirWorker):
        actions.allocate([referral], worker=cast.tom.worker, by=cast.marcus, at=NOW)
    with pytest.raises(actions.NoLongerWaiting):
        actions.allocate([referral], worker=cast.tom.worker, by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        actions.allocate([referral], worker=cast.priya.worker, by=cast.dawn, at=NOW)
    assert actions.allocate([referral], worker=cast.tom.worker, by=cast.sofia, at=NOW)


def test_a_team_inbox_is_no_worker(cast):
    """J6: never an unallocated list hidden behind somebody who holds no cases."""
    [referral] = waiting(cast, team=cast.north)
    inbox = a_worker("North duty inbox", team=cast.north, is_case_holding=False)

    with pytest.raises(HoldsNoCases):
        actions.allocate([referral], worker=inbox, by=cast.marcus, at=NOW)


# --- the ceiling ---


@finding("S34")
def test_what_is_given_and_not_answered_takes_up_room(cast):
    bryn = a_worker("Bryn Calder", team=cast.north, fte=0.1)  # one child at most
    one, two = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)
    actions.allocate([one], worker=bryn, by=cast.marcus, at=NOW)

    with pytest.raises(AboveTheCeiling) as refusal:
        actions.allocate([two], worker=bryn, by=cast.marcus, at=NOW)

    assert (refusal.value.children, refusal.value.most) == (2, pytest.approx(1.8))


def test_above_the_ceiling_needs_a_manager_a_reason_and_a_day_of_review(cast):
    bryn = a_worker("Bryn Calder", team=cast.north, fte=0.1)
    referrals = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)

    for partly in ({"reason": " "}, {"review_on": TODAY}):
        with pytest.raises(OverridePartly):
            actions.allocate(referrals, worker=bryn, over=answers(cast, **partly), by=cast.marcus, at=NOW)
    with pytest.raises(NotAllowed):
        actions.allocate(referrals, worker=bryn, over=answers(cast, manager=cast.priya), by=cast.marcus, at=NOW)
    given = actions.allocate(referrals, worker=bryn, over=answers(cast), by=cast.marcus, at=NOW)

    assert {(each.over_manager, each.children_after) for each in given} == {(cast.sofia, 2)}


def test_a_name_that_is_not_needed_is_not_kept(cast):
    [referral] = waiting(cast, team=cast.north)

    [given] = actions.allocate([referral], worker=cast.priya.worker, over=answers(cast), by=cast.marcus, at=NOW)

    assert given.over_manager is None


def test_the_database_lets_nobody_pass_the_ceiling_in_silence(cast):
    [referral] = waiting(cast, team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)

    with (
        pytest.raises(IntegrityError, match="above_the_ceiling_a_manager_answers_with_a_reason_and_a_review"),
        transaction.atomic(),
    ):
        Allocation.objects.filter(pk=given.pk).update(children_after=19)


def test_nobody_answers_for_a_newly_qualified_worker_beyond_the_protected_load(cast):
    """J6: never a newly qualified worker beyond their protected load."""
    wyn = a_worker("Wyn Aster", team=cast.north, fte=0.1, is_newly_qualified=True)
    referrals = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)

    with pytest.raises(BeyondProtectedLoad):
        actions.allocate(referrals, worker=wyn, over=answers(cast), by=cast.helen, at=NOW)


def test_brothers_and_sisters_are_given_together_or_not_at_all(cast):
    bryn = a_worker("Bryn Calder", team=cast.north, fte=0.1)
    referrals = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)

    with pytest.raises(AboveTheCeiling):
        actions.allocate(referrals, worker=bryn, by=cast.marcus, at=NOW)

    assert not Allocation.objects.exists()


# --- another worker ---


@finding("S12")
def test_of_two_workers_one_ends_as_the_other_begins(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)
    [given] = actions.allocate(
        [referral], worker=cast.tom.worker, change_reason="CHCHAN", handover="He likes trains.", by=cast.helen,
        at=LATER,
    )  # fmt: skip
    assert Involvement.objects.in_force(TODAY).get(referral=referral).worker == cast.priya.worker

    actions.accept([given], by=cast.tom, at=NEXT_DAY)

    before, after = Involvement.objects.filter(referral=referral).order_by("began_at")
    assert before.ended_on == after.began_on == date(2025, 3, 4)
    assert before.change_reason == "CHCHAN"
    assert referral.child in visible_children(cast.tom)
    assert referral.child not in visible_children(cast.priya)
    assert referral.child not in visible_children(cast.marcus)
    referral.refresh_from_db()
    assert referral.team == cast.south


def test_a_change_of_worker_on_the_same_day_leaves_no_gap_and_no_overlap(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)
    [given] = actions.allocate([referral], worker=cast.tom.worker, change_reason="OTHERS", by=cast.helen, at=LATER)

    actions.accept([given], by=cast.tom, at=LATER)

    assert [i.worker for i in Involvement.objects.in_force(TODAY).filter(referral=referral)] == [cast.tom.worker]


def test_a_change_has_a_reason_of_the_standard(cast, bells):
    with pytest.raises(NotAReason):
        actions.allocate([bells.referrals["mia"]], worker=cast.tom.worker, change_reason="BORED", by=cast.helen, at=NOW)


def test_whoever_a_file_gave_the_child_to_stops_seeing_them_as_well(cast, bells):
    [given] = actions.allocate(
        [bells.referrals["mia"]], worker=cast.tom.worker, change_reason="TSPROC", by=cast.helen, at=NOW
    )
    actions.accept([given], by=cast.tom, at=LATER)

    assert bells.mia not in visible_children(cast.priya)


def test_a_worker_who_leaves_leaves_a_child_with_a_manager_and_on_the_board(cast):
    [referral] = waiting(cast, team=cast.north, at=NOW - timedelta(days=20))
    held_by(cast.priya, [referral], by=cast.marcus, at=NOW - timedelta(days=19))
    involvement = Involvement.objects.get(referral=referral)

    actions.let_go([involvement], change_reason="LEFTRL", by=cast.marcus, at=NOW)
    settle()

    [wait] = board(viewer=cast.marcus, on=date(2025, 3, 4)).waits
    assert (wait.since, wait.days, wait.left_by) == (TODAY, 1, "Priya Nair")
    assert wait.holding_manager == "Marcus Reed"
    assert referral.child not in visible_children(cast.priya)


# --- reaching the family, and covering ---


def test_a_worker_says_when_they_reached_the_family_and_the_earlier_day_stands(cast):
    [referral] = waiting(cast, team=cast.north)
    held_by(cast.priya, [referral], by=cast.marcus)
    held = Involvement.objects.get(referral=referral)

    with pytest.raises(NotOnThatDay):
        giving.reach(held, reached_on=date(2025, 3, 5), by=cast.priya, at=NEXT_DAY)
    with pytest.raises(NotYours):
        giving.reach(held, reached_on=TODAY, by=cast.tom, at=NEXT_DAY)
    giving.reach(held, reached_on=date(2025, 3, 4), by=cast.priya, at=NEXT_DAY)
    giving.reach(held, reached_on=TODAY, by=cast.priya, at=NEXT_DAY)
    giving.reach(held, reached_on=date(2025, 3, 4), by=cast.priya, at=NEXT_DAY)

    held.refresh_from_db()
    assert held.reached_on == TODAY


def test_cover_that_is_named_again_ends_the_one_before(cast, bells):
    bryn, cara = (a_worker(name, team=cast.north) for name in ("Bryn Calder", "Cara Dunlin"))
    held = [bells.involvements["mia"]]
    with pytest.raises(CoversForThemselves):
        cover(held, worker=cast.priya.worker, begins_on=TODAY, ends_on=None, by=cast.marcus, at=NOW)
    [first] = cover(held, worker=bryn, begins_on=TODAY, ends_on=None, by=cast.marcus, at=NOW)

    cover(held, worker=cara, begins_on=date(2025, 3, 6), ends_on=date(2025, 3, 10), by=cast.marcus, at=NOW)

    first.refresh_from_db()
    assert first.ends_on == date(2025, 3, 6)


def test_nobody_covers_who_is_away_themselves(cast, bells):
    bryn = a_worker("Bryn Calder", team=cast.north)
    Absence.objects.create(**TYPED, key="bryn away", worker=bryn, starts_on=TODAY, ends_on=date(2025, 3, 10))

    with pytest.raises(CannotCover):
        cover([bells.involvements["mia"]], worker=bryn, begins_on=TODAY, ends_on=None, by=cast.marcus, at=NOW)


# --- midnight ---


def test_a_child_accepted_a_minute_before_midnight_is_held_from_that_day_on(cast):
    at = datetime(2025, 12, 31, 23, 59, tzinfo=LONDON)
    [referral] = waiting(cast, team=cast.north, at=at - timedelta(hours=8))
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=at - timedelta(minutes=5))
    actions.accept([given], by=cast.priya, at=at)

    assert Involvement.objects.get(referral=referral).began_on == date(2025, 12, 31)
    assert board(viewer=cast.helen, on=date(2025, 12, 31)).children == 0


def test_a_summer_evening_is_still_today_in_england(cast):
    at = datetime(2025, 7, 1, 23, 30, tzinfo=LONDON)  # 22:30 in UTC
    [referral] = waiting(cast, team=cast.north, at=at)

    assert board(viewer=cast.helen, on=date(2025, 7, 1)).waits[0].days == 0
    assert Holding.objects.filter(referral=referral).latest("pk").first_check_due_on == date(2025, 7, 2)
