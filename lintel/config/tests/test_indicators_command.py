"""`lintel indicators`: every number on the command line."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from lintel.config.commands.indicators import command
from lintel.foundation.access.roles import Role
from lintel.oversight.performance import queries
from lintel.oversight.performance.registry import all_indicators
from lintel.oversight.performance.tests.builders import Service, user

pytestmark = pytest.mark.django_db
SUNDAY = date(2026, 9, 27)


def run(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


@pytest.fixture
def a_week_of_contacts():
    service = Service(data_until=SUNDAY)
    for i in range(12):
        service.contact(date(2026, 9, 21), outcome="referral" if i < 3 else "advice")


def test_as_json_every_indicator_comes_with_its_definition(a_week_of_contacts):
    done = run("--json")

    said = json.loads(done.output)
    conversion = next(found for found in said["indicators"] if found["code"] == "K06")
    assert done.exit_code == 0
    assert said["as_at"] == "2026-09-27"
    assert [found["code"] for found in said["indicators"]] == list(all_indicators())
    assert (conversion["numerator"], conversion["denominator"], conversion["shown"]) == (3, 12, "25.0% (3 of 12)")
    assert conversion["definition"]["how_this_could_be_gamed"]


def test_what_is_not_in_the_data_is_null_and_not_nought(a_week_of_contacts):
    found = next(i for i in json.loads(run("--json").output)["indicators"] if i["code"] == "K50")

    assert (found["state"], found["numerator"], found["value"]) == ("not in your data yet", None, None)


def test_as_a_table_numbers_read_as_on_screen(a_week_of_contacts):
    done = run("--as-at", "2026-09-27")

    assert done.exit_code == 0
    assert "K06" in done.output
    assert "As at 27 September 2026" in done.output


def test_as_somebody_the_numbers_are_those_they_see(a_week_of_contacts):
    planner = user(Role.PLANNER)

    said = json.loads(run("--json", "--as", planner.email).output)

    expected = queries.reading("K06", viewer=planner, as_at=SUNDAY)
    assert next(i for i in said["indicators"] if i["code"] == "K06")["shown"] == expected.shown == "fewer than 5"


def test_somebody_who_may_not_see_indicators_is_refused():
    done = run("--as", user(Role.SYSTEM_ADMINISTRATOR).email)

    assert done.exit_code == 1
    assert "may not see indicators" in done.output


def test_nobody_by_that_address_is_said_plainly():
    done = run("--as", "nobody@ravenshire.example")

    assert done.exit_code == 1
    assert "Nobody signs in as nobody@ravenshire.example" in done.output


def test_an_empty_record_can_be_asked_too():
    assert run("--json").exit_code == 0
