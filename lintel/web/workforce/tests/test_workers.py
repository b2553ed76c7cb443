"""A worker's protected hours and languages: theirs to read, their manager's to keep, nobody else's to see."""

from datetime import date

import pytest

from lintel.foundation.workforce.models import ProtectedTime
from lintel.web.workforce.tests.test_screens import day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
STARTS = date(2025, 3, 3)


def page(client, who):
    return client.get(f"/workforce/people/{who.worker_id}/")


def protect(client, who, **typed):
    usual = {"reason": "union", "hours_per_week": "3.7", "why": "Branch meetings", **day(STARTS, "starts_on")}
    return client.post(f"/workforce/people/{who.worker_id}/protect/", usual | typed)


def test_a_manager_protects_hours_and_the_worker_reads_it(client, marcus, priya):
    client.force_login(marcus)
    assert protect(client, priya).url == f"/workforce/people/{priya.worker_id}/"

    client.force_login(priya)
    said = page(client, priya).text
    assert "<strong>3.7 hours a week</strong> for union duties, from 3 March 2025" in said
    assert "Branch meetings" in said
    assert "Protect time" not in said


def test_it_is_ended_on_a_day(client, marcus, priya, protected):
    kept = ProtectedTime.objects.get()
    client.force_login(marcus)

    client.post(f"/workforce/people/{priya.worker_id}/protected/{kept.pk}/end/", day(date(2025, 4, 7), "ends_on"))

    kept.refresh_from_db()
    assert kept.ends_on == date(2025, 4, 7)
    assert "to 7 April 2025" in page(client, priya).text


def test_what_is_refused_is_said_on_the_same_page(client, marcus, priya, protected):
    client.force_login(marcus)

    assert "protected from that day or a later one already" in protect(client, priya).text
    assert "Write why" in protect(client, priya, why="").text
    assert "must be more than 0 and at most 40" in protect(client, priya, hours_per_week="41").text
    assert (
        "must be after the day it starts"
        in protect(client, priya, reason="training", **day(date(2025, 3, 2), "ends_on")).text
    )
    assert ProtectedTime.objects.count() == 1


def test_a_worker_says_which_languages_they_speak(client, priya):
    client.force_login(priya)

    client.post(f"/workforce/people/{priya.worker_id}/languages/", {"languages": "urdu, British Sign Language"})

    assert "British Sign Language, Urdu" in page(client, priya).text


def test_of_a_worker_in_another_team_nothing_is_seen_or_done(client, tom, dawn, priya, protected):
    kept = ProtectedTime.objects.get()
    for other in (tom, dawn):
        client.force_login(other)
        for where in ("", "languages/"):
            assert client.get(f"/workforce/people/{priya.worker_id}/{where}").status_code == 404
    client.force_login(tom)
    assert protect(client, priya).status_code == 404
    assert client.get(f"/workforce/people/{priya.worker_id}/protected/{kept.pk}/end/").status_code == 404
    client.force_login(priya)
    assert protect(client, priya).status_code == 403


@pytest.mark.slow(takes=4)
def test_the_pages_of_a_worker_are_in_order(visit, phone, marcus, priya, protected):
    for window in (visit("/workforce/people/", as_=marcus), phone("/workforce/people/", as_=marcus)):
        for where in ("", "protect/", "languages/", f"protected/{ProtectedTime.objects.get().pk}/end/"):
            window.go(f"/workforce/people/{priya.worker_id}/{where}").is_in_order()
