"""What is on the table of a meeting, what choices come to, and doing them one family after the other."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.people.actions import load_household_memberships, load_households
from lintel.foundation.people.models import Household, HouseholdMembership
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.actions import NoLongerWaiting, NotTheirWorker, accept, allocate, check_safety
from lintel.journey.allocating.meeting.actions import Gift, give_each
from lintel.journey.allocating.meeting.families import foresee
from lintel.journey.allocating.meeting.proposing import Aim, proposals
from lintel.journey.allocating.meeting.queries import episodes, leaving, meeting, who_may_leave
from lintel.journey.allocating.meeting.tests.builders import overload
from lintel.journey.allocating.tests.families import family_waiting
from lintel.steps.allocation.giving.actions import (
    AboveTheCeiling,
    BeyondProtectedLoad,
    GivenAlready,
    HoldsNoCases,
    OverTheCeiling,
)
from lintel.steps.allocation.models import Allocation, Involvement
from tests.cast import NOW, TYPED
from tests.once import once

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
TOGETHER = (
    "Perrin Oakapple and Tansy Oakapple", "Wilf Sedge", "Bram Thrale, Hettie Thrale and Lorna Thrale", "Posy Quill",
    "Ned Marlow and Ada Marlow", "Isla Fennick",
)  # fmt: skip


@pytest.fixture
def week_nine(cast, bells, request):
    return once("overloaded team", lambda: overload(cast, bells), request)


def gift(week_nine, surname, worker, **more):
    return Gift(key=week_nine.key(surname), referrals=week_nine.families[surname], worker=worker, **more)


def over(manager):
    return OverTheCeiling(manager=manager, reason="Two of hers close on Friday.", review_on=date(2025, 3, 17))


# --- the table --------------------------------------------------------------------------------------------------------


def test_everybody_who_waits_is_on_it_brothers_and_sisters_together(marcus, week_nine):
    table = meeting(viewer=marcus, on=TODAY)

    assert {family.names for family in table.families} == set(TOGETHER)
    assert table.children == 10


def test_a_team_inbox_is_no_worker_and_hides_nobody(marcus, week_nine):
    table = meeting(viewer=marcus, on=TODAY)

    assert [load.name for load in table.loads] == ["Idris Vane", "Priya Nair", "Wren Castell"]
    refused = give_each([gift(week_nine, "Sedge", week_nine.inbox)], by=marcus, at=NOW)
    assert [type(each) for each in refused.values()] == [HoldsNoCases]
    assert meeting(viewer=marcus, on=TODAY).children == 10


def test_who_was_given_and_has_no_answer_is_counted_beside_it(marcus, week_nine):
    allocate(week_nine.families["Oakapple"], worker=week_nine.priya, by=marcus, at=NOW)

    table = meeting(viewer=marcus, on=TODAY)

    assert len(table.families) == 5
    assert len(table.answering) == 2


def test_another_team_has_its_own_table(tom, cast, week_nine):
    assert meeting(viewer=tom, on=TODAY).families == []
    assert [load.name for load in meeting(viewer=tom, on=TODAY).loads] == ["Tom Ashby"]


@pytest.mark.parametrize("who", ["priya", "rosa", "ines", "anil", "ola"])
def test_who_gives_no_children_has_no_table(cast, week_nine, who):
    viewer = cast.people[who]

    assert meeting(viewer=viewer, on=TODAY).families == ()
    assert leaving(week_nine.priya, viewer=viewer, on=TODAY).families == ()
    assert who_may_leave(viewer=viewer, on=TODAY) == {}
    assert episodes([week_nine.key("Sedge")], viewer=viewer, on=TODAY) == []


def test_why_somebody_comes_first_is_said(marcus, week_nine):
    later = date(2025, 3, 6)
    sedge = next(each for each in meeting(viewer=marcus, on=later).families if each.names == "Wilf Sedge")

    assert sedge.why_first == ["No safety check in time"]
    assert sedge.to_be_seen is not None
    assert sedge.days == 3


def test_nobody_who_waits_is_without_a_day_once_they_were_checked(marcus, week_nine):
    assert meeting(viewer=marcus, on=TODAY).without_a_day(TODAY) == []  # the first check is due tomorrow
    tomorrow = TODAY + timedelta(days=1)
    assert len(meeting(viewer=marcus, on=tomorrow).without_a_day(tomorrow)) == 10

    check_safety(
        [each for family in week_nine.families.values() for each in family], why_safe="Seen at school today.",
        next_due_on=date(2025, 3, 6), by=marcus, at=NOW + timedelta(days=1),
    )  # fmt: skip

    assert meeting(viewer=marcus, on=tomorrow).without_a_day(tomorrow) == []


# --- what it comes to -------------------------------------------------------------------------------------------------


def test_choices_are_counted_one_after_the_other(marcus, week_nine):
    table = meeting(viewer=marcus, on=TODAY)
    chosen = {week_nine.key("Oakapple"): week_nine.priya.pk, week_nine.key("Sedge"): week_nine.priya.pk}

    found = foresee(table, chosen, today=TODAY)

    counts = {row.family.names: (row.chosen.before.count, row.chosen.after.count) for row in found.rows if row.chosen}
    assert counts == {TOGETHER[0]: (3, 5), TOGETHER[1]: (5, 6)}
    assert [row.family.names for row in found.over] == ["Wilf Sedge"]
    assert found.after[week_nine.priya.pk].count == 6


def test_the_list_for_a_family_counts_every_other_choice_and_not_its_own(marcus, week_nine):
    table = meeting(viewer=marcus, on=TODAY)
    chosen = {week_nine.key("Oakapple"): week_nine.priya.pk, week_nine.key("Sedge"): week_nine.priya.pk}

    row = next(
        row
        for row in foresee(table, chosen, today=TODAY).rows
        if row.family.names == "Perrin Oakapple and Tansy Oakapple"
    )

    assert {fit.before.name: fit.before.count for fit in row.fits(TODAY)}["Priya Nair"] == 4


def test_a_choice_of_somebody_who_is_not_there_counts_as_none(marcus, week_nine):
    table = meeting(viewer=marcus, on=TODAY)

    found = foresee(table, {week_nine.key("Sedge"): week_nine.inbox.pk}, today=TODAY)

    assert [row.chosen for row in found.rows] == [None] * 6


def test_what_is_proposed_can_be_given_as_it_is(marcus, week_nine):
    table = meeting(viewer=marcus, on=TODAY)
    asked = [family.asked for family in table.families]
    given = proposals(asked, table.loads, order=table.order).of(Aim.EVEN).given

    gifts = [
        Gift(
            key=family.key, worker=Worker.objects.get(pk=given[family.asked.family]),
            referrals=episodes([child.referral_id for child in family.children], viewer=marcus, on=TODAY),
        )
        for family in table.families if family.asked.family in given
    ]  # fmt: skip

    assert len(gifts) == 3
    assert give_each(gifts, by=marcus, at=NOW) == {}


# --- doing it ---------------------------------------------------------------------------------------------------------


def test_what_is_refused_holds_up_nobody_else(marcus, sofia, week_nine):
    allocate(week_nine.families["Quill"], worker=week_nine.priya, by=sofia, at=NOW)

    refused = give_each(
        [
            gift(week_nine, "Oakapple", week_nine.wren), gift(week_nine, "Quill", week_nine.wren),
            gift(week_nine, "Sedge", week_nine.wren), gift(week_nine, "Fennick", week_nine.priya),
            gift(week_nine, "Marlow", week_nine.priya),
            gift(week_nine, "Thrale", week_nine.priya, over=over(marcus)),
        ],
        by=marcus, at=NOW,
    )  # fmt: skip

    assert {key: type(why) for key, why in refused.items()} == {
        week_nine.key("Quill"): GivenAlready, week_nine.key("Sedge"): BeyondProtectedLoad,
        week_nine.key("Marlow"): AboveTheCeiling,
    }  # fmt: skip
    assert Allocation.objects.unanswered().count() == 2 + 1 + 1 + 3
    assert Allocation.objects.filter(over_manager=marcus.pk).count() == 3


def test_nobody_answers_for_a_newly_qualified_worker_beyond_the_protected_load(marcus, week_nine):
    refused = give_each([gift(week_nine, "Thrale", week_nine.wren, over=over(marcus))], by=marcus, at=NOW)

    assert [type(each) for each in refused.values()] == [BeyondProtectedLoad]


def test_a_worker_of_another_team_is_refused(marcus, tom, week_nine):
    refused = give_each([gift(week_nine, "Sedge", tom.worker)], by=marcus, at=NOW)

    assert [type(each) for each in refused.values()] == [NotTheirWorker]


def test_children_of_another_team_are_refused(tom, week_nine):
    refused = give_each([gift(week_nine, "Sedge", tom.worker)], by=tom, at=NOW)

    assert [type(each) for each in refused.values()] == [NoLongerWaiting]


def test_who_gives_no_children_cannot_do_it(priya, week_nine):
    with pytest.raises(NotAllowed):
        give_each([gift(week_nine, "Sedge", week_nine.priya)], by=priya, at=NOW)


# --- somebody leaves --------------------------------------------------------------------------------------------------


def test_the_children_of_a_worker_who_leaves_are_shared_out(marcus, sofia, bells, week_nine):
    assert list(who_may_leave(viewer=marcus, on=TODAY).values()) == [week_nine.priya]

    table = leaving(week_nine.priya, viewer=marcus, on=TODAY)

    assert {child.child_id for family in table.families for child in family.children} == {
        child.pk for child in bells.children
    }
    assert [load.name for load in table.loads] == ["Idris Vane", "Wren Castell"]


def test_a_household_leaves_together(marcus, cast, bells, week_nine):
    home = Household(**TYPED, key="bells", name="Bell")
    load_households([home], by=cast.command_line, at=NOW)
    living = [
        HouseholdMembership(**TYPED, key=f"home/{each.pk}", household=home, person=each, joined_on=date(2024, 1, 8))
        for each in bells.children
    ]
    load_household_memberships(living, by=cast.command_line, at=NOW)

    table = leaving(week_nine.priya, viewer=marcus, on=TODAY)

    assert [len(family.children) for family in table.families] == [3]


def test_what_is_given_of_them_says_why_the_worker_changed(marcus, priya, cast, bells, week_nine):
    mia = leaving(week_nine.priya, viewer=marcus, on=TODAY).families[0]
    referrals = episodes([child.referral_id for child in mia.children], viewer=marcus, on=TODAY)

    refused = give_each(
        [Gift(key=mia.key, referrals=referrals, worker=week_nine.idris)], change_reason="LEFTRL",
        leaver=week_nine.priya.pk, by=marcus, at=NOW,
    )  # fmt: skip

    assert refused == {}
    assert set(Allocation.objects.values_list("child_id", "change_reason")) == {
        (child.pk, "LEFTRL") for child in bells.children
    }
    assert Involvement.objects.in_force(TODAY).filter(worker=week_nine.priya).count() == 3  # until Idris accepts
    assert leaving(week_nine.priya, viewer=marcus, on=TODAY).families == []


def test_of_a_worker_of_another_team_nothing_is_shown(tom, sofia, week_nine):
    assert who_may_leave(viewer=tom, on=TODAY).keys() == {tom.worker_id}
    assert leaving(week_nine.priya, viewer=tom, on=TODAY).families == []
    assert {each.name for each in who_may_leave(viewer=sofia, on=TODAY).values()} == {"Priya Nair", "Tom Ashby"}


def test_once_accepted_they_are_off_the_table(marcus, priya, week_nine):
    given = allocate(week_nine.families["Sedge"], worker=week_nine.priya, by=marcus, at=NOW)
    accept(given, by=priya, at=NOW)

    table = meeting(viewer=marcus, on=TODAY)

    assert "Wilf Sedge" not in {family.names for family in table.families}
    assert table.answering == []


def test_many_families_are_asked_for_with_few_questions(marcus, cast, week_nine, django_assert_max_num_queries):
    with django_assert_max_num_queries(80) as few:
        meeting(viewer=marcus, on=TODAY)
    for number in range(6):
        family_waiting(cast, once=f"more {number}", names=["Una"], surname="Wick", team=cast.north)

    with django_assert_max_num_queries(len(few)):
        assert len(meeting(viewer=marcus, on=TODAY).families) == 12
