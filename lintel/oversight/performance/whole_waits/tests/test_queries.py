"""Where the days of a cohort went: the same children as K112, and nothing lost between their bars and the sum."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.journey.whole_wait.codes import Waited
from lintel.oversight.performance import queries
from lintel.oversight.performance.cases import Filters, Period
from lintel.oversight.performance.csv_files import csv_of_whole_waits
from lintel.oversight.performance.tests.builders import Service, many_weeks, user
from lintel.oversight.performance.whole_waits import queries as whole_waits
from lintel.oversight.performance.whole_waits.queries import CHANGES_PARTS, the_days_added_up, where_the_days_went
from lintel.oversight.performance.whole_waits.rules import minutes_of
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.visits.models import Visit
from tests.trace import finding

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 25)
SEPTEMBER = Period(date(2026, 9, 1), FRIDAY)
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
DAY = 24 * 60


@pytest.fixture
def service() -> Service:
    service = Service(data_until=FRIDAY)
    service.contact(date(2026, 1, 5))  # so that contacts have been known for long enough
    return service


def asked(role: Role = Role.HEAD_OF_SERVICE, *, as_at: date = FRIDAY, period: Period | None = SEPTEMBER, **filters):
    return where_the_days_went(viewer=user(role), as_at=as_at, now=NOW, period=period, filters=Filters(**filters))


def helped(service, *, source: str = "6", team=None, knocked: int = 1, began: int = 7, seen: int = 9, child=None):
    """A child told of, decided the next day, given to a worker and seen, by days of September."""
    child = child or service.child()
    team = team or service.team(f"Team {next(service.numbers)}")
    decided = date(2026, 9, knocked + 1)
    [contact] = service.contact(
        date(2026, 9, knocked), [child], outcome="referral", decided_on=decided, source=source
    )  # fmt: skip
    referral = service.referral(decided, child, child_contact=contact, team=team, source=source)
    service.involvement(referral, service.worker("Olive Otter", team), date(2026, 9, began), team=team)
    service.one(Visit, child=child, visited_on=date(2026, 9, seen), child_seen=True)
    return child


def days(answer):
    return {line.waited: line.minutes / DAY for line in answer.sum.lines}


@finding("S12", screen="/where-the-days-went/")
def test_the_days_of_two_children_stand_where_they_went(service):
    helped(service)
    helped(service, knocked=3, began=4, seen=6)

    answer = asked()

    assert days(answer) == {Waited.DECISION: 2, Waited.WORKER: 5, Waited.FIRST_CONTACT: 4}
    assert answer.sum.minutes == 11 * DAY


@finding("S12", "S32")
def test_the_cohort_is_k112s_and_its_days_are_k112s():
    many_weeks(weeks=20, a_week=3, seed=3)
    as_at = date(2026, 9, 27)
    answer = asked(as_at=as_at, period=None)

    cases = queries.cases("K112", viewer=user(Role.HEAD_OF_SERVICE), as_at=as_at)
    assert len(answer.counted) == len(cases) == answer.reading.denominator > 20
    assert [each.wait.days_from_knock_to_help for each in answer.counted] == [
        each.case.value for each in answer.counted
    ]


def test_what_every_child_waited_adds_up_to_the_cohort_part_by_part():
    many_weeks(weeks=20, a_week=3, seed=3)

    answer = asked(as_at=date(2026, 9, 27), period=None)

    assert answer.sum.minutes == sum(line.minutes for line in answer.sum.lines)
    for line in answer.sum.lines:
        behind = answer.of(line.waited)
        assert len(behind) == line.waits
        assert sum(minutes_of(each.wait)[line.waited] for each in behind) == line.minutes
    assert len(answer.sum.lines) > 3


@finding("S32", screen="/where-the-days-went/?source=Police")
def test_narrowed_to_what_the_police_told_it_is_theirs_alone(service):
    helped(service, source="6")
    helped(service, source="1A")

    assert asked(source_group="Police").sum.waits == 1


@finding("S8", screen="/where-the-days-went/")
def test_a_team_sees_the_waits_of_its_own_episodes(service):
    north = service.team("North")
    helped(service, team=north, began=7)
    helped(service, began=3)

    answer = asked(team_id=north.pk)

    assert answer.sum.waits == 1
    assert days(answer)[Waited.WORKER] == 5


def test_help_without_an_episode_belongs_to_no_team(service):
    child = service.child()
    service.contact(date(2026, 9, 1), [child], outcome="early_help")
    service.one(EarlyHelpEpisode, child=child, started_on=date(2026, 9, 5))

    assert asked().sum.waits == 1
    assert asked(team_id=service.team("North").pk).sum.waits == 0


def test_narrowed_to_an_age_it_is_the_children_of_that_age(service):
    helped(service, child=service.child(date(2025, 9, 9)))
    helped(service, child=service.child(date(2012, 9, 9)))

    assert asked().sum.waits == 2
    assert sum(asked(age_band=band).sum.waits for band in {each.case.age_band for each in asked().counted}) == 2
    assert asked(age_band=asked().counted[0].case.age_band).sum.waits == 1


def test_where_the_records_do_not_say_it_the_reason_is_given_and_nothing_is_added_up(service):
    service.contact(date(2026, 9, 1))

    answer = asked()

    assert not answer.reading.is_known
    assert "cannot be told" in answer.reading.why
    assert answer.sum.lines == ()


def test_the_planner_has_the_sum_and_no_childs_wait(service):
    for _ in range(6):
        helped(service)

    answer = asked(Role.PLANNER)

    assert answer.counted == ()
    assert answer.sum.minutes == 6 * 8 * DAY


def test_the_planner_is_told_nothing_of_a_few_children(service):
    for _ in range(3):
        helped(service)

    assert asked(Role.PLANNER).sum.lines == ()
    assert not asked(Role.PLANNER).reading.is_known


def test_who_may_see_no_numbers_is_refused(service):
    with pytest.raises(NotAllowed):
        asked(Role.SYSTEM_ADMINISTRATOR)


def test_a_team_manager_without_a_reason_to_see_anybody_counts_nobody(service):
    helped(service)
    stranger = user(Role.TEAM_MANAGER, team=service.team("Elsewhere"))

    answer = where_the_days_went(viewer=stranger, as_at=FRIDAY, now=NOW, period=SEPTEMBER)

    assert answer.sum.waits == 0


def test_more_children_cost_no_more_queries(service, django_assert_max_num_queries, django_assert_num_queries):
    helped(service)
    asked()
    with django_assert_max_num_queries(60) as few:
        asked(period=Period(SEPTEMBER.start, FRIDAY - timedelta(days=1)))
    for _ in range(5):
        helped(service)
    with django_assert_num_queries(len(few)):
        asked(period=Period(SEPTEMBER.start, FRIDAY - timedelta(days=2)))


def test_the_sum_is_worked_out_once_until_something_is_written(service, settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    helped(service)
    worked_out, stories_of = [], whole_waits.stories_of
    monkeypatch.setattr(whole_waits, "stories_of", lambda found: worked_out.append(1) or stories_of(found))
    head = user(Role.HEAD_OF_SERVICE)

    def added_up(viewer=head):
        return the_days_added_up(viewer=viewer, as_at=FRIDAY, now=NOW, period=SEPTEMBER)

    first = added_up()
    assert (first.sum, first.counted) == (asked().sum, ())
    worked_out.clear()
    assert added_up() == first
    assert worked_out == []
    stranger = user(Role.TEAM_MANAGER, team=service.team("Elsewhere"))
    assert added_up(stranger).sum.waits == 0
    helped(service)
    assert added_up().sum.waits == 2


@pytest.mark.parametrize("act", CHANGES_PARTS)
def test_an_act_that_changes_a_part_and_no_number_has_it_worked_out_anew(service, settings, monkeypatch, act):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    worked_out, went = [], whole_waits.where_the_days_went
    monkeypatch.setattr(whole_waits, "where_the_days_went", lambda **more: worked_out.append(1) or went(**more))
    head = user(Role.HEAD_OF_SERVICE)
    for _ in range(2):
        the_days_added_up(viewer=head, as_at=FRIDAY, now=NOW, period=SEPTEMBER)

    note(act, by=head, at=NOW)
    the_days_added_up(viewer=head, as_at=FRIDAY, now=NOW, period=SEPTEMBER)

    assert len(worked_out) == 2


def test_who_may_see_no_numbers_is_refused_the_sum_though_it_is_kept(service):
    with pytest.raises(NotAllowed):
        the_days_added_up(viewer=user(Role.SYSTEM_ADMINISTRATOR), as_at=FRIDAY, now=NOW, period=SEPTEMBER)


def test_the_file_has_a_line_for_each_wait_whose_minutes_add_up(service):
    helped(service)
    answer = asked()

    head, first = [
        line.split(",") for line in csv_of_whole_waits(answer.reading, answer.counted).splitlines()
        if not line.startswith(("#", '"#'))
    ]  # fmt: skip

    whole = head.index("Minutes in all")
    assert int(first[whole]) == sum(map(int, first[-len(Waited) :])) == 8 * DAY
