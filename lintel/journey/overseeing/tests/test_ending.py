"""A plan ends by a conference; three things end it without one, and only where the record bears them out."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.models import Person
from lintel.journey.conferring.tests.builders import NO_PLAN, a_chair, decided, held, protected, to_review
from lintel.journey.overseeing.ending.actions import end_for_what_happened
from lintel.journey.overseeing.tests.builders import LATER
from lintel.journey.plans.moving.actions import hand_on
from lintel.journey.plans.tests.builders import MOVE
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.plans.actions import NotOnThatDay, NotTheirChild, PlanIsOver
from lintel.steps.plans.codes import EndOfProtection
from lintel.steps.plans.models import CpPlan
from lintel.steps.plans.protection.actions import NotBorneOut
from lintel.steps.plans.rules import Fate, first_day_possible
from lintel.steps.referrals.moving_away.actions import accept_elsewhere, acknowledge, send
from tests.cast import LONDON, NOW

DIED, EIGHTEEN, MOVED = EndOfProtection.DIED, EndOfProtection.EIGHTEEN, EndOfProtection.MOVED
TODAY = LATER.date()


@pytest.mark.parametrize(
    ("fate", "ends"),
    [
        (Fate(), {}),
        (Fate(born_on=date(2007, 5, 7)), {EIGHTEEN: TODAY}),
        (Fate(born_on=date(2007, 5, 8)), {}),
        (Fate(born_on=date(2004, 2, 29)), {EIGHTEEN: date(2022, 3, 1)}),
        (Fate(born_on=date(2013, 9, 2), died_on=date(2025, 5, 1)), {DIED: date(2025, 5, 1)}),
        (Fate(moved_on=date(2025, 4, 1)), {MOVED: date(2025, 4, 1)}),
    ],
)
def test_what_may_end_a_plan_without_a_conference_and_from_which_day(fate, ends):
    assert first_day_possible(fate, on=TODAY) == ends


@pytest.fixture
def chair(cast):
    return a_chair(cast)


@pytest.fixture
def plan(cast, bells, chair):
    return protected(cast, chair, bells.mia)


def says(plan, **facts):
    Person.objects.filter(pk=plan.child_id).update(**facts)
    return CpPlan.objects.get(pk=plan.pk)


def moved(cast, bells) -> None:
    """Another authority has accepted Mia, who moved there on the day MOVE says."""
    transfer = hand_on([bells.referrals["mia"]], MOVE, by=cast.priya, at=NOW)[0]
    send(transfer, by=cast.priya, at=NOW)
    acknowledge(transfer, acknowledged_by="Ms Ray", by=cast.priya, at=NOW)
    accept_elsewhere(transfer, accepted_on=TODAY, accepted_by="Ms Ray", by=cast.priya, at=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", [DIED, EIGHTEEN, MOVED, EndOfProtection.CONFERENCE])
def test_what_the_record_does_not_say_ends_nothing(cast, plan, reason):
    with pytest.raises(NotBorneOut):
        end_for_what_happened(plan, reason=reason, their_conference_on=TODAY, by=cast.marcus, at=LATER)

    assert CpPlan.objects.get(pk=plan.pk).ended_on is None


@pytest.mark.django_db
def test_a_death_ends_it_on_its_day_and_calls_the_review_off_and_the_chair_sees_the_child_no_longer(
    cast, bells, plan, chair
):
    to_review(cast, plan, at=LATER)
    plan = says(plan, died_on=date(2025, 5, 1))
    with pytest.raises(NotAllowed):
        end_for_what_happened(plan, reason=DIED, by=cast.priya, at=LATER)
    with pytest.raises(NotTheirChild):
        end_for_what_happened(plan, reason=DIED, by=cast.tom, at=LATER)

    ended = end_for_what_happened(plan, reason=DIED, by=cast.marcus, at=LATER)

    assert (ended.ended_on, ended.end_reason) == (date(2025, 5, 1), DIED)
    assert "The child has died" in ChildInConference.objects.get(reviewed_plan=plan).withdrawn_because
    assert not visible_children(chair).filter(pk=bells.mia.pk).exists()
    assert Entry.objects.filter(act="child protection plan ended", by=cast.marcus, child_id=bells.mia.pk).exists()
    with pytest.raises(PlanIsOver):
        end_for_what_happened(plan, reason=DIED, by=cast.marcus, at=LATER)


@pytest.mark.django_db
def test_the_eighteenth_birthday_ends_it_on_that_day(cast, plan):
    plan = says(plan, date_of_birth=date(2007, 5, 2))

    assert end_for_what_happened(plan, reason=EIGHTEEN, by=cast.marcus, at=LATER).ended_on == date(2025, 5, 2)


@pytest.mark.django_db
def test_of_a_child_who_moved_it_is_the_day_of_the_other_authoritys_conference(cast, bells, plan):
    moved(cast, bells)
    for day in (None, plan.started_on - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(NotOnThatDay):
            end_for_what_happened(plan, reason=MOVED, their_conference_on=day, by=cast.marcus, at=LATER)

    ended = end_for_what_happened(plan, reason=MOVED, their_conference_on=date(2025, 5, 6), by=cast.marcus, at=LATER)

    assert (ended.ended_on, ended.end_reason) == (date(2025, 5, 6), MOVED)


@pytest.mark.django_db
def test_a_conference_ends_it_as_ever_and_says_so(cast, plan, chair):
    at = datetime(2025, 5, 6, 10, 0, tzinfo=LONDON)
    decided(held(cast, chair, to_review(cast, plan, at=NOW + timedelta(days=20)), booked_for=at, at=at), NO_PLAN,
            by=chair, at=at)  # fmt: skip

    ended = CpPlan.objects.get(pk=plan.pk)
    assert (ended.ended_on, ended.end_reason) == (date(2025, 5, 6), EndOfProtection.CONFERENCE)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "conference", "died", "eighteen", "moved"])
def test_the_database_ends_no_plan_that_the_record_does_not_bear_out(plan, reason):
    with pytest.raises(IntegrityError, match=r"bears_out|for_a_reason"), transaction.atomic():
        CpPlan.objects.filter(pk=plan.pk).update(ended_on=TODAY, end_reason=reason)
