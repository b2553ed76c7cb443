"""The picture of the letter as the indicators show it, read from the whole council's record."""

from datetime import date, timedelta

import pytest

from lintel.demo.staff import AGENCY_TEAMS
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.models import Team
from lintel.oversight.performance.cases import Filters, Period
from lintel.oversight.performance.queries import reading, series

pytestmark = pytest.mark.slow


@pytest.fixture
def head_of_service(whole_ravenshire) -> User:
    return User.objects.get(role_grants__role=Role.HEAD_OF_SERVICE)


@pytest.fixture
def week_ends(whole_ravenshire):
    """The Sunday of a week counted from the change; week 0 is the first."""

    def sunday(week: int) -> date:
        return whole_ravenshire.council.story.changed_on + timedelta(days=7 * week + 6)

    return sunday


@pytest.mark.finding("S22")
def test_the_conversion_chart_signals_by_week_four_and_names_the_change(head_of_service, week_ends):
    chart = series("K06", viewer=head_of_service, as_at=week_ends(12))

    signals = [point.week.end for point in chart.points if point.signals and point.week.end >= week_ends(0)]
    assert signals[0] <= week_ends(3)
    assert "New wording of the threshold document" in " ".join(change.what for change in chart.changes_shown)
    calm = [point for point in chart.points if point.week.end < week_ends(0)]
    assert len([point for point in calm if point.signals]) <= 4


@pytest.mark.finding("S22")
def test_conversion_reads_30_and_then_70_per_cent(head_of_service, week_ends):
    def conversion(week):
        return reading("K06", viewer=head_of_service, as_at=week_ends(week), period=Period.weeks_to(week_ends(week), 4))

    assert conversion(-2).value == pytest.approx(0.30, abs=0.04)
    assert conversion(29).value == pytest.approx(0.70, abs=0.05)


@pytest.mark.finding("S3")
def test_children_wait_for_three_months(head_of_service, week_ends):
    waiting = {
        week: reading("K30", viewer=head_of_service, as_at=week_ends(week)).numerator for week in (-4, 7, 11, 18, 40)
    }

    assert all(waiting[week] > 50 for week in (7, 11, 18))
    assert all(waiting[week] < 50 for week in (-4, 40))


@pytest.mark.finding("S34")
def test_caseloads_reach_40(head_of_service, week_ends):
    caseload = reading("K35", viewer=head_of_service, as_at=week_ends(10))

    assert 38 <= caseload.spread.maximum <= 42


@pytest.mark.finding("L2")
def test_two_teams_are_all_agency(head_of_service, week_ends):
    for name in AGENCY_TEAMS:
        team = Filters(team_id=Team.objects.get(name=name).pk)
        assert reading("K39", viewer=head_of_service, as_at=week_ends(24), filters=team).value == 1


def test_a_year_later_it_has_recovered(head_of_service, week_ends):
    now = week_ends(74)

    assert reading("K30", viewer=head_of_service, as_at=now).numerator < 50
    assert reading("K35", viewer=head_of_service, as_at=now).spread.maximum <= 36
    assert reading("K06", viewer=head_of_service, as_at=now).value == pytest.approx(0.43, abs=0.04)
