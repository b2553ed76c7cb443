"""Who sees which numbers, and that a kept answer never reaches somebody who may see other children."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from lintel.foundation.access.models import Exclusion, ReasonToSee, Restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Filters, Period
from lintel.oversight.performance.keeping import state_of_the_record
from lintel.oversight.performance.tests.builders import NOW, Service, many_weeks, user

MONDAY, SUNDAY = date(2026, 9, 21), date(2026, 9, 27)
WEEK = Period(MONDAY, SUNDAY)


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def contacts_seen_by(viewer) -> float | None:
    return queries.reading("K01", viewer=viewer, as_at=SUNDAY, period=WEEK).numerator


@pytest.fixture
def service(db) -> Service:
    service = Service(data_until=SUNDAY)
    service.children = [service.child() for _ in range(12)]
    for child in service.children:
        service.contact(MONDAY, [child], outcome="referral")
    return service


def test_a_head_of_service_counts_every_child(service):
    assert contacts_seen_by(user(Role.HEAD_OF_SERVICE)) == 12


def test_an_excluded_child_is_missing_from_the_number_and_from_the_list(service):
    head = user(Role.HEAD_OF_SERVICE)
    assert contacts_seen_by(head) == 12

    Exclusion.objects.create(
        child=service.children[0], user=head, reason="Her niece", made_at=NOW, made_by=service.analyst
    )

    listed = queries.cases("K01", viewer=head, as_at=SUNDAY, period=WEEK)
    assert contacts_seen_by(head) == 11
    assert service.children[0].pk not in {case.child_id for case in listed}


def test_somebody_elses_exclusion_changes_nothing_for_others(service):
    head, inspector = user(Role.HEAD_OF_SERVICE), user(Role.INSPECTOR)
    Exclusion.objects.create(
        child=service.children[0], user=head, reason="Her niece", made_at=NOW, made_by=service.analyst
    )

    assert contacts_seen_by(head) == 11
    assert contacts_seen_by(inspector) == 12
    assert contacts_seen_by(head) == 11


def test_a_restriction_takes_effect_on_answers_that_were_kept(service):
    head, inspector = user(Role.HEAD_OF_SERVICE), user(Role.INSPECTOR)
    assert contacts_seen_by(inspector) == 12

    restriction = Restriction.objects.create(
        child=service.children[0], reason="Known family", opened_at=NOW, opened_by=head, opened_with=service.analyst
    )
    restriction.named.add(head)

    assert contacts_seen_by(inspector) == 11
    assert contacts_seen_by(head) == 12


def test_a_social_worker_counts_only_their_own_children(service):
    team = service.team("Duty North")
    worker = service.worker("Wren", team)
    ReasonToSee.objects.create(
        child=service.children[3], worker=worker, basis="involvement", key="wren-3", begins_on=MONDAY
    )

    assert contacts_seen_by(user(Role.SOCIAL_WORKER, worker=worker)) == 1


def test_two_social_workers_never_share_a_kept_answer(service):
    team = service.team("Duty North")
    wren, finch = service.worker("Wren", team), service.worker("Finch", team)
    for i, worker in enumerate((wren, wren, finch)):
        ReasonToSee.objects.create(
            child=service.children[i], worker=worker, basis="involvement", key=f"reason-{i}", begins_on=MONDAY
        )
    first = user(Role.SOCIAL_WORKER, email="wren@ravenshire.example", worker=wren)
    second = user(Role.SOCIAL_WORKER, email="finch@ravenshire.example", worker=finch)

    assert [contacts_seen_by(first), contacts_seen_by(second), contacts_seen_by(first)] == [2, 1, 2]


def test_a_worker_sees_no_colleagues_caseload(db):
    service = Service(data_until=SUNDAY)
    team = service.team("Duty North")
    wren, finch = service.worker("Wren", team), service.worker("Finch", team)
    for worker in (wren, finch):
        referral = service.referral(MONDAY)
        service.involvement(referral, worker, MONDAY)
        ReasonToSee.objects.create(
            child=referral.child, worker=worker, basis="involvement", key=worker.name, begins_on=MONDAY
        )

    listed = queries.cases("K35", viewer=user(Role.SOCIAL_WORKER, worker=wren), as_at=SUNDAY)

    assert [case.label for case in listed] == ["Wren: 1 child"]


def test_the_same_viewers_answer_is_kept(service, django_assert_max_num_queries):
    head = user(Role.HEAD_OF_SERVICE)
    queries.tiles(viewer=head, as_at=SUNDAY)

    with django_assert_max_num_queries(8):
        queries.tiles(viewer=head, as_at=SUNDAY)


def test_newly_loaded_records_are_counted_at_once(service):
    head = user(Role.HEAD_OF_SERVICE)
    assert contacts_seen_by(head) == 12

    service.contact(SUNDAY)

    assert contacts_seen_by(head) == 13


def test_those_without_the_permission_are_refused(service):
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.INFORMATION_GOVERNANCE):
        with pytest.raises(NotAllowed):
            contacts_seen_by(user(role))


def test_a_planner_sees_numbers_of_the_service_and_no_list(service):
    planner = user(Role.PLANNER)

    assert contacts_seen_by(planner) == 12
    with pytest.raises(NotAllowed):
        queries.cases("K01", viewer=planner, as_at=SUNDAY, period=WEEK)


def test_a_planner_sees_no_count_under_five(service):
    planner = user(Role.PLANNER)
    for _ in range(4):
        service.contact(MONDAY - timedelta(days=7))

    found = queries.reading("K01", viewer=planner, as_at=SUNDAY, period=Period.week_of(date(2026, 9, 14)))

    assert (found.state, found.numerator, found.shown) == (State.HIDDEN, None, "fewer than 5")
    assert [point.is_hidden for point in queries.series("K01", viewer=planner, as_at=SUNDAY).points] == [True, False]
    assert queries.series("K01", viewer=planner, as_at=SUNDAY).points[0].value is None


def test_a_planner_sees_no_remainder_under_five(service):
    """11 of 12 would tell of the one."""
    service.contact(MONDAY, outcome="no_further_action")

    found = queries.reading("K06", viewer=user(Role.PLANNER), as_at=SUNDAY, period=WEEK)

    assert found.state is State.HIDDEN


def test_a_planner_cannot_narrow_a_number_until_it_tells(service):
    found = queries.reading(
        "K01", viewer=user(Role.PLANNER), as_at=SUNDAY, period=WEEK, filters=Filters(source_group="Police")
    )

    assert found.filters == Filters()
    assert found.numerator == 12


@pytest.mark.slow
def test_ten_tiles_cost_few_queries(db, django_assert_max_num_queries):
    many_weeks(weeks=20)

    with django_assert_max_num_queries(35):
        found = queries.tiles(viewer=user(Role.HEAD_OF_SERVICE), as_at=SUNDAY)

    assert len(found) == 10


def test_a_database_laid_anew_finds_no_answer_of_the_one_before(service):
    """Its entries count from one again, so that only when each was written tells the two apart."""
    before = state_of_the_record()
    newest = Entry.objects.latest("pk")
    again = Entry(pk=newest.pk, at=newest.at, act=newest.act, by=newest.by, details=newest.details)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the log lets nobody take an entry away
        cursor.execute("DELETE FROM audit_log_entry WHERE id = %s", [newest.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    again.save(force_insert=True)

    after = state_of_the_record()
    assert [pk for pk, _ in after] == [pk for pk, _ in before]
    assert after != before
