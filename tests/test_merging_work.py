"""Two records of one child with work in both: nothing of the work is ever hidden without somebody saying so."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.actions import service_account
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.matching.merging import actions
from lintel.foundation.matching.merging.actions import merge, unmerge
from lintel.foundation.matching.models import Merge
from lintel.foundation.people.actions import load_names, load_people
from lintel.foundation.people.models import Person, PersonName
from lintel.journey.conferring.tests.builders import HELD, NO_PLAN, asked, decided, held, protected, to_review
from lintel.steps.front_door.actions import load_child_contacts
from lintel.steps.front_door.models import ChildContact
from lintel.steps.plans.models import CpPlan
from tests.cast import NOW, TYPED, give_reason

BECAUSE = "The school knows one Mia."


@pytest.fixture
def maya(bells):
    """Mia again, in the same contact."""
    by = service_account(at=NOW)
    person = Person(**TYPED, key="maya")
    load_people([person], by=by, at=NOW)
    load_names([PersonName(**TYPED, key="maya", person=person, given="Maya", family="Bell")], by=by, at=NOW)
    load_child_contacts([ChildContact(**TYPED, key="again", contact=bells.contact, child=person)], by=by, at=NOW)
    return person


def test_work_never_stays_behind_unless_somebody_accepts_it(dawn, bells, maya):
    with pytest.raises(actions.WorkWouldStayBehind) as said:
        merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert said.value.rows == ["child contact again"]
    assert not Merge.objects.exists()
    assert merge(bells.mia, maya, reason=BECAUSE, leaving_behind=True, by=dawn, at=NOW)


def test_the_work_goes_along_and_comes_back(dawn, bells, maya):
    had = set(bells.mia.referrals.values_list("pk", flat=True))

    made = merge(maya, bells.mia, reason=BECAUSE, leaving_behind=True, by=dawn, at=NOW)

    assert had
    assert set(maya.referrals.values_list("pk", flat=True)) == had
    unmerge(made, reason="They are cousins.", by=dawn, at=NOW)
    assert set(bells.mia.referrals.values_list("pk", flat=True)) == had
    assert not maya.referrals.exists()


# --- what protects a child --------------------------------------------------------------------------------------------


@pytest.fixture
def maya_of_priya(cast, maya):
    """Maya, whom Priya's team knows as well."""
    give_reason(maya, to=cast.priya, team=cast.north, begins_on=date(2025, 2, 20), key="maya")
    return maya


def test_two_open_protection_plans_are_never_made_one_nor_is_one_left_where_nobody_sees_it(
    cast, dawn, bells, maya_of_priya
):
    for child in (bells.mia, maya_of_priya):
        protected(cast, cast.cecily, child)

    with pytest.raises(actions.OpenOnBoth, match="child protection plans"):
        merge(bells.mia, maya_of_priya, reason=BECAUSE, leaving_behind=True, by=dawn, at=HELD)

    assert not Merge.objects.exists()
    later = HELD + timedelta(days=60)
    review = to_review(cast, CpPlan.objects.get(child=maya_of_priya), at=HELD)
    decided(held(cast, cast.cecily, review, booked_for=later, at=later), NO_PLAN, by=cast.cecily, at=later)
    assert merge(bells.mia, maya_of_priya, reason=BECAUSE, leaving_behind=True, by=dawn, at=later)
    assert CpPlan.objects.filter(child=bells.mia).count() == 2


@pytest.mark.parametrize("is_one_conference", [True, False])
def test_two_children_who_wait_for_a_conference_are_not_made_one(cast, dawn, bells, maya_of_priya, is_one_conference):
    for children in [(bells.mia, maya_of_priya)] if is_one_conference else [(bells.mia,), (maya_of_priya,)]:
        asked(cast, *children)

    with pytest.raises(actions.OpenOnBoth, match="conferences that are asked for"):
        merge(bells.mia, maya_of_priya, reason=BECAUSE, leaving_behind=True, by=dawn, at=NOW)


def test_a_chair_lets_go_also_of_a_child_whose_record_was_merged_meanwhile(cast, dawn, bells, maya_of_priya):
    request = held(cast, cast.cecily, asked(cast, maya_of_priya))
    merge(bells.mia, maya_of_priya, reason=BECAUSE, leaving_behind=True, by=dawn, at=HELD)
    assert list(visible_children(cast.cecily)) == [bells.mia]

    decided(request, NO_PLAN, by=cast.cecily)

    assert not visible_children(cast.cecily).exists()
