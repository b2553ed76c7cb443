"""
Whose page judges a change: past weeks are counted over the children a viewer sees today, so a team's own past shrinks
with every child who has left it, and its trend says nothing.
"""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.performance import queries
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.charts import chart_of
from lintel.oversight.performance.comparison import NOT_JUDGED
from lintel.oversight.performance.csv_files import csv_of_series
from lintel.oversight.performance.registry import all_indicators
from lintel.oversight.performance.tests.builders import Service, user

pytestmark = pytest.mark.django_db
SUNDAY = date(2026, 9, 27)


@pytest.fixture
def duty():
    """A team all of whose children came to it: six or seven a week, and sixteen or seventeen in the last quarter."""
    service = Service(data_until=SUNDAY)
    team = service.team("Duty North")
    for week in range(26):
        monday = SUNDAY - timedelta(days=7 * (26 - week) - 1)
        children = [service.child() for _ in range((6 if week < 13 else 16) + week % 2)]
        service.contact(monday, children, outcome="referral")
        ReasonToSee.objects.bulk_create(
            ReasonToSee(child=child, team=team, basis="involvement", key=f"duty-{child.pk}", begins_on=monday)
            for child in children
        )
    return team


def tile_of(viewer, code="K01"):
    return queries.tile(code, viewer=viewer, as_at=SUNDAY)


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.SERVICE_MANAGER])
def test_who_sees_a_line_of_teams_reads_numbers_and_no_change(duty, role):
    viewer = user(role, team=duty)
    assert visible_children(viewer).count() > 200

    found = tile_of(viewer)

    assert found.change == ""
    assert [point.numerator for point in found.series.points][-2:] == [16, 17]
    assert not found.series.signals
    assert {(point.centre, point.lower, point.upper) for point in found.series.points} == {(None, None, None)}
    assert found.series.limits_note == NOT_JUDGED
    assert NOT_JUDGED in chart_of(found.series)
    assert "with a signal" not in chart_of(found.series)
    assert NOT_JUDGED in csv_of_series(found.series)


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.PLANNER])
def test_who_sees_the_whole_service_or_its_numbers_reads_changes(duty, role):
    found = tile_of(user(role))

    assert found.change.endswith("a real change.")
    assert found.series.is_judged
    assert found.series.signals
    assert NOT_JUDGED not in chart_of(found.series)


def test_what_is_not_counted_over_children_is_judged_for_everybody(duty):
    manager = user(Role.TEAM_MANAGER, team=duty)
    judged = {each.code for each in all_indicators().values() if not each.counts_children}

    assert judged == {"K39", "K70", "K72", "K74", "K99", "K120", "K121", "K123"}
    assert tile_of(manager, "K39").series.limits_note != NOT_JUDGED


def test_referrals_are_split_only_for_who_sees_the_past_whole(duty):
    before = Period(SUNDAY - timedelta(days=26 * 7 - 1), SUNDAY - timedelta(days=13 * 7))
    after = Period(before.end + timedelta(days=1), SUNDAY)

    def split(viewer):
        return queries.why_did_referrals_change(viewer=viewer, as_at=SUNDAY, before=before, after=after)

    seen = split(user(Role.HEAD_OF_SERVICE))
    assert (seen.before, seen.after) == (7 * 6 + 6 * 7, 6 * 16 + 7 * 17)
    assert split(user(Role.TEAM_MANAGER, team=duty)) is None
