"""Each person starts with what they came for, and sees nobody they should not."""

import pytest

from tests.trace import finding

pytestmark = pytest.mark.django_db


def start(client, user, query=""):
    client.force_login(user)
    return client.get(f"/{query}").content.decode()


def test_the_head_of_service_starts_with_the_front_door(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    assert "The front door" in page
    assert "as at 3 March 2025" in page
    assert page.count('class="lintel-tile"') == 9


@finding("S3", "S8", "S11", "S27", screen="/")
def test_every_tile_leads_to_the_children_and_to_the_definition_in_one_click(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    assert "/indicators/K30/list/?as_at=2025-03-03" in page
    assert "/indicators/K30/?as_at=2025-03-03" in page


@finding("S34", "S60", "L6", screen="/")
def test_caseload_is_a_spread_and_not_an_average(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    tile = page[page.index("Caseload of workers") :]
    assert "Median 2, nine in ten up to 3, highest 3" in tile[: tile.index("</li>")]
    assert "Workers over the caseload ceiling" in page


def test_what_the_records_cannot_say_is_not_nought(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    assert "not in your data yet" in page


def test_a_social_worker_starts_with_her_own_children(client, cast, bells):
    page = start(client, cast.priya, "?as_at=2025-03-03")

    assert "My children" in page
    assert "Mia Bell" in page
    assert "Noah Bell" in page


def test_a_team_manager_starts_with_his_team(client, cast, bells):
    assert "My team" in start(client, cast.marcus, "?as_at=2025-03-03")


def test_tom_sees_nobody_of_another_team(client, cast, bells):
    page = start(client, cast.tom, "?as_at=2025-03-03")

    assert "Bell" not in page


def test_the_system_administrator_starts_with_accounts_and_no_child(client, cast, bells):
    page = start(client, cast.sam)

    assert "Accounts" in page
    assert "Bell" not in page


def test_whoever_is_not_signed_in_is_asked_to(client, cast):
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_day_that_cannot_be_read_is_taken_for_today(client, cast, bells):
    assert "The front door" in start(client, cast.helen, "?as_at=yesterday")
