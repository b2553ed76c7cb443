"""In Ravenshire posts stand in every stage, and earlier ones were filled step by step."""

import pytest

from lintel.foundation.access.actions import service_account
from lintel.foundation.access.models import User
from lintel.foundation.workforce.codes import Stage
from lintel.foundation.workforce.models import ProtectedTime, Recruitment, Worker
from lintel.foundation.workforce.recruiting.paths import path_of_search
from lintel.foundation.workforce.recruiting.rules import not_written_down, out_of_order
from lintel.oversight.demand.calibration.recruiting import on_their_way
from lintel.oversight.performance.gathering import Reader
from lintel.oversight.performance.queries import reading
from lintel.oversight.staffing.queries import establishment, pipeline, spans, times_here, whole_times
from tests.cast import NOW
from tests.ravenshire import UNTIL

pytestmark = pytest.mark.slow


@pytest.fixture
def planner(ravenshire) -> User:
    return User.objects.get(role_grants__role="planner")


def test_there_is_a_post_in_every_stage_and_one_without_funding(planner):
    ways = pipeline(viewer=planner, on=UNTIL)

    assert {way.stage for way in ways} == set(Stage) - {Stage.CASE_HOLDING}
    assert any(not way.is_funded for way in ways)
    assert any(way.times_fallen_through for way in ways)


def test_one_assessment_team_has_three_agency_workers_today(planner):
    lines = establishment(viewer=planner, on=UNTIL).lines

    assert {line.name: line.agency for line in lines if line.agency and "safeguarding" not in line.name} == {
        "Dalefoot duty": 3
    }


def test_some_posts_took_much_longer_to_fill_than_half_of_them(planner):
    to_start, _ = whole_times(viewer=planner, on=UNTIL)

    assert to_start.half_within + 14 <= to_start.nine_in_ten_within


def test_all_dates_are_in_order_and_those_who_started_skipped_nothing(ravenshire):
    searches = list(Recruitment.objects.select_related("appointment"))

    assert len(searches) > 10
    assert [search for search in searches if out_of_order(path_of_search(search))] == []
    assert [search for search in searches if search.appointment and not_written_down(path_of_search(search))] == []


def test_the_council_has_lead_times_of_its_own(planner):
    times = times_here(viewer=planner, on=UNTIL)

    assert all(times[stage].half_within for stage in (Stage.REQUISITION, Stage.OFFER, Stage.CHECKS, Stage.START))
    assert reading("K40", viewer=planner, as_at=UNTIL).numerator > 0


def test_agreed_starts_are_in_the_forecast_and_posts_without_funding_are_not(ravenshire):
    fillings = Reader(service_account(at=NOW), UNTIL).fillings()

    coming = on_their_way(fillings, on=UNTIL, half_filled_after_days=84)

    assert {2, 5} <= {week for _, week in coming}
    not_funded = [each for each in fillings if not each.is_funded and each.filled_on is None]
    assert not_funded
    assert sum(coming.values()) == sum(each.filled_on is None and each.is_funded for each in fillings)


def test_some_hours_are_protected_and_some_workers_speak_another_language(ravenshire, planner):
    assert ProtectedTime.objects.in_force(UNTIL).exists()
    assert Worker.objects.exclude(languages=[]).exists()
    assert spans(viewer=planner, on=UNTIL)
