"""What was given above the ceiling is seen by whoever answers for it; an alert is kept, read and answered once."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.actions import exclude
from lintel.foundation.notices.queries import notices
from lintel.journey.allocating.actions import accept, allocate, decline
from lintel.journey.allocating.alerting.actions import no_safe_allocation
from lintel.journey.allocating.giving.queries import who_may_answer
from lintel.journey.allocating.telling.actions import tell_of_going_above
from lintel.journey.allocating.tests.families import ceiling_of, family_waiting
from lintel.steps.allocation.alerts.actions import answer_alert
from lintel.steps.allocation.giving.actions import OverTheCeiling
from lintel.steps.allocation.models import CapacityAlert
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
PATH = "/allocation/above-the-ceiling/"


@pytest.fixture
def family(cast, bells, at_nine, request):
    return once("a family waiting", lambda: family_waiting(cast, team=cast.north), request)


@pytest.fixture
def given(cast, family):
    ceiling_of(4, cast)
    over = OverTheCeiling(manager=cast.sofia, reason="She knows their mother.", review_on=date(2025, 3, 10))
    return allocate(family, worker=cast.priya.worker, over=over, by=cast.marcus, at=NOW)


@finding("S34", screen="/allocation/above-the-ceiling/")
def test_the_next_morning_the_manager_named_and_the_head_of_service_are_led_to_it(client, sofia, helen, given):
    tell_of_going_above(by=None, at=NOW + timedelta(days=1))

    for who in (sofia, helen):
        assert any(notice.path == PATH for notice in notices(viewer=who))
        client.force_login(who)
        said = client.get(PATH).text
        assert "She knows their mother." in said
        assert "Perrin Oakapple" in said
        assert "5 of 4 then; 5 of 4 now" in said
        assert "10 March 2025" in said
    assert "Sofia Lindqvist</strong>" in said


def test_whoever_is_named_reads_that_it_is_them(client, sofia, given):
    client.force_login(sofia)

    assert "<strong>You</strong>" in client.get(PATH).text


def test_a_review_that_is_overdue_stands_first(client, sofia, cast, given, time_machine):
    other = family_waiting(cast, once="2", names=["Wilf"], surname="Sedge", team=cast.north)
    over = OverTheCeiling(manager=cast.sofia, reason="Nobody else.", review_on=date(2025, 3, 5))
    allocate(other, worker=cast.priya.worker, over=over, by=cast.marcus, at=NOW)
    time_machine.move_to(NOW + timedelta(days=4), tick=False)
    client.force_login(sofia)

    said = client.get(PATH).text
    assert "1 review is overdue." in said
    assert "Was due 5 March 2025" in said
    assert said.index("Wilf Sedge") < said.index("Perrin Oakapple")


def test_declined_it_stands_no_more_and_accepted_it_does(client, sofia, priya, given):
    decline(given[:1], because="I am full.", by=priya, at=NOW)
    accept(given[1:], by=priya, at=NOW)
    client.force_login(sofia)

    said = client.get(PATH).text
    assert "Perrin Oakapple" not in said
    assert "Tansy Oakapple" in said
    assert "not answered yet" not in said


@pytest.mark.parametrize(("who", "sees"), [("marcus", True), ("ines", True), ("tom", False)])
def test_whose_team_it_is_sees_it_and_nobody_of_another_team(client, cast, given, who, sees):
    client.force_login(cast.people[who])

    assert ("Oakapple" in client.get(PATH).text) is sees


@pytest.mark.parametrize("who", ["priya", "dawn", "anil", "sam", "hart"])
def test_who_has_nothing_to_do_with_it_is_refused(client, cast, given, who):
    client.force_login(cast.people[who])

    for path in (PATH, "/allocation/alerts/", "/allocation/alerts/1/", "/allocation/alerts/1/answer/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("marcus", ["sofia", "helen", "marcus"]), ("sofia", ["helen", "marcus", "sofia"]),
        ("helen", ["sofia", "marcus", "helen"]), ("tom", ["marcus", "sofia", "helen"]), ("priya", []),
    ],
)  # fmt: skip
def test_ones_own_manager_is_offered_first_and_oneself_last(cast, bells, who, offered):
    found = who_may_answer(cast.north.pk, [bells.mia.pk], viewer=cast.people[who])

    assert found == [cast.people[name] for name in offered]


def test_a_manager_kept_from_a_child_answers_for_nothing_about_them(cast, bells):
    exclude(bells.mia, user=cast.sofia, reason="Her sister.", by=cast.helen, at=NOW)

    assert cast.sofia not in who_may_answer(cast.north.pk, [bells.mia.pk], viewer=cast.marcus)


# --- alerts -----------------------------------------------------------------------------------------------------------


@finding("S3", screen="/allocation/alerts/")
def test_it_is_said_from_the_board_in_one_box(client, marcus, helen, family):
    client.force_login(marcus)

    there = f"/waiting/{family[0].pk}/no-safe-allocation/"
    assert "Write why nobody can safely take them" in client.post(there, {"children": [f.pk for f in family]}).text
    client.post(there, {"why": "Everybody is full.", "children": [f.pk for f in family]})

    assert "The head of service is told" in client.get("/waiting/").text
    assert CapacityAlert.objects.get().why == "Everybody is full."
    assert any("no safe allocation" in notice.words for notice in notices(viewer=helen))


@finding("S3", screen="/waiting/")
def test_the_row_of_the_family_says_that_an_alert_stands_and_what_came_of_it(client, marcus, helen, alert):
    client.force_login(marcus)

    said = client.get("/waiting/").text
    assert f'href="/allocation/alerts/{alert.pk}/"' in said
    assert "Marcus Reed said on 3 March 2025 at 9:00am. <strong>Not answered.</strong>" in said
    assert "None waits so long that the head of service is told" in said

    answer_alert(alert, answer="Two agency workers from Monday.", by=helen, at=NOW)
    assert "Answered by Helen Strand on 3 March 2025 at 9:00am" in client.get("/waiting/").text


@pytest.fixture
def alert(cast, family):
    return no_safe_allocation(family, why="Everybody is full.", by=cast.marcus, at=NOW)


def test_what_stood_then_is_read_with_it(client, helen, alert):
    client.force_login(helen)

    said = client.get(f"/allocation/alerts/{alert.pk}/").text
    for words in ("Everybody is full.", "2 children waited in North assessment", "Priya Nair", "3 of 18 agreed"):
        assert words in said
    assert "Perrin Oakapple" in said
    assert "Not answered" in client.get("/allocation/alerts/").text


def test_the_head_of_service_answers_once_and_whoever_is_second_loses_no_word(client, helen, alert):
    client.force_login(helen)
    there = f"/allocation/alerts/{alert.pk}/answer/"

    assert "Write what is done about it, and by when" in client.post(there, {"answer": " "}).text
    assert client.post(there, {"answer": "Two agency workers from Monday."}).url == f"/allocation/alerts/{alert.pk}/"
    second = client.post(there, {"answer": "Something else."})

    assert second.status_code == 409
    assert "Helen Strand answered it first" in second.text
    assert "Something else." in second.text
    assert "Two agency workers from Monday." in client.get(f"/allocation/alerts/{alert.pk}/").text
    assert client.get(there).url == f"/allocation/alerts/{alert.pk}/"


@pytest.mark.parametrize("who", ["marcus", "sofia", "rosa", "ines"])
def test_others_read_it_and_cannot_answer(client, cast, alert, who):
    client.force_login(cast.people[who])

    assert "Answer</a>" not in client.get(f"/allocation/alerts/{alert.pk}/").text
    assert client.post(f"/allocation/alerts/{alert.pk}/answer/", {"answer": "x"}).status_code == 403


def test_tom_finds_no_alert_of_another_team(client, tom, alert):
    client.force_login(tom)

    assert "No manager of your teams has said so." in client.get("/allocation/alerts/").text
    assert client.get(f"/allocation/alerts/{alert.pk}/").status_code == 404


def test_a_child_one_may_not_see_is_counted_and_not_named(client, helen, cast, alert, family):
    exclude(family[0].child, user=helen, reason="Her nephew.", by=cast.sofia, at=NOW)
    client.force_login(helen)

    said = client.get(f"/allocation/alerts/{alert.pk}/").text
    assert "Perrin Oakapple" not in said
    assert "1 child whom you may not see" in said
