"""K40: from the signed requisition to the first case, and what there is money for beside who is at work."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.models import Absence, Recruitment
from lintel.oversight.demand.calibration.recruiting import on_their_way
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.gathering import Reader
from lintel.oversight.performance.queries import cases, reading
from lintel.oversight.performance.tests.builders import Service, user

pytestmark = pytest.mark.django_db
SUNDAY = date(2026, 9, 27)
SIGNED, STARTED, FIRST_CASE = date(2026, 3, 2), date(2026, 5, 25), date(2026, 6, 8)


@pytest.fixture
def service():
    return Service(data_until=SUNDAY)


@pytest.fixture
def north(service):
    return service.team("Duty North")


def filled(service, team, *, case_on=FIRST_CASE, signed_on=SIGNED, starts_on=STARTED, **row):
    """A post signed for in March whose holder starts in May and, unless said otherwise, takes a case in June."""
    post = service.post(team, signed_on, **row)
    worker = service.worker(f"Holder of {post.pk}", team, starts_on, post=post)
    if case_on is not None:
        service.involvement(service.referral(case_on, team=team), worker, case_on, team=team)
    return post, worker


def read(viewer=None, as_at=SUNDAY):
    return reading("K40", viewer=viewer or user(Role.HEAD_OF_SERVICE), as_at=as_at)


@pytest.mark.finding("S5")
def test_the_clock_runs_from_the_requisition_to_the_first_case(service, north):
    filled(service, north)

    found = read()

    assert found.numerator == 1
    assert found.spread.median == 14
    assert [case.label for case in cases("K40", viewer=user(Role.HEAD_OF_SERVICE), as_at=SUNDAY)] == [
        "Social worker: first case 14.0 weeks after it was signed for"
    ]


def test_a_post_without_a_funding_line_does_not_count(service, north):
    filled(service, north)
    filled(service, north, funding_line="", case_on=date(2026, 6, 1))

    found = read()

    assert found.numerator == 1
    assert "1 signed for without a funding line are not counted." in found.note


def test_somebody_who_started_and_holds_no_case_has_not_filled_it_yet(service, north):
    filled(service, north)
    filled(service, north, case_on=None)
    service.post(north, SIGNED)

    assert read().numerator == 1


def test_children_brought_along_are_theirs_from_the_first_day(service, north):
    _, worker = filled(service, north, case_on=None)
    service.involvement(service.referral(date(2026, 1, 5), team=north), worker, date(2026, 1, 6), team=north)

    assert read().spread.median == 12


def test_a_case_that_had_closed_before_they_came_is_not_their_first_here(service, north):
    _, worker = filled(service, north)
    over = service.referral(date(2026, 1, 5), team=north, closed_on=date(2026, 4, 1))
    service.involvement(over, worker, date(2026, 1, 6), team=north)

    assert read().spread.median == 14


def test_a_post_filled_twice_counts_twice(service, north):
    post, worker = filled(service, north, signed_on=date(2026, 8, 3), starts_on=date(2026, 8, 31), case_on=None)
    service.involvement(service.referral(SUNDAY, team=north), worker, date(2026, 9, 7), team=north)
    first = service.worker("First holder", north, STARTED, post=post, leaves_on=date(2026, 8, 1))
    service.involvement(service.referral(FIRST_CASE, team=north), first, FIRST_CASE, team=north)
    Recruitment.objects.create(
        screen="test", key="first", post=post, signed_on=SIGNED, appointment=first.appointments.get()
    )

    listed = cases("K40", viewer=user(Role.HEAD_OF_SERVICE), as_at=SUNDAY)

    assert sorted((case.on, case.value) for case in listed) == [(FIRST_CASE, 14.0), (date(2026, 9, 7), 5.0)]


@pytest.mark.finding("S4")
def test_what_is_funded_stands_beside_who_is_at_work(service, north):
    _, away = filled(service, north)
    filled(service, north, case_on=date(2026, 6, 1))
    service.post(north)
    service.post(north, funding_line="")
    service.post(north, closes_on=SUNDAY)
    service.one(Absence, worker=away, starts_on=SUNDAY)

    assert read().also == (
        ("Funded full-time equivalents that hold cases", "3"), ("Case-holding full-time equivalents at work", "1"),
        ("Funded, less at work", "2"),
    )  # fmt: skip


def test_a_planner_reads_it_although_they_see_no_child(service, north):
    filled(service, north)
    planner = user(Role.PLANNER)

    found = read(viewer=planner)

    assert (found.state, found.numerator) == (State.KNOWN, 1)
    assert found.also
    with pytest.raises(NotAllowed):
        cases("K40", viewer=planner, as_at=SUNDAY)


def test_a_team_manager_reads_their_own_teams(service, north):
    south = service.team("Duty South")
    filled(service, north)
    manager = user(Role.TEAM_MANAGER, team=south)

    assert read(viewer=manager).state is State.NOT_IN_DATA


def test_without_requisitions_it_is_not_said(service, north):
    service.post(north)

    assert read().why == "Not in your data yet: nobody has written down when a post was signed for."


@pytest.mark.finding("S5")
def test_a_post_without_a_funding_line_is_in_no_forecast_of_capacity(service, north):
    """Of two posts signed for on one day, only the one with a funding line is on its way, as the forecast reads it."""
    funded, not_funded = service.post(north, SIGNED), service.post(north, SIGNED, funding_line="")
    viewer = user(Role.HEAD_OF_SERVICE)

    fillings = Reader(viewer, SUNDAY).fillings()
    coming = on_their_way(fillings, on=SUNDAY, half_filled_after_days=84)

    assert {each.post_id: each.is_funded for each in fillings} == {funded.pk: True, not_funded.pk: False}
    assert coming == {(north.pk, 4): 1}


def test_agreements_and_what_fell_through_are_read_with_the_post(service, north):
    post = service.post(north, SIGNED)
    fell = SIGNED + timedelta(days=30)
    said = {"screen": "test", "post": post, "signed_on": SIGNED, "offered_on": SIGNED, "offer_accepted_on": SIGNED}
    Recruitment.objects.create(
        key="1", **said, starts_on=STARTED, start_agreed_on=SIGNED, fell_through_on=fell,
        fell_through_because="Moved away.",
    )  # fmt: skip
    Recruitment.objects.create(key="2", **said, starts_on=SUNDAY, start_agreed_on=FIRST_CASE)

    (found,) = Reader(user(Role.HEAD_OF_SERVICE), SUNDAY).fillings()

    assert found.agreed == ((SIGNED, STARTED, fell), (FIRST_CASE, SUNDAY, None))
    assert found.fell_through == (fell,)
