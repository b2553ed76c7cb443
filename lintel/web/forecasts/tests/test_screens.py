"""The forecast on screen: made in the background, what it rests on, values put in place, and who is kept out."""

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from lintel.oversight.demand.calibration import actions, tasks
from lintel.oversight.demand.calibration.models import Forecast, Override
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
ADDRESSES = ("/forecasts/", "/forecasts/values/", "/forecasts/held-against/", "/forecasts/values/leaving/override/")


@pytest.fixture
def made(cast, bells, request):
    def build():
        asked = actions.ask_for(timezone.localdate(NOW), by=cast.ola, at=NOW)
        return actions.work_out(asked, by=cast.ola, at=NOW)

    return once("a forecast", build, request)


def get(client, user, path):
    client.force_login(user)
    return client.get(path).content.decode()


def post(client, user, path, **typed):
    client.force_login(user)
    return client.post(path, typed, follow=True).content.decode()


def test_before_the_first_forecast_the_page_says_so(client, cast, bells):
    assert "No forecast has been made yet" in get(client, cast.ola, "/forecasts/")
    client.force_login(cast.ola)
    assert client.get("/forecasts/values/").status_code == 404


@finding("S25", screen="/forecasts/")
def test_every_team_has_its_tile_with_the_error_beside_it(client, cast, made):
    shown = get(client, cast.ola, "/forecasts/")

    for tile in made.tiles:
        assert tile["team"] in shown
    assert shown.count("of work in hand") == len(made.tiles) > 0
    assert "Four weeks ahead" in shown
    assert "How far to believe it" in shown
    assert shown.count("<svg") == 8


def test_one_that_is_asked_for_shows_how_far_it_has_come_and_the_job_finishes_it(client, cast, bells):
    shown = post(client, cast.ola, "/forecasts/new/", weeks_back="20")
    asked = Forecast.objects.get()

    assert "A forecast is being made" in shown
    assert asked.weeks_back == 20

    tasks.work_out(asked.pk)

    assert "A forecast is being made" not in get(client, cast.ola, "/forecasts/")
    assert Forecast.objects.get().answer


def test_a_window_that_makes_no_sense_is_refused(client, cast, bells):
    assert "between 8 and 104" in post(client, cast.ola, "/forecasts/new/", weeks_back="2")
    assert not Forecast.objects.exists()


def test_a_record_that_says_too_little_is_told_in_words(client, cast):
    asked = actions.ask_for(timezone.localdate(NOW), by=cast.ola, at=NOW)
    Override.objects.create(
        key="contacts:Not known", name="Contacts", fitted_value=0, value=1e9, reason="to try", made_by=cast.ola,
        made_at=NOW,
    )  # fmt: skip
    done = actions.work_out(asked, by=cast.ola, at=NOW)

    assert done.refusal
    assert "could not be made" in get(client, cast.ola, "/forecasts/")


def test_each_value_says_what_it_rests_on_and_where_a_national_figure_stands_in(client, cast, made):
    shown = get(client, cast.ola, "/forecasts/values/")

    assert "Permanent workers who leave" in shown
    assert "National figure or assumption." in shown
    assert "Kaplan–Meier" in shown


def test_a_planner_puts_a_value_in_place_with_a_reason_and_takes_it_back(client, cast, made):
    address = "/forecasts/values/leaving/override/"
    assert "Say why" in post(client, cast.ola, address, value="20", reason="")
    assert "less than 0" in post(client, cast.ola, address, value="-4", reason="A typing error")

    shown = post(client, cast.ola, address, value="0.3", reason="Three have given notice")
    assert "Three have given notice" in shown
    assert str(cast.ola) in shown

    again = actions.work_out(
        actions.ask_for(timezone.localdate(NOW), by=cast.ola, at=NOW), by=cast.ola, at=NOW
    )  # fmt: skip
    assert again.scenario["staffing"]["leaving_per_year"] == 0.3

    assert "Taken back" in post(client, cast.ola, "/forecasts/values/take-back/", key="leaving")
    assert "Nothing stands in place" in post(client, cast.ola, "/forecasts/values/take-back/", key="leaving")


def test_shares_are_typed_in_percent(client, cast, made):
    key = next(each["key"] for each in made.fitted if each["key"].startswith("conversion:"))

    post(client, cast.ola, f"/forecasts/values/{key}/override/", value="40", reason="Agreed last week")

    assert Override.objects.get().value == 0.4


def test_earlier_forecasts_are_held_against_what_happened(client, cast, made):
    shown = get(client, cast.ola, "/forecasts/held-against/")

    for weeks in (4, 8, 12):
        assert f"{weeks} weeks ago, knowing nothing of what came" in shown
        assert f"{weeks} weeks ago, with what was decided since" in shown
    assert shown.count("<svg") == 3 * 2 * 2 * 2
    assert shown.count("as a table") == 3 * 2 * 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_social_worker_is_refused(client, cast, made, address):
    client.force_login(cast.tom)

    assert client.get(address).status_code == 403


def test_an_inspector_sees_but_changes_nothing(client, cast, made):
    assert "Make a forecast now" not in get(client, cast.ines, "/forecasts/")
    assert "Change" not in get(client, cast.ines, "/forecasts/values/")
    client.force_login(cast.ines)
    assert client.get("/forecasts/values/leaving/override/").status_code == 403


def test_a_finished_forecast_never_changes(made):
    with pytest.raises(ProgrammingError, match="Cannot update"):
        Forecast.objects.filter(pk=made.pk).update(progress=3)


@pytest.mark.long
def test_the_screens_are_in_order(visit, phone, cast, made):
    for look in (visit, phone):
        for address in ADDRESSES:
            look(address, as_=cast.ola).is_in_order()
