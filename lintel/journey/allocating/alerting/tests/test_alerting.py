"""That no safe allocation is possible is said once, with what stood, and reaches the head of service at once."""

from datetime import timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.journey.allocating.actions import NoLongerWaiting
from lintel.journey.allocating.alerting.actions import no_safe_allocation
from lintel.journey.allocating.alerting.queries import alerts
from lintel.journey.allocating.tests.families import family_waiting
from lintel.steps.allocation.alerts.actions import NobodyWaits, WordsMissing
from lintel.steps.allocation.models import CapacityAlert
from tests.cast import NOW
from tests.once import once

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def family(cast, bells, request):
    return once("a family waiting", lambda: family_waiting(cast, team=cast.north), request)


def test_what_stood_is_kept_with_it(marcus, cast, family):
    alert = no_safe_allocation(family, why="Everybody is full.", by=marcus, at=LATER)

    assert alert.team == cast.north
    assert set(alert.referrals.all()) == set(family)
    assert (alert.standing["waiting"], alert.standing["longest"]) == (2, 3)
    assert [(each["name"], each["children"]) for each in alert.standing["workers"]] == [("Priya Nair", 3)]
    assert alert.standing["workers"][0]["most"] > 0
    assert alert.standing["workers"][0]["hours"] > 0


def test_of_another_team_nothing_is_said(sofia, cast, family):
    family_waiting(cast, once="2", names=["Wilf"], surname="Sedge", team=cast.south)

    alert = no_safe_allocation(family, why="Everybody is full.", by=sofia, at=LATER)

    assert alert.standing["waiting"] == 2
    assert [each["name"] for each in alert.standing["workers"]] == ["Priya Nair"]


def test_children_of_two_teams_are_said_for_the_managers_own(sofia, cast, family):
    others = family_waiting(cast, once="2", names=["Wilf"], surname="Sedge", team=cast.south)

    alert = no_safe_allocation([*family, *others], why="Everybody is full.", by=sofia, at=LATER)

    assert alert.team == cast.service
    assert alert.standing["waiting"] == 3
    assert [each["name"] for each in alert.standing["workers"]] == ["Priya Nair", "Tom Ashby"]


def test_the_head_of_service_is_told_and_no_child_is_named(marcus, helen, family):
    no_safe_allocation(family, why="Everybody is full.", by=marcus, at=LATER)

    told = [notice.words for notice in notices(viewer=helen)]
    assert told == ["North assessment: no safe allocation is possible for 2 children, Marcus Reed says"]


def test_it_is_written_down_for_each_child(marcus, family):
    no_safe_allocation(family, why="Everybody is full.", by=marcus, at=LATER)

    assert Entry.objects.filter(act="no safe allocation possible").count() == 2


def test_children_one_may_not_see_are_refused(tom, family):
    with pytest.raises(NoLongerWaiting):
        no_safe_allocation(family, why="Everybody is full.", by=tom, at=LATER)

    assert not CapacityAlert.objects.exists()


def test_children_who_have_a_worker_are_refused(marcus, bells):
    with pytest.raises(NoLongerWaiting):
        no_safe_allocation([bells.referrals["mia"]], why="Everybody is full.", by=marcus, at=LATER)


def test_nobody_and_no_words_are_refused(marcus, family):
    with pytest.raises(NobodyWaits):
        no_safe_allocation([], why="Everybody is full.", by=marcus, at=LATER)
    with pytest.raises(WordsMissing):
        no_safe_allocation(family, why="  ", by=marcus, at=LATER)


@pytest.mark.parametrize("who", ["priya", "ines", "rosa", "anil"])
def test_who_gives_no_children_to_workers_cannot_say_so(cast, family, who):
    with pytest.raises(NotAllowed):
        no_safe_allocation(family, why="Everybody is full.", by=cast.people[who], at=LATER)


def test_an_alert_is_seen_by_those_who_answer_for_the_team(cast, marcus, family):
    alert = no_safe_allocation(family, why="Everybody is full.", by=marcus, at=LATER)

    assert {name for name, who in cast.people.items() if alert in alerts(viewer=who)} == {
        "marcus", "sofia", "helen", "rosa", "ines",
    }  # fmt: skip
