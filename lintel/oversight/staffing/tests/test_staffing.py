"""How the workforce stood on any day, worked out from dates alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.codes import Stage
from lintel.foundation.workforce.models import Absence, Recruitment
from lintel.oversight.performance.cases import Filters
from lintel.oversight.performance.queries import reading
from lintel.oversight.performance.tests.builders import Service, user
from lintel.oversight.staffing.queries import (
    case_holding_posts,
    establishment,
    one_post,
    people,
    pipeline,
    spans,
    times_here,
    whole_times,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 27)
SIGNED = date(2026, 3, 2)


@pytest.fixture
def service():
    return Service(data_until=TODAY)


@pytest.fixture
def north(service):
    return service.team("Duty North")


@pytest.fixture
def head():
    return user(Role.HEAD_OF_SERVICE)


def search(post, number=1, **said):
    return Recruitment.objects.create(
        screen="test", key=f"{post.pk}/{number}", post=post, **{"signed_on": post.requisition_signed_on, **said}
    )


def stage_of(post, viewer, on=TODAY):
    return one_post(post.pk, viewer=viewer, on=on)[1].stage


@pytest.mark.finding("S4")
def test_the_numbers_of_a_team_on_a_day(service, north, head):
    held, empty = service.post(north), service.post(north, fte=Decimal("0.6"))
    service.post(north, funding_line="")
    service.worker("Wren", north, post=held)
    away = service.worker("Finch", north, basis="agency", fte=Decimal("0.5"))
    service.one(Absence, worker=away, starts_on=TODAY - timedelta(days=3))

    (line,) = establishment(viewer=head, on=TODAY).lines

    assert (line.funded, line.filled, line.not_funded) == (1.6, 1.0, 1.0)
    assert (line.in_post, line.at_work, line.agency) == (1.5, 1.0, 0.5)
    assert line.gap == pytest.approx(0.6)
    assert empty.pk in {way.post_id for way in case_holding_posts(viewer=head, on=TODAY)}


@pytest.mark.finding("S4")
def test_any_day_can_be_looked_at_again(service, north, head):
    """Somebody starts, is away and leaves: each day says what it said then, whatever was written since."""
    wren = service.worker("Wren", north, date(2026, 2, 2), leaves_on=date(2026, 9, 1))
    service.worker("Finch", north, date(2026, 5, 4), fte=Decimal("0.5"))
    service.one(Absence, worker=wren, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 15))

    days = [date(2026, 2, 1), date(2026, 2, 2), date(2026, 5, 4), date(2026, 6, 1), date(2026, 6, 15), date(2026, 9, 1)]

    assert [establishment(viewer=head, on=day).whole.at_work for day in days] == [0.0, 1.0, 1.5, 0.5, 1.5, 0.5]


@pytest.mark.finding("L2")
def test_a_team_that_is_mostly_agency_is_pointed_out_and_agrees_with_k39(service, north, head):
    service.worker("Wren", north, basis="agency")
    service.worker("Finch", north, fte=Decimal("0.5"))
    service.worker("Robin", service.team("Duty South"))

    found = establishment(viewer=head, on=TODAY)

    assert [line.name for line in found.mostly_agency] == ["Duty North"]
    said = reading("K39", viewer=head, as_at=TODAY, filters=Filters(team_id=north.pk))
    assert found.mostly_agency[0].agency_share == pytest.approx(said.value)


def test_funded_less_at_work_agrees_with_k40(service, north, head):
    post = service.post(north, SIGNED)
    worker = service.worker("Wren", north, date(2026, 5, 4), post=post)
    service.post(north)
    service.involvement(service.referral(date(2026, 5, 5), team=north), worker, date(2026, 5, 6), team=north)

    said = dict(reading("K40", viewer=head, as_at=TODAY).also)

    assert said["Funded, less at work"] == f"{establishment(viewer=head, on=TODAY).whole.gap:g}" == "1"


@pytest.mark.finding("L1")
def test_a_supervisor_over_the_span_is_pointed_out_and_nobody_is_ranked(service, north, head):
    boss, other = service.worker("Zadie Otter", north), service.worker("Alan Otter", north)
    for number in range(8):
        service.worker(f"Worker {number}", north, supervisor=boss)
    held = service.worker("Wren", north, supervisor=other)
    service.involvement(service.referral(SIGNED, team=north), held, SIGNED, team=north)

    found = spans(viewer=head, on=TODAY)

    assert [(span.supervisor, span.workers, span.children, span.is_over) for span in found] == [
        ("Alan Otter", 1, 1, False), ("Zadie Otter", 8, 0, True),
    ]  # fmt: skip
    assert max(span.children for span in found) == reading("K38", viewer=head, as_at=TODAY).spread.maximum


def test_a_planner_reads_no_span_that_could_point_at_a_child(service, north):
    boss = service.worker("Alan Otter", north)
    held = service.worker("Wren", north, supervisor=boss)
    service.involvement(service.referral(SIGNED, team=north), held, SIGNED, team=north)

    (span,) = spans(viewer=user(Role.PLANNER), on=TODAY)

    assert (span.workers, span.children) == (1, None)


def test_a_post_walks_through_every_stage_as_days_pass(service, north, head):
    post = service.post(north, SIGNED, opens_on=date(2026, 2, 2))
    worker = service.worker("Wren", north, date(2026, 6, 1), post=post)
    search(
        post, offered_on=date(2026, 4, 1), offer_accepted_on=date(2026, 4, 8), checks_done_on=date(2026, 5, 20),
        starts_on=date(2026, 6, 1), start_agreed_on=date(2026, 5, 20), appointment=worker.appointments.get(),
    )  # fmt: skip
    service.involvement(service.referral(date(2026, 6, 2), team=north), worker, date(2026, 6, 8), team=north)

    walked = {
        date(2026, 2, 10): Stage.VACANCY, date(2026, 3, 2): Stage.REQUISITION, date(2026, 4, 1): Stage.OFFER,
        date(2026, 4, 8): Stage.CHECKS, date(2026, 5, 20): Stage.START, date(2026, 6, 1): Stage.STARTED,
        date(2026, 6, 8): Stage.CASE_HOLDING,
    }  # fmt: skip
    assert {day: stage_of(post, head, day) for day in walked} == walked
    assert [way.stage for way in pipeline(viewer=head, on=date(2026, 5, 20))] == [Stage.START]
    assert pipeline(viewer=head, on=date(2026, 6, 8)) == []


def test_what_fell_through_begins_again_and_says_so(service, north, head):
    post = service.post(north, SIGNED)
    fell = date(2026, 6, 1)
    search(post, offered_on=date(2026, 4, 1), fell_through_on=fell, fell_through_because="Moved away.")
    search(post, 2)

    before, after = (one_post(post.pk, viewer=head, on=day)[1] for day in (date(2026, 5, 31), TODAY))

    assert (before.stage, before.times_fallen_through) == (Stage.OFFER, 0)
    assert (after.stage, after.since, after.times_fallen_through) == (Stage.REQUISITION, fell, 1)
    assert after.days_in_stage == (TODAY - fell).days


def test_a_post_whose_holder_left_is_empty_from_that_day(service, north, head):
    post = service.post(north, SIGNED)
    service.worker("Wren", north, date(2026, 5, 4), post=post, leaves_on=date(2026, 9, 1))

    (way,) = pipeline(viewer=head, on=TODAY)

    assert (way.stage, way.since, way.holder) == (Stage.VACANCY, date(2026, 9, 1), "")


def test_a_post_signed_for_before_its_holder_has_left_is_on_its_way(service, north, head):
    post = service.post(north, SIGNED)
    service.worker("Wren", north, date(2024, 5, 6), post=post, leaves_on=date(2026, 12, 1))

    (way,) = pipeline(viewer=head, on=TODAY)

    assert (way.stage, way.holder) == (Stage.REQUISITION, "Wren")


def test_somebody_in_a_post_nobody_signed_for_is_not_on_their_way(service, north, head):
    service.worker("Wren", north, date(2024, 5, 6), post=service.post(north))

    assert pipeline(viewer=head, on=TODAY) == []


def test_the_times_of_each_stage_are_this_authoritys_own(service, north, head):
    for number in range(5):
        post = service.post(north, SIGNED)
        search(post, offered_on=SIGNED + timedelta(days=20 + number), offer_accepted_on=SIGNED + timedelta(days=30))

    times = times_here(viewer=head, on=TODAY)

    assert (times[Stage.REQUISITION].posts, times[Stage.REQUISITION].half_within) == (5, 22)
    assert times[Stage.REQUISITION].nine_in_ten_within == 24
    assert times[Stage.CHECKS].half_within is None
    assert times_here(viewer=head, on=SIGNED)[Stage.REQUISITION].posts == 0


def test_a_post_longer_in_its_stage_than_nine_in_ten_is_pointed_out(service, north, head):
    for number in range(5):
        search(service.post(north, SIGNED), offered_on=SIGNED + timedelta(days=20 + number))
    late, fresh = service.post(north, date(2026, 6, 1)), service.post(north, date(2026, 9, 21))

    ways = {way.post_id: way for way in pipeline(viewer=head, on=TODAY)}

    assert ways[late.pk].is_slow
    assert not ways[fresh.pk].is_slow
    assert ways[fresh.pk].usually_by == date(2026, 10, 13)


def test_an_agreed_start_that_passed_with_nobody_there_is_pointed_out(service, north, head):
    post = service.post(north, SIGNED)
    search(
        post, offered_on=SIGNED, offer_accepted_on=SIGNED, checks_done_on=SIGNED, starts_on=date(2026, 9, 21),
        start_agreed_on=SIGNED,
    )  # fmt: skip

    (way,) = pipeline(viewer=head, on=TODAY)

    assert way.is_slow
    assert not one_post(post.pk, viewer=head, on=date(2026, 9, 20))[1].is_slow


def test_from_the_requisition_to_the_first_day_and_the_first_case(service, north, head):
    for number in range(5):
        post = service.post(north, SIGNED)
        worker = service.worker(f"Wren {number}", north, SIGNED + timedelta(days=70 + number), post=post)
        taken = SIGNED + timedelta(days=80)
        service.involvement(service.referral(taken, team=north), worker, taken, team=north)

    to_start, to_case = whole_times(viewer=head, on=TODAY)

    assert (to_start.posts, to_start.half_within, to_case.half_within) == (5, 72, 80)


def test_those_who_answer_for_a_line_see_that_line_and_nobody_else_a_thing(service, north, head):
    south = service.team("Duty South")
    boss = service.worker("Alan Otter", south)
    service.worker("Wren", south, supervisor=boss)
    post = service.post(south, SIGNED)
    service.worker("Finch", north)
    tom, other = user(Role.TEAM_MANAGER, team=north), user(Role.SOCIAL_WORKER, email="sw@ravenshire.example")

    assert [line.name for line in establishment(viewer=tom, on=TODAY).lines] == ["Duty North"]
    assert pipeline(viewer=tom, on=TODAY) == []
    assert spans(viewer=tom, on=TODAY) == []
    assert [who.appointment.worker.name for who in people(viewer=tom, on=TODAY)] == ["Finch"]
    assert one_post(post.pk, viewer=tom, on=TODAY) is None
    assert len(pipeline(viewer=head, on=TODAY)) == 1
    for asked in (establishment, pipeline, spans, people, times_here, case_holding_posts):
        with pytest.raises(NotAllowed):
            asked(viewer=other, on=TODAY)
